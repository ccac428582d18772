from django.urls import path

from pacte.web.pages.gallery import views

app_name = "gallery"
urlpatterns = [path("composants/", views.gallery, name="gallery")]
