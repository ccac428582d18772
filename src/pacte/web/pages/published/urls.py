from django.urls import path

from pacte.web.pages.published import pages

app_name = "published"
urlpatterns = [
    path("chiffres-publics/", pages.listing, name="list"),
    path("chiffres-publics/<slug:code>/<int:year>/", pages.page, name="table"),
    path("chiffres-publics/<slug:code>/<int:year>.<slug:extension>", pages.download, name="file"),
]
