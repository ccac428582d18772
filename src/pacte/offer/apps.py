from django.apps import AppConfig


class OfferConfig(AppConfig):
    name = "pacte.offer"
    label = "offer"
