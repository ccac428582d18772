from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "pacte.notifications"
    label = "notifications"
