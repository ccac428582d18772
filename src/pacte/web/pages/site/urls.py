from django.urls import path

from pacte.web.pages.site import views

urlpatterns = [
    path("marque.css", views.brand_style, name="brand_css"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.personal_data, name="personal_data"),
    path("sante", views.health, name="health"),
]
