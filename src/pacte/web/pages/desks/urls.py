from django.urls import path

from pacte.web.pages.desks import home

app_name = "desks"
urlpatterns = [path("", home.home, name="home")]
