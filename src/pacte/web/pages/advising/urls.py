from django.urls import path

from pacte.web.pages.advising import (
    acts_out_page,
    acts_page,
    contact_page,
    correct_page,
    custody_page,
    desk_page,
    erase_page,
    facts_page,
    hand_page,
    notebook_page,
    opening_page,
    orient_page,
    people_page,
    person_page,
    propose_page,
    reseat_page,
    step_page,
)

app_name = "advising"
_SESSION = "<str:training>/<str:action>/<str:session>/"
urlpatterns = [
    path("mes-personnes/", people_page.page, name="people"),
    path("mes-personnes/bureau/", desk_page.page, name="desk"),
    path("mes-personnes/actes/", acts_page.page, name="acts"),
    path("mes-personnes/actes/changements/", acts_out_page.download, name="acts_out"),
    path("mes-personnes/ouvrir/", opening_page.opening, name="open"),
    path("mes-personnes/<uuid:key>/", person_page.page, name="person"),
    path("mes-personnes/<uuid:key>/modifier/", opening_page.changing, name="change"),
    path("mes-personnes/<uuid:key>/nouveau-parcours/", opening_page.need, name="need"),
    path("mes-personnes/<uuid:key>/informations-protegees/", facts_page.page, name="facts"),
    path("mes-personnes/<uuid:key>/date-de-sortie/", custody_page.page, name="custody"),
    path("mes-personnes/<uuid:key>/effacer/", erase_page.page, name="erase"),
    path("mes-personnes/<uuid:key>/passer-le-relais/", hand_page.page, name="hand"),
    path("mes-personnes/parcours/<uuid:key>/orienter/", orient_page.page, name="orient"),
    path("mes-personnes/parcours/<uuid:key>/proposer/" + _SESSION, propose_page.page, name="propose"),
    path("mes-personnes/parcours/<uuid:key>/replacer/", reseat_page.page, name="reseat"),
    path("mes-personnes/parcours/<uuid:key>/suite/", opening_page.following, name="next"),
    path("mes-personnes/parcours/<uuid:key>/etape/", step_page.page, name="step"),
    path("mes-personnes/parcours/<uuid:key>/etape/<int:step>/corriger/", correct_page.page, name="correct"),
    path("mes-personnes/parcours/<uuid:key>/contact/", contact_page.page, name="contact"),
    path("mes-personnes/parcours/<uuid:key>/carnet/", notebook_page.page, name="notebook"),
    path("mes-personnes/parcours/<uuid:key>/conseils/<int:identifier>/", orient_page.kept, name="advice"),
    path("mes-personnes/parcours/<uuid:key>/conseils/<int:identifier>/pdf", orient_page.kept_pdf, name="advice_pdf"),
    path("mes-personnes/parcours/<uuid:key>/conseils/<int:identifier>/json", orient_page.kept_file, name="advice_file"),
]
