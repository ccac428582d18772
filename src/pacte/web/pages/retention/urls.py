from django.urls import path

from pacte.web.pages.retention import holds_page

app_name = "retention"
urlpatterns = [
    path("donnees-personnelles/dossiers-gardes/", holds_page.hold_or_lift, name="holds"),
]
