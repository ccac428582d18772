from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    name = "pacte.interop"
    label = "liaison"
