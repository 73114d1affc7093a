"""The register at the desk: patrons and groups."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.queries import Viewer
from leesloket.branches.queries import BranchLine, branch_lines
from leesloket.imports.queries import not_included_of_patron
from leesloket.patrons import actions, pages, queries
from leesloket.patrons.cards import HANDS_OUT
from leesloket.patrons.consents import consents_of
from leesloket.patrons.logins import patron_login
from leesloket.patrons.rules import HAND_EDITABLE, ChildDetails, DetailsDoNotFitError
from leesloket.patrons.showing import GroupPage, PatronPage, PatronSearch
from leesloket.privacy import looking
from leesloket.teaching.queries import may_name
from leesloket.web import sheets
from leesloket.web.finding import branch_or_404, day_or_none
from leesloket.web.formatting import year_told

DESK = ("desk", "import", "administer")


@require_http_methods(["GET", "POST"])
@needs(*DESK)
def patrons(request: HttpRequest) -> HttpResponse:
    """Find somebody.  A search posts: a name does not belong in an address.

    A card that is scanned, which ends in Enter, opens the page of whose it is.
    """
    search = queries.search_patrons(
        request.POST.get("q", ""), viewer=viewer_in(request), today=timezone.localdate()
    )
    if _is_scanned(request, search):
        page = reverse("desk:patron", args=[search.lines[0].id])
        asked_by_part = request.headers.get("HX-Request") == "true"
        return HttpResponseClientRedirect(page) if asked_by_part else redirect(page)
    looking.saw_patrons(
        [line.id for line in search.lines],
        total=search.total,
        viewer=viewer_in(request),
        now=timezone.now(),
    )
    return render(request, "desk/patrons.html", {"search": search})


def _is_scanned(request: HttpRequest, search: PatronSearch) -> bool:
    """Whether this is one card, whole; what is still being typed leads nowhere."""
    if request.headers.get("HX-Trigger") == "find-patron" or len(search.lines) != 1:
        return False
    return search.lines[0].card == search.query.strip().upper()


@require_GET
@needs(*DESK)
def patron(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """One person: data, memberships, placements, cards, history."""
    return _patron(request, patron_id)


def _patron(request: HttpRequest, patron_id: UUID, refused: str = "") -> HttpResponse:
    """The page; with why a correction was refused, and then with what was typed in its boxes."""
    viewer, today = viewer_in(request), timezone.localdate()
    try:
        page = pages.patron_page(patron_id, viewer=viewer, today=today)
    except queries.PatronNotFoundError:
        raise Http404 from None
    looking.saw_patron(patron_id, viewer=viewer, now=timezone.now())
    excluded = not_included_of_patron(patron_id, viewer=viewer)
    return render(
        request,
        "desk/patron.html",
        {
            "patron": page,
            "boxes": _boxes(page, request.POST),
            "seen": _boxes(page, request.POST, "seen-"),
            "refused": refused,
            "excluded": excluded,
            "consents": consents_of(patron_id, viewer=viewer, today=today),
            "login": patron_login(patron_id, viewer=viewer, today=today),
            "today": today,
            "may_hand_out": _hands_out(page, viewer),
            "may_take_out": bool(viewer.branches_with("import", "administer")),
            "may_erase": bool(viewer.branches_with("import")),
        },
    )


def _hands_out(page: PatronPage, viewer: Viewer) -> bool:
    own = {right.branch_slug for right in viewer.rights if right.kind in HANDS_OUT}
    return any(one.branch_slug in own for one in page.memberships)


@require_POST
@needs("desk", "import")
def correct(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Set somebody's details by hand; the next import leaves them as they are."""
    details, seen = _details(request), _details(request, "seen-")
    try:
        if request.POST.get("birth_date") and details.birth_date is None:
            return _patron(request, patron_id, _("We cannot read this date of birth."))
        actions.correct_details(
            patron_id=patron_id,
            details=details,
            seen=seen if "seen-surname" in request.POST else None,
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except (queries.PatronNotFoundError, actions.NotAllowedError):
        raise Http404 from None
    except DetailsDoNotFitError as error:
        return _patron(request, patron_id, str(_WHY_NOT[error.reason]))
    messages.success(request, _("The details have been changed."))
    return redirect("desk:patron", patron_id)


_WHY_NOT = {
    "name_missing": gettext_lazy("A first name and a surname are needed."),
    "name_unfit": gettext_lazy("This name is too long, or has a sign that is in no name."),
    "birth_date_unlikely": gettext_lazy("Nobody here can have this date of birth."),
}


def _boxes(page: PatronPage, typed: Mapping[str, str], before: str = "") -> dict[str, str]:
    """What stands in the boxes of a correction: what was typed, otherwise what is known."""
    day = page.birth_date.isoformat() if page.birth_date else ""
    known = {name: str(getattr(page, name)) for name in HAND_EDITABLE} | {"birth_date": day}
    return {name: typed.get(f"{before}{name}", value) for name, value in known.items()}


def _details(request: HttpRequest, before: str = "") -> ChildDetails:
    """What stands in the boxes, or in those that say what the page showed."""
    told = {name: request.POST.get(f"{before}{name}", "") for name in HAND_EDITABLE}
    birth_date = day_or_none(told.pop("birth_date").strip())
    names = {name: " ".join(text.split()) for name, text in told.items()}
    return ChildDetails(**names, birth_date=birth_date)


@require_GET
@needs(*DESK)
def groups(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The groups of a branch in a school year; without a branch, a choice."""
    viewer = viewer_in(request)
    schools = tuple(
        line for line in branch_lines(viewer.branches_with(*DESK)) if line.kind != "public"
    )
    if not slug:
        if len(schools) == 1:
            return redirect("desk:groups_of", schools[0].slug)
        return render(request, "desk/groups.html", {"branches": schools})
    branch = _branch(request, slug)
    years = pages.school_years(branch, viewer=viewer)
    year = request.GET.get("jaar", "")
    if year not in years:
        year = pages.year_to_open(branch, viewer=viewer, today=timezone.localdate())
    return render(
        request,
        "desk/groups.html",
        {
            "branch": branch,
            "branches": schools,
            "years": years,
            "year": year,
            "may_name_teachers": may_name(viewer, branch_id=branch.id),
            "groups": pages.groups_of(branch, year, viewer=viewer, today=timezone.localdate())
            if year
            else (),
        },
    )


@require_GET
@needs(*DESK)
def group(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """A group with its list."""
    page = _group(request, slug, group_id)
    hands_out = _branch(request, slug).id in viewer_in(request).branches_with(*HANDS_OUT)
    return render(request, "desk/group.html", {"page": page, "may_hand_out": hands_out})


@require_GET
@needs(*DESK)
def group_xlsx(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """A group's list as an Excel file."""
    page = _group(request, slug, group_id, file=True)
    headings = [_("Name"), _("Group"), _("Year group"), _("Born"), _("Pupil number"), _("Card")]
    rows = [
        (
            line.sorted_name,
            line.group,
            year_told(line.year_group),
            line.birth_date.strftime("%d-%m-%Y") if line.birth_date else "",
            line.pupil_number,
            line.card,
        )
        for line in page.lines
    ]
    return sheets.download(
        sheets.workbook(page.group.name or page.group.code, headings, rows), name="groepslijst"
    )


def _group(request: HttpRequest, slug: str, group_id: UUID, *, file: bool = False) -> GroupPage:
    branch, viewer = _branch(request, slug), viewer_in(request)
    try:
        page = pages.group_page(branch, group_id, viewer=viewer, today=timezone.localdate())
    except pages.GroupNotFoundError:
        raise Http404 from None
    looking.saw_group(
        group_id,
        branch_id=branch.id,
        count=len(page.lines),
        viewer=viewer,
        now=timezone.now(),
        file=file,
    )
    return page


def _branch(request: HttpRequest, slug: str) -> BranchLine:
    return branch_or_404(request, slug, *DESK)
