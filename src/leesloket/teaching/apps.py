from django.apps import AppConfig


class TeachingConfig(AppConfig):
    name = "leesloket.teaching"
    label = "teaching"
