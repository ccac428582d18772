from django.urls import path

from pacte.web.pages.search import finding, sheet

app_name = "search"
urlpatterns = [
    path("formations/", finding.page, name="home"),
    path("formations/<str:number>/", sheet.page, name="training"),
]
