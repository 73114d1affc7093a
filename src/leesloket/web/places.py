"""The places in the bar: which a person has follows from the rights that hold today."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leesloket.accounts.names import initials_of
from leesloket.accounts.queries import RightLine, Viewer


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageViewer:
    """Who reads the page, as the bar shows it."""

    display_name: str
    initials: str
    library_name: str
    places: tuple[Place, ...]
    branch_name: str
    """The only branch of somebody from a school; empty for staff."""
    is_child: bool = False
    is_shared: bool = False
    """Signed in with an account that a school shares: the next person says who she is."""


DESK: tuple[tuple[str, str | Promise, frozenset[str]], ...] = (
    ("desk:queue", _("Pupil import"), frozenset({"import"})),
    ("desk:patrons", _("Patrons"), frozenset({"import", "desk", "administer"})),
    ("desk:groups", _("Groups"), frozenset({"import", "desk", "administer"})),
    ("desk:branches", _("Branches"), frozenset({"import", "administer"})),
    ("desk:people", _("People"), frozenset({"import", "administer"})),
)
"""Places of the staff, in their order, with the rights that open them."""

_UNDER: dict[str, str] = {
    # A teacher's groups stand under their school, and have one place in the bar.
    "portal:own_group": "portal:own_groups",
    "portal:add_child": "portal:own_groups",
    **dict.fromkeys(
        ("desk:add_branch", "desk:search_schools", "desk:add_schools", "desk:policy",
         "desk:export", "desk:takeover", "desk:leaving"),
        "desk:branches",
    ),
}  # fmt: skip
"""Pages that belong to a place whose address theirs does not begin with."""


def page_viewer(viewer: Viewer, path: str, *, child: str = "") -> PageViewer:
    """Return the bar's view of a person on the page with this path; `child` is a child's name."""
    if viewer.must_say_who:
        return _nobody_yet(viewer)
    links = ((str(_("My library")), reverse("portal:mine")),) if child else _links(viewer.rights)
    with suppress(Resolver404):
        place = _UNDER.get(resolve(path).view_name)
        path = reverse(place) if place else path
    # The longest address that the path starts with: /balie/groepen/ is not /balie/.
    here = max((url for _name, url in links if path.startswith(url)), key=len, default="")
    branches = {right.branch_name for right in viewer.rights}
    return PageViewer(
        display_name=child or viewer.display_name,
        initials=initials_of(child) if child else viewer.initials,
        library_name=viewer.library_name,
        places=tuple(Place(name, url, url == here) for name, url in links),
        branch_name=branches.pop() if len(branches) == 1 else "",
        is_child=bool(child),
        is_shared=viewer.shared_id is not None,
    )


def _nobody_yet(viewer: Viewer) -> PageViewer:
    """The bar before somebody has said who she is: no place is open."""
    return PageViewer(viewer.display_name, viewer.initials, viewer.library_name, (), "")


def _links(rights: Iterable[RightLine]) -> tuple[tuple[str, str], ...]:
    held = tuple(rights)
    kinds = {right.kind for right in held}
    schools = {right.branch_slug for right in held if right.kind == "upload"}
    links = [(str(name), reverse(url)) for url, name, opens in DESK if opens & kinds]
    if "teach" in kinds:
        links.append((str(_("My groups")), reverse("portal:own_groups")))
    if len(schools) == 1:
        links.insert(0, (str(_("Pupil list")), reverse("portal:uploads", args=[*schools])))
    elif schools:
        links.insert(0, (str(_("Pupil lists")), reverse("portal:home")))
    return tuple(links)
