"""The file of a school itself: asked for with a reason, agreed to by a second, fetched once."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.step_up import step_up
from leesloket.imports import queries
from leesloket.intake import fetching
from leesloket.intake.file_requests import FileNotFoundHereError, file_page
from leesloket.web import words

View = Callable[[HttpRequest, UUID], HttpResponseBase]


@require_GET
@needs("import")
def file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Whether the file is there, who asked for it, and what one may do now."""
    viewer, now = viewer_in(request), timezone.now()
    try:
        page = file_page(upload_id, viewer=viewer, now=now)
        line = queries.upload_line(upload_id, viewer=viewer)
    except (FileNotFoundHereError, queries.ImportNotFoundError):
        raise Http404 from None
    return render(
        request, "desk/file.html", {"page": page, "upload": line, "whys": list(words.FILE_WHY)}
    )


def about_a_file(view: View) -> View:
    """POST by staff with the right to import; what has gone on meanwhile is said, not raised."""

    @wraps(view)
    def wrapped(request: HttpRequest, upload_id: UUID) -> HttpResponseBase:
        try:
            # Another branch's upload does not exist, whatever else was posted.
            file_page(upload_id, viewer=viewer_in(request), now=timezone.now())
            return view(request, upload_id)
        except FileNotFoundHereError:
            raise Http404 from None
        except fetching.ReasonNeededError:
            messages.warning(request, _("Write down a reason first."))
        except fetching.OtherPersonNeededError:
            messages.warning(
                request, _("That is for somebody else: one person asks, another one agrees.")
            )
        except fetching.RequestOverError:
            messages.warning(
                request, _("Something changed meanwhile. Nothing was done; look again.")
            )
        return redirect("desk:file", upload_id)

    return require_POST(needs("import")(wrapped))


@about_a_file
def ask(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Ask for the file, with a reason."""
    fetching.ask_for_file(
        upload_id,
        why=request.POST.get("why", ""),
        reason=request.POST.get("reason", ""),
        acting_user=viewer_in(request),
        now=timezone.now(),
    )
    messages.success(request, _("You asked for the file. Now somebody else must agree."))
    return redirect("desk:file", upload_id)


@about_a_file
@step_up(gettext_lazy("You are about to agree that a school's file is taken out."))
def agree(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Agree, as the second person."""
    fetching.agree(_asked(request), acting_user=viewer_in(request), now=timezone.now())
    messages.success(request, _("You agreed. The file can be taken out once, within an hour."))
    return redirect("desk:file", upload_id)


@about_a_file
def deny(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say no, or take one's own question back."""
    fetching.deny(_asked(request), acting_user=viewer_in(request), now=timezone.now())
    messages.success(request, _("The file stays where it is."))
    return redirect("desk:file", upload_id)


@about_a_file
@step_up(gettext_lazy("You are about to take a school's file out."))
def fetch(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take the file out: to be kept, never to be shown by the browser."""
    del upload_id
    taken = fetching.fetch(_asked(request), acting_user=viewer_in(request), now=timezone.now())
    return HttpResponse(
        taken.content,
        content_type="application/octet-stream",
        headers={
            # RFC 6266, by Django; the name is a label without a path or control characters.
            "Content-Disposition": str(content_disposition_header(True, taken.name)),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _asked(request: HttpRequest) -> UUID:
    """The request that stood on the page; no other one that came since."""
    try:
        return UUID(request.POST.get("request", ""))
    except ValueError:
        raise fetching.RequestOverError from None
