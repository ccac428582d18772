from django.urls import path

from pacte.web.pages.figures import catalogue_page, files, indicator_page

app_name = "figures"
urlpatterns = [
    path("chiffres/", catalogue_page.page, name="catalogue"),
    path("chiffres/tout.<slug:extension>", files.everything, name="everything"),
    path("chiffres/<slug:code>/", indicator_page.page, name="indicator"),
    path("chiffres/<slug:code>.<slug:extension>", files.indicator_file, name="indicator_file"),
]
