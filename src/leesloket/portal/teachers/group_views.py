"""What a teacher does: the own groups, a child that comes in mid-year, and cards to sign in."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.accounts.rules import TEACH
from leesloket.branches.queries import BranchLine, BranchNotFoundError, branch_by_slug
from leesloket.children import actions, own
from leesloket.children.queries import GroupCards
from leesloket.patrons import arrivals
from leesloket.patrons.card_numbers import NumbersUsedUpError
from leesloket.patrons.pages import GroupNotFoundError
from leesloket.privacy import looking
from leesloket.web import papers

for_teachers = needs(TEACH)


@require_GET
@for_teachers
def own_groups(request: HttpRequest) -> HttpResponse:
    """The groups of a teacher, by school."""
    schools = own.own_groups(viewer_in(request), today=timezone.localdate())
    return render(request, "portal/teachers/groups.html", {"schools": schools})


@require_GET
@for_teachers
def own_group(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """A group with its children, and what can be done for them."""
    return _show(request, slug, group_id, {"page_id": uuid4()})


@require_POST
@for_teachers
def add_child(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """Add a child to the group; asks first when somebody with this name is in it."""
    typed = {name: request.POST.get(name, "") for name in ("first_name", "prefix", "surname")}
    try:
        page_id = UUID(request.POST.get("page", ""))
    except ValueError:
        raise Http404 from None
    try:
        arrivals.add_child(
            arrivals.NewChild(page_id, **typed, is_another=request.POST.get("another") == "1"),
            group_id=group_id,
            branch=_branch(request, slug),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except GroupNotFoundError:
        raise Http404 from None
    except arrivals.NameMissingError:
        return _show(request, slug, group_id, {**typed, "page_id": page_id, "incomplete": True})
    except arrivals.SameNameError:
        return _show(request, slug, group_id, {**typed, "page_id": page_id, "same_name": True})
    except NumbersUsedUpError:
        messages.warning(
            request, _("The card numbers of the library are used up. Please call the library.")
        )
        return _see(slug, group_id)
    # Not the name: a message may wait in a cookie, and be shown to somebody else.
    messages.success(request, _("The child is in the group, and has a card number."))
    return _see(slug, group_id)


@require_POST
@for_teachers
def activation_cards(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """Activation cards for the chosen children, to print and cut."""
    sheet = _sheet(request, slug, group_id)
    try:
        printed = actions.print_activations(
            sheet, acting_user=viewer_in(request), now=timezone.now()
        )
    except actions.NobodyChosenError:
        messages.warning(request, _("Choose at least one child that has a library card."))
        return _see(slug, group_id)
    except actions.SheetIsOverError:
        return _afresh(request, slug, group_id)
    page = _page(request, slug, group_id, file=True)
    return papers.download(papers.activation_cards(page, printed), name="activatiekaarten")


@require_POST
@for_teachers
def picture_cards(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """Picture cards for the chosen children, with the list of who has which picture."""
    sheet = _sheet(request, slug, group_id)
    try:
        printed = actions.print_pictures(sheet, acting_user=viewer_in(request), now=timezone.now())
    except actions.NobodyChosenError:
        messages.warning(request, _("Choose at least one child."))
        return _see(slug, group_id)
    except actions.SheetIsOverError:
        return _afresh(request, slug, group_id)
    page = _page(request, slug, group_id, file=True)
    return papers.download(papers.picture_cards(page, printed), name="plaatjeskaarten")


def _sheet(request: HttpRequest, slug: str, group_id: UUID) -> actions.Sheet:
    """What the form asks for; a group that is not this teacher's is a 404."""
    _page(request, slug, group_id)
    try:
        page_id = UUID(request.POST.get("page", ""))
        chosen = [UUID(one) for one in request.POST.getlist("patron")]
    except ValueError:
        raise Http404 from None
    return actions.Sheet(page_id, group_id, _branch(request, slug), chosen)


def _afresh(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    messages.info(
        request, _("Some of these cards were used or replaced already. Choose again, and print.")
    )
    return _see(slug, group_id)


def _show(
    request: HttpRequest, slug: str, group_id: UUID, shown: dict[str, object]
) -> HttpResponse:
    page = _page(request, slug, group_id)
    new = sum(line.is_new and bool(line.patron.card) for line in page.lines)
    return render(
        request, "portal/teachers/group.html", {"page": page, "without_account": new, **shown}
    )


def _page(request: HttpRequest, slug: str, group_id: UUID, *, file: bool = False) -> GroupCards:
    branch, viewer, now = _branch(request, slug), viewer_in(request), timezone.now()
    try:
        page = own.own_group(branch, group_id, viewer=viewer, today=timezone.localdate(), now=now)
    except GroupNotFoundError:
        raise Http404 from None
    looking.saw_group(
        group_id, branch_id=branch.id, count=len(page.lines), viewer=viewer, now=now, file=file
    )
    return page


def _branch(request: HttpRequest, slug: str) -> BranchLine:
    try:
        return branch_by_slug(slug, among=viewer_in(request).branches_with(TEACH))
    except BranchNotFoundError:
        raise Http404 from None


def _see(slug: str, group_id: UUID) -> HttpResponse:
    # A browser keeps the place of the form that was posted, unless the answer names another.
    location = reverse("portal:own_group", args=[slug, group_id]) + "#inhoud"
    return HttpResponse(status=303, headers={"Location": location})
