from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    name = "pacte.liaison"
    label = "liaison"
