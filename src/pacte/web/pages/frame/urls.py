from django.urls import path

from pacte.web.pages.frame import views

urlpatterns = [
    path("marque.css", views.brand_style, name="brand_css"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("sante", views.health, name="health"),
]
