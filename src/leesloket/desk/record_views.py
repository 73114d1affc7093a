"""The record at the desk: what happened at a branch, and who saw somebody's data."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from leesloket.accounts.doors import needs, viewer_in
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.privacy import log, looking
from leesloket.privacy.checking import standing
from leesloket.privacy.officer import accountability
from leesloket.privacy.rules import PATRON_TOLD
from leesloket.web.accounting import sections_of
from leesloket.web.finding import branch_or_404, day_or_none
from leesloket.web.record_words import GROUPS


@require_GET
@needs("administer")
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened at a branch, in plain words; narrowed by person, kind and day."""
    viewer = viewer_in(request)
    branch = branch_or_404(request, slug, "administer")
    kind = request.GET.get("soort", "")
    by, day = _id(request.GET.get("wie", "")), _day(request.GET.get("dag", ""))
    number = request.GET.get("p", "")
    page = log.branch_log(
        branch,
        viewer=viewer,
        today=timezone.localdate(),
        codes=GROUPS[kind][1].keys() if kind in GROUPS else (),
        by=by,
        day=day,
        page=int(number) if number.isdecimal() and len(number) < 7 else 1,  # noqa: PLR2004
    )
    looking.saw_record(branch_id=branch.id, viewer=viewer, now=timezone.now())
    return render(
        request,
        "desk/record.html",
        {
            "page": page,
            "branch": branch,
            "standing": standing(viewer),
            "kinds": [(word, told) for word, (told, _codes) in GROUPS.items()],
            "kind": kind,
            "by": by,
            "day": day,
        },
    )


@require_GET
@needs("administer")
def account(request: HttpRequest, slug: str) -> HttpResponse:
    """For a school's privacy officer, to print: no pupil stands in it."""
    viewer = viewer_in(request)
    branch = branch_or_404(request, slug, "administer")
    told = accountability(branch, viewer=viewer, now=timezone.now())
    shown = {
        "branch": branch,
        "library": viewer.library_name,
        "sections": tuple(sections_of(told)),
        "today": timezone.localdate(),
    }
    return render(request, "desk/accountability.html", shown)


@require_GET
@needs("desk", "import", "administer")
def seen(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Who saw the data of one person: a page to read with a parent, or to print."""
    viewer = viewer_in(request)
    today = timezone.localdate()
    try:
        page = log.who_saw(patron_id, viewer=viewer, today=today)
    except PatronNotFoundError:
        raise Http404 from None
    looking.saw_patron(patron_id, viewer=viewer, now=timezone.now(), code=PATRON_TOLD)
    return render(request, "desk/seen.html", {"page": page, "today": today})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    day = day_or_none(text)
    return None if day == date.max else day
