from django.urls import path

from pacte.web.pages.disputes import dispute_page, form_pages, list_page

app_name = "disputes"
urlpatterns = [
    path("desaccords/", list_page.page, name="list"),
    path("desaccords/ouvrir/", form_pages.open_page, name="open"),
    path("desaccords/<int:number>/", dispute_page.page, name="dispute"),
    path("desaccords/<int:number>/ecarts.csv", dispute_page.differences_file, name="gaps"),
    path("desaccords/<int:number>/chiffre/<int:body>/", form_pages.side_page, name="side"),
    path("desaccords/<int:number>/liste/<int:body>/", form_pages.keys_page, name="keys"),
    path("desaccords/<int:number>/arbitre/", form_pages.arbiter_page, name="arbiter"),
    path("desaccords/<int:number>/trancher/", form_pages.settle_page, name="settle"),
]
