from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pacte.notifications"
    label = "notices"
