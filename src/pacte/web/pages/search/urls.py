from django.urls import path

from pacte.web.pages.search import search_page, training_page

app_name = "search"
urlpatterns = [
    path("formations/", search_page.search, name="home"),
    path("formations/<str:number>/", training_page.training, name="training"),
]
