from django.urls import path

from pacte.web.pages.territory import change_page, index_page, profile_page

app_name = "territory"
urlpatterns = [
    path("territoires/", index_page.page, name="home"),
    path("territoires/<slug:kind>/<slug:code>/profil/", profile_page.page, name="profile"),
    path("territoires/<slug:kind>/<slug:code>/profil.<slug:extension>", profile_page.download, name="file"),
    path("territoires/<slug:kind>/<slug:code>/evolution/", change_page.page, name="changes"),
]
