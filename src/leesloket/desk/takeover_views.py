"""Taking over an existing register: a library's own list of patrons, before its plan."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.branches.queries import branch_lines
from leesloket.branches.rules import years_to_choose
from leesloket.desk.import_views import about_a_list
from leesloket.imports import actions, queries
from leesloket.intake.actions import ReaderUnavailableError, ReceivedFile
from leesloket.intake.handlers import went_over_the_limit
from leesloket.intake.scanning import ScannerUnavailableError
from leesloket.web.answers import columns_in
from leesloket.web.finding import branch_or_404
from leesloket.web.problem_texts import sentence
from leesloket.web.words import TOO_MANY_FILES

LONGEST_TOKEN = 64


@require_GET
@needs("import")
def takeover(request: HttpRequest) -> HttpResponse:
    """Bring a list, and see what became of those that were brought."""
    viewer = viewer_in(request)
    return render(
        request,
        "desk/takeover.html",
        {
            "branches": branch_lines(viewer.branches_with("import")),
            "years": [year.label for year in years_to_choose(timezone.localdate())],
            "takeovers": queries.takeovers(viewer=viewer),
            # One form, one upload: a second click with the same token finds the first.
            "token": secrets.token_urlsafe(24),
        },
    )


@require_POST
@needs("import")
def receive(request: HttpRequest) -> HttpResponse:
    """Take in a list; to its plan when it could be read, back here when not."""
    branch = branch_or_404(request, request.POST.get("branch", ""), "import")
    file = request.FILES.get("file")
    if went_over_the_limit(request):
        return _not_received(request, str(sentence("too_large")), status=413)
    if file is None or not file.name:
        return _not_received(request, _("Choose a file first."), status=400)
    received = ReceivedFile(
        content=file.read(),
        name=file.name,
        form_token=request.POST.get("token", "")[:LONGEST_TOKEN] or secrets.token_urlsafe(24),
    )
    try:
        upload_id = actions.receive_takeover(
            received,
            branch_id=branch.id,
            school_year=request.POST.get("school_year", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except actions.SameFileError as same:
        messages.info(request, _("You brought this very list before. Here it is."))
        upload_id = same.upload_id
    except actions.TooManyFilesError:
        return _not_received(request, str(TOO_MANY_FILES), status=429)
    except ReaderUnavailableError:
        return _not_received(request, _reader_gone(), status=503)
    except ScannerUnavailableError:
        return _not_received(request, _scanner_gone(), status=503)
    return _to(request, _where_now(request, upload_id))


@require_POST
@needs("import")
def sheet(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Read one sheet of a workbook that has several."""
    name = request.POST.get("sheet", "")
    try:
        new_id = actions.choose_sheet(
            upload_id,
            name,
            form_token=f"{upload_id}-{name}"[:LONGEST_TOKEN],
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except queries.ImportNotFoundError:
        raise Http404 from None
    except actions.SameFileError as same:
        new_id = same.upload_id
    except actions.TooManyFilesError:
        messages.error(request, str(TOO_MANY_FILES))
        return redirect("desk:takeover")
    except ReaderUnavailableError:
        messages.error(request, _reader_gone())
        return redirect("desk:takeover")
    except ScannerUnavailableError:
        messages.error(request, _scanner_gone())
        return redirect("desk:takeover")
    return redirect(_where_now(request, new_id))


@about_a_list
def columns(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say which column is which field."""
    line = queries.upload_line(upload_id, viewer=viewer_in(request))
    if not line.is_takeover:
        raise Http404
    actions.choose_columns(
        upload_id, columns_in(request.POST), acting_user=viewer_in(request), now=timezone.now()
    )
    return redirect("desk:plan", upload_id)


@about_a_list
def remove(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Let a list go that was not processed."""
    actions.remove_takeover(upload_id, acting_user=viewer_in(request), now=timezone.now())
    messages.success(request, _("The list has been destroyed. Nothing changed in the register."))
    return redirect("desk:takeover")


def _where_now(request: HttpRequest, upload_id: UUID) -> str:
    """The plan of a list that could be read; for a refused one, where its reason stands."""
    line = queries.upload_line(upload_id, viewer=viewer_in(request))
    if line.status != "refused":
        return reverse("desk:plan", args=[upload_id])
    messages.warning(request, _("We could not use this list. Below stands why."))
    return reverse("desk:takeover")


def _reader_gone() -> str:
    return _("We can't read files right now. Nothing was received. Try again in a minute.")


def _scanner_gone() -> str:
    return _(
        "A virus scanner has to look at this file first, and it does not answer now. Nothing was"
        " received. Try again later, or ask who runs the site."
    )


def _to(request: HttpRequest, url: str) -> HttpResponse:
    return JsonResponse({"url": url}) if _by_script(request) else redirect(url)


def _not_received(request: HttpRequest, text: str, *, status: int) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"error": text}, status=status)
    messages.error(request, text)
    return redirect("desk:takeover")


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
