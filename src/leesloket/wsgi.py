import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from leesloket.server.collecting import freeze_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leesloket.settings")

application = get_wsgi_application()

if settings.SECRET_KEY == settings.NO_SECRET:
    # Anybody could sign a session with the key that stands in the source.
    raise ImproperlyConfigured("LEESLOKET_SECRET_KEY is missing")

freeze_what_is_loaded()
