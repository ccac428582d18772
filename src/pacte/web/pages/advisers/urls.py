from django.urls import path

from pacte.web.pages.advisers import (
    act_file_page,
    changes_export,
    contact_page,
    custody_page,
    desk_page,
    erase_page,
    handover_page,
    learner_record_page,
    notebook_page,
    orientation_page,
    people_page,
    person_page,
    proposal_page,
    reseat_page,
    sensitive_facts_page,
    step_correction_page,
    step_page,
)

app_name = "advising"
_SESSION = "<str:training>/<str:action>/<str:session>/"
urlpatterns = [
    path("mes-personnes/", people_page.page, name="people"),
    path("mes-personnes/bureau/", desk_page.page, name="desk"),
    path("mes-personnes/actes/", act_file_page.page, name="acts"),
    path("mes-personnes/actes/changements/", changes_export.download, name="acts_out"),
    path("mes-personnes/ouvrir/", learner_record_page.open_record, name="open"),
    path("mes-personnes/<uuid:key>/", person_page.page, name="person"),
    path("mes-personnes/<uuid:key>/modifier/", learner_record_page.change_record, name="change"),
    path("mes-personnes/<uuid:key>/nouveau-parcours/", learner_record_page.new_journey, name="need"),
    path("mes-personnes/<uuid:key>/informations-protegees/", sensitive_facts_page.page, name="facts"),
    path("mes-personnes/<uuid:key>/date-de-sortie/", custody_page.page, name="custody"),
    path("mes-personnes/<uuid:key>/effacer/", erase_page.page, name="erase"),
    path("mes-personnes/<uuid:key>/passer-le-relais/", handover_page.page, name="hand"),
    path("mes-personnes/parcours/<uuid:key>/orienter/", orientation_page.page, name="orient"),
    path("mes-personnes/parcours/<uuid:key>/proposer/" + _SESSION, proposal_page.page, name="propose"),
    path("mes-personnes/parcours/<uuid:key>/replacer/", reseat_page.page, name="reseat"),
    path("mes-personnes/parcours/<uuid:key>/suite/", learner_record_page.follow_up_journey, name="next"),
    path("mes-personnes/parcours/<uuid:key>/etape/", step_page.page, name="step"),
    path("mes-personnes/parcours/<uuid:key>/etape/<int:step>/corriger/", step_correction_page.page, name="correct"),
    path("mes-personnes/parcours/<uuid:key>/contact/", contact_page.page, name="contact"),
    path("mes-personnes/parcours/<uuid:key>/carnet/", notebook_page.page, name="notebook"),
    path(
        "mes-personnes/parcours/<uuid:key>/conseils/<int:identifier>/",
        orientation_page.saved_advice_page,
        name="advice",
    ),
    path(
        "mes-personnes/parcours/<uuid:key>/conseils/<int:identifier>/pdf",
        orientation_page.saved_advice_pdf,
        name="advice_pdf",
    ),
    path(
        "mes-personnes/parcours/<uuid:key>/conseils/<int:identifier>/json",
        orientation_page.saved_advice_json,
        name="advice_file",
    ),
]
