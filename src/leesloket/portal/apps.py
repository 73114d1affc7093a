from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "leesloket.portal"
