from django.urls import path

from pacte.web.pages.relations import follow_up_pages, provider_pages, setting_pages

_JOURNEY = "mes-personnes/parcours/<uuid:key>/suivi/"
app_name = "relations"
urlpatterns = [
    path("referents/", setting_pages.relation_setting, name="setting"),
    path("referents/decider/", setting_pages.decide, name="decide"),
    path("referents/organismes/<int:identifier>/", provider_pages.provider_reviews, name="provider"),
    path(_JOURNEY, follow_up_pages.who_follows, name="follow"),
    path(_JOURNEY + "nommer/", follow_up_pages.name_somebody, name="name"),
    path(_JOURNEY + "bilan/", follow_up_pages.plan_three_party_review, name="plan_review"),
    path(_JOURNEY + "bilan/<int:identifier>/", follow_up_pages.say_review, name="review"),
]
