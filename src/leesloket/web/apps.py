from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "leesloket.web"
    label = "web"
