from django.urls import path

from pacte.web.pages.notifications import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.notifications, name="list"),
    path("messages/<int:identifier>/", views.follow_notification, name="follow"),
]
