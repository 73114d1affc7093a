"""Asking about more patrons at once than PostgreSQL takes parameters."""

from uuid import UUID, uuid4

from tests.imports.school import School

from leesloket.isolation.scope import scoped
from leesloket.patrons.models import Membership, Patron
from leesloket.patrons.queries import members_elsewhere, present

MORE_THAN_PARAMETERS = 70_000


def test_any_number_of_ids_is_one_parameter(school: School) -> None:
    with scoped(school.scope):
        known = list(Patron.objects.values_list("id", flat=True))
        strangers = [uuid4() for _ in range(MORE_THAN_PARAMETERS)]
        assert present([*known, *strangers]) == frozenset(known)
        assert members_elsewhere(known, branch_id=school.branch.id) == frozenset()
        assert members_elsewhere(known, branch_id=0) == frozenset(known)


def test_keys_may_be_text_and_may_be_none(school: School) -> None:
    with scoped(school.scope):
        one, other, *_ = Membership.objects.values_list("patron_id", flat=True)
        found = Membership.objects.filter(patron_id__any_of=[str(one), str(other)])
        assert set(found.values_list("patron_id", flat=True)) == {one, other}
        nobody: list[UUID] = []
        assert not Patron.objects.filter(id__any_of=nobody).exists()
