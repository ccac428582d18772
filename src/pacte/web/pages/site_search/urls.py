from django.urls import path

from pacte.web.pages.site_search import search_page

app_name = "site_search"
urlpatterns = [
    path("chercher/", search_page.results, name="results"),
]
