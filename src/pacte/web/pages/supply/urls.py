from django.urls import path

from pacte.web.pages.supply import session_page

_SESSION = "sessions/<str:training>/<str:action>/<str:session>/"
app_name = "supply"
urlpatterns = [
    path(_SESSION, session_page.page, name="session"),
    path(f"{_SESSION}suivre/", session_page.follow, name="follow"),
]
