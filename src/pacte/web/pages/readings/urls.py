from django.urls import path

from pacte.web.pages.readings import (
    audit_pages,
    committee_pages,
    question_pages,
    reader_acts,
    reading_pages,
    round_pages,
)

app_name = "readings"
PLAN = "plan/<slug:code>/"
CASE = f"{PLAN}dossiers/<int:number>/lecteurs/"
MEETING = f"{PLAN}appels/seances/<int:meeting>/"
AUDIT = f"{PLAN}appels/<int:call>/controle/"
urlpatterns = [
    path(f"{PLAN}lectures/", reading_pages.reading_list, name="list"),
    path(f"{PLAN}lectures/<int:reading>/", reading_pages.reading_file, name="reading"),
    path(f"{PLAN}lectures/<int:reading>/liens/", reading_pages.declare, name="declare"),
    path(f"{PLAN}lectures/<int:reading>/note/", reading_pages.score, name="score"),
    path(f"{CASE}demander/<slug:grid>/", reader_acts.assign, name="assign"),
    path(f"{CASE}<int:reader>/retirer/", reader_acts.take_off, name="take_off"),
    path(f"{PLAN}appels/", round_pages.round_list, name="rounds"),
    path(f"{PLAN}appels/ouvrir/<slug:procedure>/", round_pages.open_new_round, name="open_round"),
    path(f"{PLAN}appels/<int:call>/prolonger/", round_pages.extend, name="extend_round"),
    path(f"{PLAN}appels/<int:call>/laisser-entrer/", round_pages.let_in, name="let_in"),
    path(AUDIT, audit_pages.audit_file, name="audit"),
    path(f"{AUDIT}tirer/", audit_pages.draw, name="draw"),
    path(f"{AUDIT}echantillon.json", audit_pages.sample_file, name="audit_file"),
    path(f"{AUDIT}dossiers/<int:number>/", audit_pages.find, name="find"),
    path(f"{PLAN}appels/questions/<int:question>/", question_pages.answer, name="answer"),
    path(f"{PLAN}appels/seances/ouvrir/<slug:procedure>/<slug:committee>/", committee_pages.convene, name="convene"),
    path(MEETING, committee_pages.meeting_file, name="meeting"),
    path(f"{MEETING}dossiers/<int:number>/", committee_pages.decide, name="decide"),
    path(f"{MEETING}dossiers/<int:number>/liens/", committee_pages.leave, name="leave"),
    path(f"{MEETING}classement.json", committee_pages.ranking_file, name="ranking"),
    path(f"{MEETING}clore/", committee_pages.close, name="close"),
]
