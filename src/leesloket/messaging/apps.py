from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "leesloket.messaging"
