"""Branches as the screens show them, and school years as they are made."""

import pytest
from tests.people import make_branch, make_library

from leesloket.branches.actions import ensure_school_year
from leesloket.branches.models import Branch, SchoolYear
from leesloket.branches.queries import (
    BranchNotFoundError,
    branch_by_slug,
    branch_line,
    branch_lines,
    public_contacts,
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


def test_only_branches_with_a_contact_person_are_shown_to_everybody() -> None:
    library = make_library()
    make_branch(library, "kiem")
    linde = make_branch(library, "linde")
    Branch.objects.filter(pk=linde.pk).update(contact_name="Els Brouwer")

    assert [line.slug for line in public_contacts()] == ["linde"]


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
