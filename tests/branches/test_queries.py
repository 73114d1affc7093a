"""Branches as the screens show them, and school years as they are made."""

import pytest
from tests.people import make_branch, make_library

from leesloket.branches.actions import ensure_school_year
from leesloket.branches.models import Branch, SchoolYear
from leesloket.branches.queries import (
    BranchNotFoundError,
    Helpdesk,
    branch_by_slug,
    branch_line,
    branch_lines,
    helpdesks,
    scopes_of_libraries,
)
from leesloket.branches.rules import NotASchoolYearError

pytestmark = pytest.mark.django_db


def test_a_branch_of_another_is_not_found_and_neither_is_one_that_never_was() -> None:
    library = make_library()
    kiem, linde = make_branch(library, "kiem"), make_branch(library, "linde")

    for slug in ("linde", "nergens"):
        with pytest.raises(BranchNotFoundError):
            branch_by_slug(slug, among=[kiem.pk])
    with pytest.raises(BranchNotFoundError):
        branch_line(kiem.pk + linde.pk + 1000)

    line = branch_by_slug("kiem", among=[kiem.pk, linde.pk])
    assert (line.id, line.library_name, line.final_year_groups) == (kiem.pk, library.name, ("8",))


def test_branches_are_listed_by_name() -> None:
    library = make_library()
    ids = [make_branch(library, slug).pk for slug in ("wilg", "eik", "linde")]

    assert [line.name for line in branch_lines(ids)] == ["Eik", "Linde", "Wilg"]


def test_signs_and_accents_do_not_put_a_school_elsewhere_in_the_list() -> None:
    library = make_library()
    names = ("Eik", "'t Wilgenbos", "École", "de Akker")
    ids = [make_branch(library, f"school{at}").pk for at in range(len(names))]
    for pk, name in zip(ids, names, strict=True):
        Branch.objects.filter(pk=pk).update(name=name)

    listed = [line.name for line in branch_lines(ids)]

    assert listed == ["de Akker", "École", "Eik", "'t Wilgenbos"]


def test_a_helpdesk_of_many_branches_is_told_once_and_names_nobody() -> None:
    library = make_library("Bibliotheek Rietoever")
    for slug in ("kiem", "linde"):
        branch = make_branch(library, slug)
        Branch.objects.filter(pk=branch.pk).update(contact_name="Els Brouwer", helpdesk="088 1")
    other = make_branch(make_library("Bibliotheek Hoge Heide"), "heide")

    assert helpdesks() == (
        Helpdesk("Bibliotheek Hoge Heide", ""),
        Helpdesk("Bibliotheek Rietoever", "088 1"),
    )
    assert helpdesks(other.library_id) == (Helpdesk("Bibliotheek Hoge Heide", ""),)


def test_where_a_library_has_more_helpdesks_each_says_for_which_branches() -> None:
    library = make_library()
    for slug, helpdesk in (("kiem", "088 1"), ("linde", "088 2"), ("eik", "088 1"), ("wilg", "")):
        branch = make_branch(library, slug)
        Branch.objects.filter(pk=branch.pk).update(helpdesk=helpdesk)

    assert [(one.reach, one.branches) for one in helpdesks()] == [
        ("088 1", ("Eik", "Kiem")),
        ("088 2", ("Linde",)),
    ]


def test_every_library_is_one_scope_with_its_own_branches() -> None:
    here, there = make_library(), make_library("Bibliotheek Hoge Heide")
    kiem, heide, linde = (
        make_branch(library, slug).pk
        for library, slug in ((here, "kiem"), (there, "heide"), (here, "linde"))
    )

    scopes = {scope.library_id: scope for scope in scopes_of_libraries()}

    assert scopes[here.pk].branch_ids == (kiem, linde)
    assert scopes[there.pk].branch_ids == (heide,)
    assert scopes[here.pk].account_id is None


def test_a_school_year_is_made_once() -> None:
    assert ensure_school_year("2031-2032") == "2031-2032"
    assert ensure_school_year("2031-2032") == "2031-2032"

    assert SchoolYear.objects.filter(label="2031-2032").count() == 1
    with pytest.raises(NotASchoolYearError):
        ensure_school_year("2031-2033")
