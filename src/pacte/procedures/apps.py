from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "pacte.procedures"
    label = "procedures"
