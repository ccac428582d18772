from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "pacte.journeys"
    label = "journeys"
