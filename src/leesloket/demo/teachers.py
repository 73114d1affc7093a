"""Give the demo's teacher a group of this school year, before the school's list made it.

Apart from `populate`, where no group of this year exists: an import makes them.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leesloket.accounts.models import Account
from leesloket.accounts.queries import viewer_of
from leesloket.branches.actions import ensure_school_year
from leesloket.branches.models import Branch, Group
from leesloket.branches.rules import year_on
from leesloket.isolation.scope import scoped, signing_in
from leesloket.teaching.actions import name_teacher

SCHOOL, GROUP = "vuurvlinder", "5"
TEACHER, NAMED_BY = "bas", "petra"


@transaction.atomic
def give_group(*, now: datetime) -> None:
    """Let the teacher of the cast have the group; it is empty until the list is processed."""
    branch = Branch.objects.get(slug=SCHOOL)
    today = timezone.localdate(now)
    with signing_in():
        ids = dict(Account.objects.filter(login__in=[TEACHER, NAMED_BY]).values_list("login", "id"))
    school = viewer_of(ids[NAMED_BY], today=today)
    year = ensure_school_year(year_on(today).label)
    with scoped(school.scope):
        group, _ = Group.objects.get_or_create(
            branch=branch,
            school_year_id=year,
            code=GROUP,
            defaults={"name": f"Groep {GROUP}", "year_groups": [GROUP]},
        )
    name_teacher(
        ids[TEACHER], branch_id=branch.pk, group_ids=[group.pk], acting_user=school, now=now
    )
