from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "pacte.audit"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
