from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "pacte.agenda"
    label = "agenda"
