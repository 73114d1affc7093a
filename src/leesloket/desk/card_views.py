"""Cards at the desk: of one person, and of a whole group on paper."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from leesloket.accounts.doors import needs, viewer_in
from leesloket.branches.queries import BranchLine
from leesloket.children import actions as children
from leesloket.children.queries import GroupCards, group_cards
from leesloket.patrons import cards
from leesloket.patrons.actions import NotAllowedError
from leesloket.patrons.card_numbers import NumbersUsedUpError
from leesloket.patrons.pages import GroupNotFoundError
from leesloket.patrons.queries import PatronNotFoundError
from leesloket.privacy import looking
from leesloket.web import papers
from leesloket.web.finding import branch_or_404, id_or_404

_hands_out = needs(*cards.HANDS_OUT)

# --- one person -----------------------------------------------------------------------------------


@require_POST
@_hands_out
def give_card(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Give somebody a card: the scanned one, or one with a new number."""
    return _change_card(request, patron_id, "")


@require_POST
@_hands_out
def replace_card(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Block a lost card and give another one."""
    return _change_card(request, patron_id, request.POST.get("card", ""))


def _change_card(request: HttpRequest, patron_id: UUID, old: str) -> HttpResponse:
    signed = {"acting_user": viewer_in(request), "now": timezone.now()}
    typed = request.POST.get("number", "")
    try:
        if old:
            given = cards.replace_card(patron_id=patron_id, number=old, new_number=typed, **signed)  # type: ignore[arg-type] # who and when
        else:
            given = cards.give_card(patron_id=patron_id, number=typed, **signed)  # type: ignore[arg-type] # who and when
    except (PatronNotFoundError, NotAllowedError):
        raise Http404 from None
    except _REFUSALS as refused:
        messages.warning(request, _REFUSAL_WORDS[type(refused)])
    else:
        messages.success(request, _("The card is now %(number)s.") % {"number": given})
    return redirect("desk:patron", patron_id)


_USED_UP = gettext_lazy(
    "The card numbers of the library are used up. Nothing was done. An administrator sets new"
    " numbers at Branches, Policy of the library."
)
_REFUSAL_WORDS = {
    cards.CardUnfitError: gettext_lazy(
        "This is no number of a card. Scan the card again, or leave the box empty for a new number."
    ),
    NumbersUsedUpError: _USED_UP,
    cards.CardTakenError: gettext_lazy("Somebody else has a card with this number."),
    cards.HasCardError: gettext_lazy("There is a card already. Replace that one if it is lost."),
    cards.NoSuchCardError: gettext_lazy("This card was blocked before."),
}
_REFUSALS = tuple(_REFUSAL_WORDS)


@require_POST
@_hands_out
def block_card(request: HttpRequest, patron_id: UUID) -> HttpResponse:
    """Let a lost card work no longer."""
    try:
        cards.block_card(
            patron_id=patron_id,
            number=request.POST.get("card", ""),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except (PatronNotFoundError, NotAllowedError):
        raise Http404 from None
    except cards.NoSuchCardError:
        messages.info(request, _("This card was blocked before."))
    else:
        messages.success(request, _("The card is blocked."))
    return redirect("desk:patron", patron_id)


# --- a group --------------------------------------------------------------------------------------


@require_GET
@_hands_out
def of_group(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """A group with everybody's cards, and what can be printed for it."""
    page = _page(request, slug, group_id)
    return render(request, "desk/group_cards.html", {"page": page, "page_id": uuid4()})


@require_GET
@_hands_out
def library_cards(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """The library cards of a group, to print and cut."""
    page = _page(request, slug, group_id, file=True)
    if page.without_card == len(page.lines):
        messages.warning(request, _("Nobody of this group has a card yet."))
        return redirect("desk:group_cards", slug, group_id)
    pdf = papers.library_cards(page, viewer_in(request).library_name)
    return papers.download(pdf, name="passen")


@require_POST
@_hands_out
def give_cards(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """Give everybody without a card one."""
    try:
        count = cards.give_cards(
            group_id=group_id,
            branch=_branch(request, slug),
            acting_user=viewer_in(request),
            now=timezone.now(),
        )
    except GroupNotFoundError:
        raise Http404 from None
    except NumbersUsedUpError:
        messages.warning(request, _USED_UP)
        return redirect("desk:group_cards", slug, group_id)
    if count:
        messages.success(
            request,
            ngettext("%(n)s child has a card now.", "%(n)s children have a card now.", count)
            % {"n": count},
        )
    else:
        messages.info(request, _("Everybody of this group had a card already."))
    return redirect("desk:group_cards", slug, group_id)


@require_POST
@_hands_out
def activation_cards(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """Activation cards for the chosen children, to print and cut."""
    sheet = _sheet(request, slug, group_id)
    try:
        printed = children.print_activations(
            sheet, acting_user=viewer_in(request), now=timezone.now()
        )
    except children.NobodyChosenError:
        messages.warning(request, _("Choose at least one child that has a library card."))
        return redirect("desk:group_cards", slug, group_id)
    except children.SheetIsOverError:
        return _afresh(request, slug, group_id)
    page = _page(request, slug, group_id, file=True)
    return papers.download(papers.activation_cards(page, printed), name="activatiekaarten")


@require_POST
@_hands_out
def picture_cards(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """Picture cards for the chosen children, with the teacher's list."""
    sheet = _sheet(request, slug, group_id)
    try:
        printed = children.print_pictures(sheet, acting_user=viewer_in(request), now=timezone.now())
    except children.NobodyChosenError:
        messages.warning(request, _("Choose at least one child."))
        return redirect("desk:group_cards", slug, group_id)
    except children.SheetIsOverError:
        return _afresh(request, slug, group_id)
    page = _page(request, slug, group_id, file=True)
    return papers.download(papers.picture_cards(page, printed), name="plaatjeskaarten")


def _afresh(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    messages.info(
        request, _("Some of these cards were used or replaced already. Choose again, and print.")
    )
    return redirect("desk:group_cards", slug, group_id)


def _sheet(request: HttpRequest, slug: str, group_id: UUID) -> children.Sheet:
    """What the form asks for; a group that is not there, or not this person's, is a 404."""
    page_id = id_or_404(request.POST.get("page", ""))
    _page(request, slug, group_id)
    return children.Sheet(page_id, group_id, _branch(request, slug), _chosen(request))


@require_POST
@_hands_out
def picture_card(request: HttpRequest, slug: str, group_id: UUID) -> HttpResponse:
    """Revoke a child's picture card, or let the child try again."""
    _branch(request, slug)
    act = {"revoke": children.revoke_picture, "again": children.let_in_again}.get(
        request.POST.get("deed", "")
    )
    chosen = _chosen(request)
    if act is None or len(chosen) != 1:
        raise Http404
    try:
        act(patron_id=chosen[0], acting_user=viewer_in(request), now=timezone.now())
    except (PatronNotFoundError, NotAllowedError):
        raise Http404 from None
    messages.success(
        request,
        _("This picture card opens nothing any more.")
        if act is children.revoke_picture
        else _("This child can try again."),
    )
    return redirect("desk:group_cards", slug, group_id)


def _chosen(request: HttpRequest) -> list[UUID]:
    return [id_or_404(one) for one in request.POST.getlist("patron")]


def _page(request: HttpRequest, slug: str, group_id: UUID, *, file: bool = False) -> GroupCards:
    branch, viewer, now = _branch(request, slug), viewer_in(request), timezone.now()
    try:
        page = group_cards(branch, group_id, viewer=viewer, today=timezone.localdate(), now=now)
    except GroupNotFoundError:
        raise Http404 from None
    looking.saw_group(
        group_id, branch_id=branch.id, count=len(page.lines), viewer=viewer, now=now, file=file
    )
    return page


def _branch(request: HttpRequest, slug: str) -> BranchLine:
    return branch_or_404(request, slug, *cards.HANDS_OUT)


_CARD = "klanten/<uuid:patron_id>/pas/"
_GROUP = "groepen/<slug:slug>/<uuid:group_id>/kaarten/"

card_urls = [
    path(f"{_CARD}geef/", give_card, name="give_card"),
    path(f"{_CARD}vervang/", replace_card, name="replace_card"),
    path(f"{_CARD}blokkeer/", block_card, name="block_card"),
    path(_GROUP, of_group, name="group_cards"),
    path(f"{_GROUP}passen.pdf", library_cards, name="library_cards"),
    path(f"{_GROUP}geef/", give_cards, name="give_cards"),
    path(f"{_GROUP}activatiekaarten.pdf", activation_cards, name="activation_cards"),
    path(f"{_GROUP}plaatjeskaarten.pdf", picture_cards, name="picture_cards"),
    path(f"{_GROUP}plaatje/", picture_card, name="picture_card"),
]
