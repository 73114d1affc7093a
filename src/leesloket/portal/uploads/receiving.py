"""A file arrives over HTTP; everything about it is decided elsewhere."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.imports import actions, queries
from leesloket.intake.actions import ReaderUnavailableError, ReceivedFile
from leesloket.intake.handlers import went_over_the_limit
from leesloket.portal.uploads.finding import own_branch
from leesloket.web.problem_texts import sentence
from leesloket.web.words import TOO_MANY_FILES

LONGEST_TOKEN = 64


@require_POST
@needs("upload")
def receive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in a file; to its page when it was received, back to the counter when not."""
    branch = own_branch(request, slug)
    file = request.FILES.get("file")
    if went_over_the_limit(request):
        return _not_received(request, slug, str(sentence("too_large")), status=413)
    if file is None or not file.name:
        return _not_received(request, slug, _("Choose a file first."), status=400)
    received = ReceivedFile(
        content=file.read(),
        name=file.name,
        form_token=request.POST.get("token", "")[:LONGEST_TOKEN] or secrets.token_urlsafe(24),
        sheet=request.POST.get("sheet") or None,
    )
    try:
        upload_id = actions.receive_list(
            received, branch_id=branch.id, acting_user=viewer_in(request), now=timezone.now()
        )
    except actions.SameFileError as same:
        messages.info(request, _("You sent this very file before. Here it is."))
        upload_id = same.upload_id
    except actions.TooManyFilesError:
        return _not_received(request, slug, str(TOO_MANY_FILES), status=429)
    except ReaderUnavailableError:
        text = _("We can't read files right now. Nothing was received. Try again in a minute.")
        return _not_received(request, slug, text, status=503)
    return _received(request, reverse("portal:upload", args=[slug, upload_id]))


def _received(request: HttpRequest, url: str) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"url": url})
    return redirect(url)


def _not_received(request: HttpRequest, slug: str, text: str, *, status: int) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"error": text}, status=status)
    messages.error(request, text)
    return redirect("portal:uploads", slug)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


@require_POST
@needs("upload")
def choose_sheet(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Read another sheet of a workbook that has several lists."""
    branch = own_branch(request, slug)
    try:
        new_id = actions.choose_sheet(
            upload_id,
            request.POST.get("sheet", ""),
            form_token=f"{upload_id}-{request.POST.get('sheet', '')}"[:LONGEST_TOKEN],
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except queries.ImportNotFoundError:
        new_id = _not_chosen_now(request, branch.id, upload_id)
    except actions.SameFileError as same:
        new_id = same.upload_id
    except actions.TooManyFilesError:
        messages.error(request, str(TOO_MANY_FILES))
        return redirect("portal:upload", slug, upload_id)
    except ReaderUnavailableError:
        messages.error(
            request,
            _("We can't read files right now. Nothing was received. Try again in a minute."),
        )
        return redirect("portal:upload", slug, upload_id)
    return redirect("portal:upload", slug, new_id)


def _not_chosen_now(request: HttpRequest, branch_id: int, upload_id: UUID) -> UUID:
    """The file itself, of which nothing can be chosen any more: in another window it was."""
    try:
        upload = queries.upload_line(upload_id, viewer=viewer_in(request))
    except queries.ImportNotFoundError:
        raise Http404 from None
    if upload.branch.id != branch_id or upload.refusal != "sheet_chosen":
        raise Http404
    return upload.id
