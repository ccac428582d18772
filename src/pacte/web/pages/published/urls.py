from django.urls import path

from pacte.web.pages.published import views

app_name = "published"
urlpatterns = [
    path("chiffres-publics/", views.listing, name="list"),
    path("chiffres-publics/<slug:code>/<int:year>/", views.table_page, name="table"),
    path("chiffres-publics/<slug:code>/<int:year>.<slug:extension>", views.download, name="file"),
]
