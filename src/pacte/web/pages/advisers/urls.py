from django.urls import path

from pacte.web.pages.advisers import (
    act_files,
    answer_page,
    departure_pages,
    desk_page,
    journey_acts,
    learner_record_page,
    notebook_pages,
    orientation_page,
    people_page,
    person_page,
    placement_pages,
    postpone_page,
    propose_to_page,
    protected_pages,
)

app_name = "advisers"
_PERSON, _JOURNEY = "mes-personnes/<uuid:key>/", "mes-personnes/parcours/<uuid:key>/"
_SESSION, _ADVICE = "<str:training>/<str:action>/<str:session>/", "conseils/<int:identifier>/"
urlpatterns = [
    path("mes-personnes/", people_page.PeoplePage.as_view(), name="people"),
    path("mes-personnes/liste.csv", people_page.people_file, name="people_file"),
    path("mes-personnes/reporter/", postpone_page.postpone, name="postpone"),
    path("mes-personnes/bureau/", desk_page.desk, name="desk"),
    path("mes-personnes/actes/", act_files.acts, name="acts"),
    path("mes-personnes/actes/changements/", act_files.changes_file_download, name="acts_out"),
    path("mes-personnes/proposer/" + _SESSION, propose_to_page.propose_to, name="propose_to"),
    path("mes-personnes/carnets/", notebook_pages.UnreadNotebooksPage.as_view(), name="notebooks"),
    path("mes-personnes/ouvrir/", learner_record_page.open_record, name="open"),
    path(_PERSON, person_page.person, name="person"),
    path(_PERSON + "modifier/", learner_record_page.change_record, name="change"),
    path(_PERSON + "nouveau-parcours/", learner_record_page.new_journey, name="need"),
    path(_PERSON + "informations-protegees/", protected_pages.protected_facts, name="facts"),
    path(_PERSON + "date-de-sortie/", protected_pages.custody, name="custody"),
    path(_PERSON + "effacer/", departure_pages.erase, name="erase"),
    path(_PERSON + "passer-le-relais/", departure_pages.hand_over, name="hand"),
    path(_JOURNEY + "orienter/", orientation_page.orient, name="orient"),
    path(_JOURNEY + "proposer/" + _SESSION, placement_pages.propose, name="propose"),
    path(_JOURNEY + "replacer/", placement_pages.reseat, name="reseat"),
    path(_JOURNEY + "suite/", learner_record_page.follow_up_journey, name="next"),
    path(_JOURNEY + "reponse/", answer_page.answer, name="answer"),
    path(_JOURNEY + "etape/", journey_acts.record_step, name="step"),
    path(_JOURNEY + "etape/<int:step>/corriger/", journey_acts.correct_step, name="correct"),
    path(_JOURNEY + "contact/", journey_acts.contact, name="contact"),
    path(_JOURNEY + "carnet/", notebook_pages.notebook, name="notebook"),
    path(_JOURNEY + _ADVICE, orientation_page.saved_advice, name="advice"),
    path(_JOURNEY + _ADVICE + "pdf", orientation_page.saved_advice_pdf, name="advice_pdf"),
    path(_JOURNEY + _ADVICE + "json", orientation_page.saved_advice_json, name="advice_file"),
]
