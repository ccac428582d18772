"""Provider's page of people: states, verbs, several people at once, side effects, and no data of others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.models import OrganisationName
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_organisation, create_person
from pacte.journeys.models import Journey, Obligation, Step
from pacte.journeys.records import EndKind, JourneyState, Purpose, SensitiveFactInput, SensitiveKind, Theme
from pacte.journeys.records import StepKind as K
from pacte.journeys.services import StepInput, note_barrier, record_step, write_sensitive_fact
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.offer.models import Competence, Provider, SessionPlaces
from pacte.web.pages.attendance import pay_page
from tests.cast import MACHINE, SINCE, Member
from tests.journeys.making import DAY
from tests.kept import kept_for_module
from tests.web.supply_stage import VIERZON, Stage, body, supply_stage
from tests.web.training_stage import MONDAY, PEOPLE, admitted, again, entered, informed, on_the_way, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(supply_stage)


def act(stage: Stage, verb: str, *people: Journey, **values: object) -> str:
    """Sends the form of a verb as the provider. Returns the page that follows."""
    data = {"qui": [str(each.key) for each in people], "on": MONDAY.isoformat(), **values}
    return stage.send("provider", f"{PEOPLE}{verb}/", data)


def test_each_state_shows_its_people_and_what_may_be_done(stage: Stage) -> None:
    informed(stage, "Inès")
    admitted(stage, "Mathis")
    told = stage.get("provider", PEOPLE)
    assert "Informée, en attente d’une décision" in told
    assert "Distribution Inès" in told
    assert "Mission locale de Bourges" in told
    assert "1 personne admise. 1 personne attend votre décision." in told
    assert 'formaction="/sessions/24_118402/24_1530117/24_407731/candidats/admission/"' in told
    assert 'formaction="/sessions/24_118402/24_1530117/24_407731/candidats/fin/"' not in told


def test_several_people_are_admitted_at_once_and_the_places_follow(stage: Stage) -> None:
    people = [informed(stage, name) for name in ("Inès", "Mathis", "Lina")]
    told = act(stage, "admission", *people)
    assert "« Admission » enregistré pour 3 personnes." in told
    assert "Le conseiller référent est prévenu : fait tout de suite, sans vous." in told
    assert {again(each).state for each in people} == {JourneyState.ADMITTED}
    with acting_as(MACHINE):
        assert SessionPlaces.objects.get(session=stage.offer.session()).occupied == 3
    assert "3 tenues" in stage.get("", VIERZON)


def test_one_who_cannot_be_admitted_is_told_and_the_others_are(stage: Stage) -> None:
    with acting_as(MACHINE):
        SessionPlaces.objects.filter(session=stage.offer.session()).update(opened=1)
    first, second = informed(stage, "Inès"), informed(stage, "Mathis")
    told = act(stage, "admission", first, second)
    assert "enregistré pour 1 personne." in told
    assert "Distribution Mathis : Les 1 places ouvertes" in told
    assert "liste d’attente" in told


def test_what_a_verb_sets_off_is_said_before_it_is_done(stage: Stage) -> None:
    person = entered(stage, "Inès")
    told = stage.get("provider", f"{PEOPLE}fin/?qui={person.key}")
    assert "Dans tous les cas" in told
    assert "Si la formation finit avant son terme" in told
    assert "La rémunération s’arrête à cette date : par la Région, sous 3 jours." in told
    assert "rupture" not in told.lower()
    assert "checked" in told


def test_not_kept_needs_a_coded_reason_and_a_next_proposal_is_owed(stage: Stage) -> None:
    person = informed(stage, "Inès")
    answer = stage.client("provider").post(f"{PEOPLE}non-retenue/", {"qui": [str(person.key)], "on": "2021-01-05"})
    assert answer.status_code == 422
    assert "Décision signée par Provider Distribution" in body(answer)
    act(stage, "non-retenue", person, reason="basics_first")
    with acting_as(MACHINE):
        step = Step.objects.get(kind=K.NOT_KEPT)
        assert (step.detail, step.person_name) == ({"reason": "basics_first"}, "Provider Distribution")
        assert Obligation.objects.filter(step=step, what="next_proposal", doer="adviser", settled_on=None).exists()
    assert "Une remise à niveau d’abord" in stage.get("provider", PEOPLE)


def test_a_dropout_needs_its_reason_and_another_end_keeps_none(stage: Stage) -> None:
    person = entered(stage, "Inès")
    data = {"qui": [str(person.key)], "on": "2021-02-01", "end_kind": EndKind.DROPOUT}
    answer = stage.client("provider").post(f"{PEOPLE}fin/", data)
    assert answer.status_code == 422
    assert "Dites la raison de l’abandon" in body(answer)
    act(stage, "fin", person, end_kind=EndKind.TO_JOB, reason="money", on="2021-02-01")
    assert (again(person).end_kind, again(person).end_reason) == (EndKind.TO_JOB, "")
    assert "Sortie anticipée vers un emploi" in stage.get("provider", PEOPLE)


def test_an_interruption_says_when_the_person_comes_back(stage: Stage) -> None:
    person = entered(stage, "Inès")
    data = {"qui": [str(person.key)], "on": "2021-02-01", "reason": "job", "returns_on": "2021-01-20"}
    assert stage.client("provider").post(f"{PEOPLE}interruption/", data).status_code == 422
    act(stage, "interruption", person, reason="job", returns_on="2021-03-01", on="2021-02-01")
    told = stage.get("provider", PEOPLE)
    assert "Une mission ou un contrat court, retour prévu le 1<sup>er</sup> mars 2021" in told
    act(stage, "reprise", person, on="2021-03-01")
    assert again(person).state == JourneyState.IN_TRAINING


def test_attested_by_the_provider_and_certified_by_the_jury_are_two_things(stage: Stage) -> None:
    with acting_as(MACHINE):
        training = stage.offer.session().training
        for rank, text in enumerate(("lire un plan", "souder à plat")):
            Competence.objects.create(training=training, rank=rank, text=text)
    person = entered(stage, "Inès")
    act(stage, "competences", person, things=["lire un plan"])
    act(stage, "competences", person, things=["lire un plan", "souder à plat"])
    act(stage, "jury", person)
    told = stage.get("provider", f"{VIERZON}stagiaire/{person.key}/")
    with acting_as(MACHINE):
        assert Step.objects.filter(kind=K.COMPETENCE_ATTESTED).count() == 2
    assert "lire un plan, le 11 janvier 2021" in told
    assert "Aucun à ce jour" in told
    assert "Le résultat du jury est attendu." in told
    assert "par vous" in told


def test_the_situation_is_said_at_three_six_or_twelve_months(stage: Stage) -> None:
    person = entered(stage, "Inès")
    act(stage, "fin", person, end_kind=EndKind.TO_TERM, on="2021-06-11")
    act(stage, "situation", person, months="6", situation="in_job", contract="permanent", on="2021-12-10")
    with acting_as(MACHINE):
        detail = Step.objects.get(kind=K.SITUATION).detail
    assert detail == {
        "months": 6, "situation": "in_job", "answered": True, "in_job": True, "had_job": True, "contract": "permanent",
    }  # fmt: skip
    assert "à 6 mois, en emploi ce jour-là, contrat à durée indéterminée" in stage.get(
        "provider", f"{VIERZON}stagiaire/{person.key}/"
    )


def test_a_leavers_seat_is_taken_again_until_the_deadline_and_the_place_counts_once(stage: Stage) -> None:
    with acting_as(MACHINE):
        SessionPlaces.objects.filter(session=stage.offer.session()).update(opened=1)
    first, second, third = entered(stage, "Inès"), informed(stage, "Mathis"), informed(stage, "Lina")
    act(stage, "fin", first, end_kind=EndKind.TO_JOB, on="2021-01-20")
    act(stage, "admission", second, on="2021-01-25")
    act(stage, "entree", second, on="2021-01-26")
    told = stage.get("provider", PEOPLE)
    assert "2 entrées sur 1 place : une place reprise ne compte qu’une fois." in told
    act(stage, "fin", second, end_kind=EndKind.TO_JOB, on="2021-02-10")
    told = act(stage, "admission", third, on="2021-02-12")
    assert "La place qui s’est libérée ne se reprend plus" in told
    assert again(third).state == JourneyState.INFORMED


def test_what_is_owed_is_listed_and_ticked_off(stage: Stage) -> None:
    entered(stage, "Inès")
    told = stage.get("provider", "/sessions/stagiaires/")
    assert "Les présences sont attendues par demi-journée." in told
    assert "1 geste à faire, dont 1 en retard." in told
    with acting_as(MACHINE):
        due = Obligation.objects.get(what="presence_expected")
    assert stage.client("buyer").post(f"/sessions/a-faire/{due.pk}/").status_code == 404
    assert "C’est noté" in stage.send("provider", f"/sessions/a-faire/{due.pk}/")
    assert "Les présences sont attendues" not in stage.get("provider", "/sessions/stagiaires/")


def test_the_provider_reads_nothing_that_the_law_protects(stage: Stage) -> None:
    """Canaries: barriers and protected facts must appear in none of the provider's pages."""
    person = entered(stage, "Inès")
    cast = stage.offer.cast
    with acting_as(cast["adviser"].actor) as adviser:
        learner = again(person).learner
    with acting_as(cast["adviser"].actor) as adviser:
        for kind in SensitiveKind:
            fact = SensitiveFactInput(kind, Purpose.ADAPTATION, consent_on=DAY, valid_from=DAY)
            write_sensitive_fact(actor=adviser, learner=learner, body=cast.network, fact_input=fact)
        note_barrier(actor=adviser, learner=learner, body=cast.network, theme=Theme.HEALTH, constraint="adapted_place")
    urls = [
        PEOPLE, f"{PEOPLE}fin/", f"{VIERZON}stagiaire/{person.key}/", f"{VIERZON}presences/", f"{VIERZON}heures/",
        "/sessions/stagiaires/", VIERZON,
    ]  # fmt: skip
    canaries = ("travailleur handicapé", "main de justice", "du RSA", "Réfugié", "à reprendre", "rythme adapté")
    for url in urls:
        told = stage.get("provider", url)
        assert not [each for each in canaries if each.lower() in told.lower()], url


