from django.urls import path

from pacte.web.pages.territory import change_page, profile_page, territory_page

app_name = "territory"
urlpatterns = [
    path("territoires/", territory_page.home, name="home"),
    path("territoires/<slug:kind>/<slug:code>/profil/", profile_page.profile, name="profile"),
    path("territoires/<slug:kind>/<slug:code>/profil.<slug:extension>", profile_page.profile_file, name="file"),
    path("territoires/<slug:kind>/<slug:code>/evolution/", change_page.changes, name="changes"),
]
