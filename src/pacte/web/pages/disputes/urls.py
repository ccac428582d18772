from django.urls import path

from pacte.web.pages.disputes import acting_page, dispute_page, list_page

app_name = "disputes"
urlpatterns = [
    path("desaccords/", list_page.page, name="list"),
    path("desaccords/ouvrir/", acting_page.open_page, name="open"),
    path("desaccords/<int:number>/", dispute_page.page, name="dispute"),
    path("desaccords/<int:number>/ecarts.csv", dispute_page.gaps_file, name="gaps"),
    path("desaccords/<int:number>/chiffre/<int:body>/", acting_page.side_page, name="side"),
    path("desaccords/<int:number>/liste/<int:body>/", acting_page.keys_page, name="keys"),
    path("desaccords/<int:number>/arbitre/", acting_page.arbiter_page, name="arbiter"),
    path("desaccords/<int:number>/trancher/", acting_page.settle_page, name="settle"),
]
