from django.apps import AppConfig


class PatronsConfig(AppConfig):
    name = "leesloket.patrons"
