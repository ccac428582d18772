from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pacte.notices"
    label = "notices"
