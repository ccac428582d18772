from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "pacte.interop"
    label = "interop"
