from django.urls import path

from pacte.web.pages.disputes import dispute_acts, dispute_page

app_name = "disputes"
urlpatterns = [
    path("desaccords/", dispute_page.dispute_list, name="list"),
    path("desaccords/ouvrir/", dispute_acts.OpenDisputePage.as_view(), name="open"),
    path("desaccords/<int:number>/", dispute_page.page, name="dispute"),
    path("desaccords/<int:number>/ecarts.csv", dispute_page.differences_file, name="gaps"),
    path("desaccords/<int:number>/chiffre/<int:body>/", dispute_acts.side_page, name="side"),
    path("desaccords/<int:number>/liste/<int:body>/", dispute_acts.keys_page, name="keys"),
    path("desaccords/<int:number>/arbitre/", dispute_acts.ArbiterPage.as_view(), name="arbiter"),
    path("desaccords/<int:number>/trancher/", dispute_acts.SettleDisputePage.as_view(), name="settle"),
]