def test_another_provider_the_region_and_strangers_do_not_get_names(stage: Stage) -> None:
    person = entered(stage, "Inès")
    for part, status in (("buyer", 403), ("pilot", 403), ("intruder", 404), ("lead", 404), ("finance", 404)):
        for url in (PEOPLE, f"{VIERZON}stagiaire/{person.key}/", f"{VIERZON}presences/"):
            answer = stage.client(part).get(url)
            assert (part, answer.status_code) == (part, status)
            assert "Distribution" not in body(answer).replace(f"{part.title()} Distribution", "")


def test_somebody_of_another_session_is_not_found(stage: Stage) -> None:
    person = entered(stage, "Inès")
    other = "/sessions/24_118402/24_1530117/24_407732/"
    assert stage.client("provider").get(f"{other}stagiaire/{person.key}/").status_code == 404
    data = {"qui": [str(person.key)], "on": "2021-02-01", "end_kind": "to_job"}
    assert stage.client("provider").post(f"{other}candidats/fin/", data).status_code == 422
    assert again(person).state == JourneyState.IN_TRAINING


@pytest.mark.parametrize(
    ("part", "page"),
    [
        ("provider", PEOPLE), ("provider", f"{VIERZON}presences/"), ("provider", "/sessions/stagiaires/"),
        ("provider", f"{VIERZON}heures/"), ("provider", VIERZON), ("buyer", VIERZON), ("buyer", f"{VIERZON}heures/"),
    ],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow_with_people(stage: Stage, part: str, page: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get(part, page)
        return len(seen)

    entered(stage, "Inès")
    informed(stage, "Mathis")
    count()
    before = count()
    for name in ("Lina", "Yanis", "Maya"):
        entered(stage, name)
        on_the_way(stage, f"{name} bis")
    assert count() == before


def test_a_future_day_is_refused(stage: Stage) -> None:
    person = informed(stage, "Inès")
    tomorrow = (today() + timedelta(days=2)).isoformat()
    assert "La date est à venir." in act(stage, "admission", person, on=tomorrow)


def test_the_region_reads_who_comes_by_initials_and_no_network_that_tells(stage: Stage) -> None:
    admitted(stage, "Inès")
    informed(stage, "Mathis")
    told = stage.get("buyer", VIERZON)
    assert "I. <span" in told
    assert "nom masqué" in told
    assert "Mission locale de Bourges" in told
    assert "1 en attente de réponse" in told
    assert "2 sur 2 · noms masqués" in told
    assert not [word for word in ("Distribution Inès", "Inès Distribution", "Mathis") if word in told]
    for part in ("", "lead", "finance", "intruder"):
        assert "noms masqués" not in stage.get(part, VIERZON)
    assert "Distribution Inès" in stage.get("provider", VIERZON)


def test_a_network_that_would_tell_a_handicap_is_another_network_for_all(stage: Stage) -> None:
    admitted(stage, "Inès")
    with acting_as(MACHINE):
        OrganisationName.objects.filter(organisation=stage.offer.cast.network).update(name="Cap emploi, Cher")
    for part, url in (("buyer", VIERZON), ("provider", VIERZON), ("provider", PEOPLE)):
        told = stage.get(part, url)
        assert "autre réseau" in told
        assert "Cap emploi" not in told


def test_situations_to_ask_are_listed_until_they_are_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.web.pages.attendance.desk_page.today", lambda: date(2021, 9, 15))
    person = entered(stage, "Inès")
    act(stage, "fin", person, end_kind=EndKind.TO_TERM, on="2021-06-11")
    assert "Dire la situation à 3 mois" in stage.get("provider", "/sessions/stagiaires/")
    act(stage, "situation", person, months="3", situation="no_answer", on="2021-09-15")
    assert "Dire la situation à 3 mois" not in stage.get("provider", "/sessions/stagiaires/")


def test_another_provider_sees_nothing_of_it(stage: Stage) -> None:
    person = entered(stage, "Inès")
    cast = stage.offer.cast
    with acting_as(MACHINE):
        body_ = create_organisation(
            actor=MACHINE, name="Touraine Soudure", kind=OrganisationKind.TRAINING_PROVIDER, synthetic=True
        )
        other = create_person(
            actor=MACHINE, email="autre@exemple.fr", first_name="Autre", last_name="Organisme", password="",
            synthetic=True,
        )  # fmt: skip
        add_membership(
            actor=MACHINE, person=other, organisation=body_, host=cast.region, role=Role.PROVIDER, valid_from=SINCE
        )
        Provider.objects.filter(pk=stage.offer.other.pk).update(body=body_)
        due = Obligation.objects.get(what="presence_expected")
    cast.members["other_provider"] = Member(other, body_, Role.PROVIDER)
    for url in (PEOPLE, f"{VIERZON}stagiaire/{person.key}/", f"{VIERZON}presences/", f"{VIERZON}heures/"):
        assert stage.client("other_provider").get(url).status_code == 404, url
    assert stage.client("other_provider").post(f"/sessions/a-faire/{due.pk}/").status_code == 404
    for url in ("/sessions/stagiaires/", VIERZON):
        assert "Inès" not in stage.get("other_provider", url)


def test_what_another_provider_decided_before_and_barriers_are_not_told(stage: Stage) -> None:
    """Canaries of the history: a refusal elsewhere with its reason, and a barrier noted by the referrer."""
    cast = stage.offer.cast
    person = informed(stage, "Inès")
    act(stage, "non-retenue", person, reason="not_eligible")
    with acting_as(cast["adviser"].actor) as adviser:
        for kind, number in ((K.BARRIER_NOTED, None), (K.PROPOSED, "24_407732"), (K.BARRIER_SOLVED, None)):
            session_id = stage.offer.sessions[number] if number else None
            given = StepInput(kind, MONDAY, session_id=session_id, detail={"theme": "santé"} if not number else {})
            record_step(actor=adviser, key=person.key, step_input=given)
    other = "/sessions/24_118402/24_1530117/24_407732/"
    for url in (f"{other}candidats/", f"{other}stagiaire/{person.key}/", other):
        told = stage.get("provider", url)
        assert "Formation proposée" in told
        canaries = ("Frein", "santé", "Une condition de cette session", "non retenue")
        assert not [word for word in canaries if word in told]


def test_a_step_recorded_by_mistake_is_taken_back_and_stays_written(stage: Stage) -> None:
    person = entered(stage, "Inès")
    act(stage, "fin", person, end_kind=EndKind.DROPOUT, reason="money", on="2021-02-01")
    with acting_as(MACHINE):
        step = Step.objects.get(kind=K.ENDED)
    url = f"{VIERZON}stagiaire/{person.key}/"
    assert "Corriger : fin du parcours en formation" in stage.get("provider", url)
    gone = {"kind": "retirer", "on": step.happened_on, "why": "saisie sur la mauvaise personne"}
    assert "L’étape est retirée." in stage.send("provider", f"{url}corriger/{step.pk}/", gone)
    assert again(person).state == JourneyState.IN_TRAINING
    told = stage.get("provider", PEOPLE)
    assert "1 entrée sur 1 place" in told
    with acting_as(MACHINE):
        assert Step.objects.filter(kind=K.ENDED).count() == 2
        assert not Obligation.objects.filter(step=step, settled_on=None).exists()
    assert stage.client("provider").get(f"{url}corriger/{step.pk}/").status_code == 404


def test_an_entry_whose_presences_are_signed_is_not_taken_back(stage: Stage) -> None:
    person = entered(stage, "Inès")
    stage.send("provider", f"{VIERZON}presences/", sheet(person))
    with acting_as(MACHINE):
        step = Step.objects.get(kind=K.ENTERED)
    gone = {"kind": "retirer", "on": step.happened_on, "why": "saisie sur la mauvaise personne"}
    answer = stage.client("provider").post(f"{VIERZON}stagiaire/{person.key}/corriger/{step.pk}/", gone)
    assert answer.status_code == 422
    assert "Des présences sont signées" in body(answer)


def test_a_provider_corrects_an_earlier_step_and_what_follows_still_holds(stage: Stage) -> None:
    person = entered(stage, "Inès")
    act(stage, "fin", person, end_kind=EndKind.DROPOUT, reason="money", on="2021-02-01")
    with acting_as(MACHINE):
        entry, end = (Step.objects.get(kind=kind) for kind in (K.ENTERED, K.ENDED))
    url = f"{VIERZON}stagiaire/{person.key}/"
    assert f"{url}corriger/{entry.pk}/" in stage.get("provider", url)
    gone = {"kind": "retirer", "on": entry.happened_on, "why": "mauvaise personne"}
    refused = stage.client("provider").post(f"{url}corriger/{entry.pk}/", gone)
    assert refused.status_code == 422
    assert "Corrigez d’abord la plus récente." in body(refused)
    moved = {"kind": "entered", "on": "2021-01-13", "why": "venue le mercredi"}
    assert "L’étape est corrigée." in stage.send("provider", f"{url}corriger/{entry.pk}/", moved)
    told = {"kind": "ended", "on": "2021-02-01", "end_kind": "to_job", "why": "elle a un emploi"}
    assert "L’étape est corrigée." in stage.send("provider", f"{url}corriger/{end.pk}/", told)
    now = again(person)
    assert (now.entered_on, now.end_kind, now.state) == (date(2021, 1, 13), EndKind.TO_JOB, JourneyState.ENDED)
    with acting_as(MACHINE):
        assert Step.objects.get(corrects_id=entry.pk).session_id == entry.session_id
        assert Step.objects.filter(kind=K.ENTERED).count() == 2
    assert stage.client("provider").get(f"{url}corriger/{entry.pk}/").status_code == 404


def test_a_provider_has_no_page_for_what_the_network_said(stage: Stage) -> None:
    person = informed(stage, "Inès")
    with acting_as(MACHINE):
        proposed = Step.objects.get(kind=K.PROPOSED)
    url = f"{VIERZON}stagiaire/{person.key}/"
    assert f"corriger/{proposed.pk}/" not in stage.get("provider", url)
    assert stage.client("provider").get(f"{url}corriger/{proposed.pk}/").status_code == 404


def test_an_entry_with_signed_presences_moves_only_back(stage: Stage) -> None:
    person = entered(stage, "Inès")
    stage.send("provider", f"{VIERZON}presences/", sheet(person))
    with acting_as(MACHINE):
        entry = Step.objects.get(kind=K.ENTERED)
    url = f"{VIERZON}stagiaire/{person.key}/corriger/{entry.pk}/"
    answer = stage.client("provider").post(url, {"kind": "entered", "on": "2021-01-20", "why": "x"})
    assert "Des présences sont signées" in body(answer)


def test_what_an_end_asks_of_the_region_is_listed_without_a_name_and_ticked_off(stage: Stage) -> None:
    person = entered(stage, "Inès")
    act(stage, "fin", person, end_kind=EndKind.DROPOUT, reason="money", on="2021-02-01")
    url = "/sessions/remunerations/"
    told = stage.get("buyer", url)
    assert "1 à ouvrir ; 1 à arrêter ; 1 à vérifier" in told
    assert "I." in told
    assert "Inès" not in told
    assert f'href="{url}"' in stage.get("buyer", VIERZON)
    with acting_as(MACHINE):
        stop = Obligation.objects.get(what="pay_stopped")
    assert stage.client("auditor").post(url, {"due": [stop.pk]}).status_code == 403
    assert stage.client("provider").get(url).status_code == 404
    assert "1 ligne faite aujourd’hui" in stage.send("buyer", url, {"due": [stop.pk]})
    assert "à arrêter (0)" in stage.get("buyer", f"{url}?quoi=pay_checked").lower()
    with acting_as(MACHINE):
        seat = Obligation.objects.get(what="seat_freed")
    assert stage.client("buyer").post(url, {"due": [seat.pk]}).status_code == 404


def test_an_attestation_is_given_with_the_hours_signed_and_the_page_says_so(stage: Stage) -> None:
    person = entered(stage, "Inès")
    page = f"{VIERZON}stagiaire/{person.key}/"
    assert "ne va pas seule à la personne" in stage.get("provider", page)
    stage.send("provider", f"{VIERZON}presences/", sheet(person))
    assert "« Attestation remise » enregistré pour 1 personne" in act(stage, "attestation", person)
    with acting_as(MACHINE):
        journey, given = Journey.objects.get(pk=person.pk), Step.objects.get(kind=K.ATTESTATION_GIVEN)
    assert given.detail == {"minutes": journey.minutes_realised}
    assert journey.minutes_realised > 0
    assert "Attestation remise le" in stage.get("provider", page)


def test_what_is_asked_of_the_region_is_paged_with_its_filter_and_counts_what_is_late_on_every_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pay_page, "_PAGE_SIZE", 2)
    act(stage, "fin", entered(stage, "Inès"), end_kind=EndKind.DROPOUT, reason="money", on="2021-02-01")
    url = "/sessions/remunerations/"
    first, second = stage.get("buyer", url), stage.get("buyer", f"{url}?p=2")
    assert (first.count('name="due"'), second.count('name="due"')) == (2, 1)
    assert ('href="?p=2"' in first, 'href="?p=3"' in second) == (True, False)
    assert first.split("Dont ")[1][:2] == second.split("Dont ")[1][:2]
    assert stage.get("buyer", f"{url}?p=99").count('name="due"') == 1
    assert stage.get("buyer", f"{url}?lignes=200").count('name="due"') == 3
    with acting_as(MACHINE):
        last = Obligation.objects.filter(doer="region").order_by("-due_on", "-pk").first()
    answer = stage.client("buyer").post(f"{url}?p=2", {"due": [last.pk if last else 0]})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{url}?p=2")


def test_the_page_of_a_session_says_how_its_journeys_ended_and_why_people_left(stage: Stage) -> None:
    people = [entered(stage, name) for name in ("Inès", "Omar", "Rose")]
    act(stage, "fin", people[0], end_kind=EndKind.DROPOUT, reason="money", on="2021-02-01")
    act(stage, "fin", people[1], end_kind=EndKind.TO_JOB, on="2021-02-01")
    act(stage, "fin", people[2], end_kind=EndKind.TO_TERM, on="2021-02-01")
    for part in ("provider", "buyer"):
        told = stage.get(part, VIERZON)
        assert "Comment finissent les parcours" in told
        assert "Manque d’argent" in told
        # One third each: the figures shown must still add up to a hundred.
        assert (told.count("33,3"), told.count("33,4")) == (2, 1)
    assert "Comment finissent les parcours" not in stage.get("", VIERZON)
