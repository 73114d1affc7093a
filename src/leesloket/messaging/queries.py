"""How the mail goes."""

from datetime import date, datetime

from leesloket.messaging.models import Notice

TO_PEOPLE = (
    "messaging.tell_of_emergency_code",
    "messaging.tell_of_school_account",
    "messaging.send_password_reset",
)
"""The tasks that mail somebody by themselves; what a library is told is a Notice."""


def waiting_since(moment: datetime) -> int:
    """How many mails of the scope were made before this moment and are not handed over yet."""
    return Notice.objects.filter(sent_at=None, made_at__lt=moment).count()


def made_since(day: date, *, kind: str, branch_id: int) -> int:
    """How many notices of a kind were made for a branch on this day or later."""
    made = Notice.objects.filter(branch_id=branch_id, kind=kind, made_at__date__gte=day)
    return made.count()
