"""Making libraries and branches."""

from dataclasses import replace

import pytest
from tests.people import NOW, add_person

from leesloket.accounts.actions import NotAllowedError
from leesloket.accounts.beginning import add_branches
from leesloket.accounts.branch_pages import branch_page
from leesloket.accounts.queries import Viewer, viewer_of
from leesloket.audit.models import Event
from leesloket.branches import founding
from leesloket.branches.actions import (
    BranchSettings,
    BrinTakenError,
    BrinUnfitError,
    FinalYearsUnfitError,
)
from leesloket.branches.models import Branch, Library
from leesloket.branches.queries import branch_line
from leesloket.branches.rules import free_slug, usual_final_years
from leesloket.isolation.scope import Scope, scoped

TODAY = NOW.date()
LINDE = founding.NewBranch(
    name="De Linde",
    place="Voort",
    kind="primary",
    settings=BranchSettings(
        brin6="98ZZ00",
        contact_name="J. Voorbeeld",
        contact_email="",
        contact_phone="",
        helpdesk="012 345 67 89",
        notice_email="",
        final_year_groups=("8",),
    ),
)


def _with(**settings: object) -> founding.NewBranch:
    return replace(LINDE, settings=replace(LINDE.settings, **settings))  # type: ignore[arg-type] # any field


@pytest.fixture
def library(db: None) -> Library:
    return Library.objects.create(name="Bibliotheek Voort", place="Voort")


@pytest.fixture
def wim(library: Library) -> Viewer:
    first = Branch.objects.create(library=library, slug="centrum", name="Centrum", kind="public")
    return add_person(library, "wim", {"administer": [first]})


def test_a_new_branch_is_administered_by_who_added_it(wim: Viewer) -> None:
    [branch_id] = add_branches([LINDE], acting_user=wim, now=NOW)

    line = branch_line(branch_id)
    assert (line.slug, line.name, line.brin6, line.helpdesk, line.final_year_groups) == (
        "de-linde",
        "De Linde",
        "98ZZ00",
        "012 345 67 89",
        ("8",),
    )
    now = viewer_of(wim.account_id, today=TODAY)
    assert now.may("administer", branch_id)
    assert branch_page("de-linde", viewer=now).branch == line


def test_the_record_says_who_added_a_branch_and_what_right_came_of_it(wim: Viewer) -> None:
    [branch_id] = add_branches([LINDE], acting_user=wim, now=NOW)

    with scoped(Scope(wim.library_id, (branch_id,))):
        events = list(Event.objects.filter(branch_id=branch_id).order_by("id"))
    assert [(one.code, one.account_id) for one in events] == [
        ("branch_added", wim.account_id),
        ("right_given", wim.account_id),
    ]


@pytest.mark.parametrize("kind", ["upload", "import", "desk", "lending", "reports"])
def test_only_an_administrator_adds_one(library: Library, kind: str) -> None:
    first = Branch.objects.create(library=library, slug="centrum", name="Centrum", kind="public")
    other = add_person(library, "ander", {kind: [first]})

    with pytest.raises(NotAllowedError):
        add_branches([LINDE], acting_user=other, now=NOW)

    assert Branch.objects.count() == 1


@pytest.mark.parametrize(
    ("branch", "error"),
    [
        (replace(LINDE, name="  "), founding.NameMissingError),
        (replace(LINDE, kind="palace"), founding.KindUnknownError),
        (_with(brin6="98ZZ"), BrinUnfitError),
        (_with(final_year_groups=()), FinalYearsUnfitError),
        (_with(notice_email="geen adres"), founding.FieldUnfitError),
        (replace(LINDE, name="x" * 121), founding.FieldUnfitError),
    ],
)
def test_what_does_not_fit_adds_none_of_them(
    wim: Viewer, branch: founding.NewBranch, error: type[Exception]
) -> None:
    with pytest.raises(error):
        add_branches([_with(brin6="98ZZ05"), branch], acting_user=wim, now=NOW)

    assert Branch.objects.count() == 1


def test_a_brin_counts_once_in_a_library_and_may_be_another_ones(wim: Viewer) -> None:
    add_branches([LINDE], acting_user=wim, now=NOW)

    with pytest.raises(BrinTakenError):
        add_branches([LINDE], acting_user=wim, now=NOW)

    other = founding.found_library(name="Een andere", place="")
    [branch_id] = founding.add_branches([LINDE], library_id=other, by=None, now=NOW)
    assert branch_line(branch_id).slug == "de-linde-voort"


def test_a_name_of_a_library_is_there_once(library: Library) -> None:
    with pytest.raises(founding.LibraryTakenError):
        founding.found_library(name=library.name, place="")


def test_an_address_is_made_from_name_then_place_then_a_number() -> None:
    assert free_slug("de-linde", "de-linde-voort", taken=set()) == "de-linde"
    assert free_slug("de-linde", "de-linde-voort", taken={"de-linde"}) == "de-linde-voort"
    taken = {"de-linde", "de-linde-voort", "de-linde-voort-2"}
    assert free_slug("de-linde", "de-linde-voort", taken=taken) == "de-linde-voort-3"
    assert free_slug("", "", taken={"vestiging-2"}) == "vestiging-3"


def test_every_kind_of_branch_has_usual_final_years() -> None:
    assert [usual_final_years(kind) for kind in Branch.Kind.values] == [
        ("8",),
        ("14", "15", "16"),
        (),
    ]
