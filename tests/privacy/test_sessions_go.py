"""Sessions that nobody can use any more do not stay."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from leesloket.privacy import tasks


@pytest.mark.django_db
def test_a_session_goes_when_its_time_is_over_and_not_before() -> None:
    now = timezone.now()
    for key, ends in (("over", now - timedelta(minutes=1)), ("open", now + timedelta(minutes=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)

    tasks.drop_expired_sessions(timestamp=0)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
