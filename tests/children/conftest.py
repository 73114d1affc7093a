"""A small school whose children get cards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from tests.imports.school import CHILDREN, School, make_school
from tests.people import LAST_YEAR, NOW, TODAY

from leesloket.accounts.queries import Viewer
from leesloket.children import actions
from leesloket.patrons.pages import groups_of


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


@dataclass
class Class:
    """Group 3a of the school: zoë, gökçe, jan and sem."""

    school: School
    group_id: UUID
    ids: tuple[UUID, ...] = field(repr=False)

    def sheet(self, *, page: UUID | None = None, only: int = 4) -> actions.Sheet:
        return actions.Sheet(page or uuid4(), self.group_id, self.school.branch, self.ids[:only])

    def activations(
        self, *, page: UUID | None = None, only: int = 4, by: Viewer | None = None
    ) -> tuple[actions.PrintedActivation, ...]:
        return actions.print_activations(
            self.sheet(page=page, only=only), acting_user=by or self.school.marloes, now=NOW
        )

    def pictures(
        self, *, page: UUID | None = None, only: int = 4, by: Viewer | None = None
    ) -> tuple[actions.PrintedPicture, ...]:
        return actions.print_pictures(
            self.sheet(page=page, only=only), acting_user=by or self.school.marloes, now=NOW
        )


Prints = Callable[..., object]


@pytest.fixture
def group(db: None) -> Class:
    school = make_school()
    [found] = [
        one
        for one in groups_of(school.branch, LAST_YEAR, viewer=school.marloes, today=TODAY)
        if one.code == "3a"
    ]
    ids = tuple(school.ids[child.number] for child in CHILDREN if child.group == "3a")
    return Class(school, found.id, ids)
