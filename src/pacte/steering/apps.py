from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "pacte.steering"
    label = "steering"
