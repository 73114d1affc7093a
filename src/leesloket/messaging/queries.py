"""How the mail goes."""

from datetime import datetime

from leesloket.messaging.models import Notice


def waiting_since(moment: datetime) -> int:
    """How many mails of the scope were made before this moment and are not handed over yet."""
    return Notice.objects.filter(sent_at=None, made_at__lt=moment).count()
