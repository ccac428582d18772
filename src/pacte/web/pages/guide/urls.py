from django.urls import path

from pacte.web.pages.guide import views

app_name = "guide"
urlpatterns = [
    path("guide/", views.index, name="index"),
    path("guide/<slug:slug>/", views.guide_page, name="page"),
    path("guide/images/<slug:name>.png", views.picture, name="picture"),
]
