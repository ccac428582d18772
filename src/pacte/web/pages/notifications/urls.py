from django.urls import path

from pacte.web.pages.notifications import views

app_name = "notices"
urlpatterns = [
    path("messages/", views.page, name="list"),
    path("messages/<int:identifier>/", views.follow, name="follow"),
]
