from django.urls import path

from pacte.web.pages.search import search_page, training_page

app_name = "search"
urlpatterns = [
    path("formations/", search_page.page, name="home"),
    path("formations/<str:number>/", training_page.page, name="training"),
]
