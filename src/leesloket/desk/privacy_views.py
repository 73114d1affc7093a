"""What somebody may ask of us: everything about one person, and to be erased."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from leesloket.accounts.doors import needs, viewer_in
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.privacy.dossier import Dossier, dossier
from leesloket.privacy.erasing import StillOpenError, erase, erasure_view
from leesloket.privacy.leavers import leavers_to_erase, term_for
from leesloket.privacy.looking import saw_leavers, saw_patron
from leesloket.privacy.rules import PATRON_EXPORTED
from leesloket.web import papers
from leesloket.web.dossiers import as_json, sections_of


@require_GET
@needs("administer")
def leaving(request: HttpRequest) -> HttpResponse:
    """Whom the job will erase, beforehand."""
    viewer = viewer_in(request)
    lines = leavers_to_erase(viewer=viewer, today=timezone.localdate())
    saw_leavers(len(lines), viewer=viewer, now=timezone.now())
    shown = {"lines": lines, "term": term_for(viewer), "today": timezone.localdate()}
    return render(request, "desk/leaving.html", shown)


@require_GET
@needs("import", "administer")
def everything(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Everything about one person, to read together."""
    found = _dossier(request, patron_id)
    shown = {
        "patron": found.page.line,
        "sections": sections_of(found),
        "today": timezone.localdate(),
        "library": viewer_in(request).library_name,
    }
    return render(request, "desk/everything.html", shown)


@require_GET
@needs("import", "administer")
def everything_pdf(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """The same on paper: nobody's name stands in what it is called."""
    found = _dossier(request, patron_id)
    pdf = papers.everything(
        sections_of(found),
        name=found.page.line.name,
        library=viewer_in(request).library_name,
        today=timezone.localdate(),
    )
    return papers.download(pdf, name="gegevens")


@require_GET
@needs("import", "administer")
def everything_json(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """The same as a file: nobody's name stands in what it is called."""
    text = json.dumps(as_json(_dossier(request, patron_id)), ensure_ascii=False, indent=2)
    return HttpResponse(
        text + "\n",
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="gegevens.json"'},
    )


def _dossier(request: HttpRequest, patron_id: UUID) -> Dossier:
    viewer = viewer_in(request)
    try:
        found = dossier(patron_id, viewer=viewer, today=timezone.localdate())
    except PatronNotFoundError:
        raise Http404 from None
    saw_patron(patron_id, viewer=viewer, now=timezone.now(), code=PATRON_EXPORTED)
    return found


@require_http_methods(["GET", "POST"])
@needs("import")
def erasure(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Erase somebody: first what goes and what stays, then doing it."""
    viewer = viewer_in(request)
    try:
        if request.method == "POST":
            return _erased(request, patron_id)
        view = erasure_view(patron_id, viewer=viewer, today=timezone.localdate())
    except PatronNotFoundError:
        raise Http404 from None
    saw_patron(patron_id, viewer=viewer, now=timezone.now())
    return render(request, "desk/erasure.html", {"erasure": view})


def _erased(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    try:
        done = erase(
            patron_id,
            not_again=request.POST.get("not_again") == "1",
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except StillOpenError:
        messages.warning(request, _("There are books at home. Nothing was erased."))
        return redirect("desk:erasure", patron_id)
    if done.already:
        messages.info(request, _("This person was erased before. Nothing happened twice."))
    elif done.whole:
        messages.success(request, _("Erased, with everything we kept of this person."))
    else:
        messages.success(
            request, _("Erased at your branches. Another branch of the library keeps its own data.")
        )
    if done.waiting:
        told = ngettext(
            "A list that waits still names this child. It goes when the list goes.",
            "%(n)s lists that wait still name this child. It goes when the lists go.",
            done.waiting,
        )
        messages.info(request, told % {"n": done.waiting})
    return redirect("desk:patrons")
