"""How fast one account may send files: far above what a person does, far below what a program can.

Each file costs a process of its own and seconds of a processor (SECURITY.md).
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

TOO_FAST = _("You sent very many files in a short time. Nothing was received. Wait ten minutes.")


def sends_too_fast(request: HttpRequest, *, branch_id: int) -> bool:
    """Whether this account sends more files for this branch than a person does; counts this one.

    The limit is FILES_PER_TEN_MINUTES.  Nobody is kept out by somebody else's files.
    """
    key = f"{request.user.pk} {branch_id}"
    return not consume(request, action="send_file", key=key)
