from django.urls import path

from pacte.web.pages.published import procedure_data, views

app_name = "published"
ONE = "plan/<slug:code>/dispositifs/<slug:procedure>/"
urlpatterns = [
    path("chiffres-publics/", views.listing, name="list"),
    path("chiffres-publics/<slug:code>/<int:year>/", views.table_page, name="table"),
    path("chiffres-publics/<slug:code>/<int:year>.<slug:extension>", views.download, name="file"),
    path(f"{ONE}subventions.csv", procedure_data.subsidies_file, name="subsidies"),
    path(f"{ONE}registre.<slug:extension>", procedure_data.register_file, name="register"),
]
