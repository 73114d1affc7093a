from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "leesloket.privacy"
