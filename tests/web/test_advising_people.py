"""File of a person: opening, steps, sharing, hand-over; protected facts need a reason to be read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import (
    Barrier,
    CustodyDate,
    Journey,
    Learner,
    NotebookEntry,
    Referent,
    SensitiveFact,
    SensitiveRead,
)
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput
from pacte.kernel.clock import today
from pacte.notifications.models import Notification
from pacte.workflows.record_journey_step import record_journey_step
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage, body
from tests.web.markup import hidden_value

pytestmark = pytest.mark.django_db
K = StepKind
PEOPLE = "/mes-personnes/"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def person(journey: Journey, rest: str = "") -> str:
    return f"/mes-personnes/{journey.learner.key}/{rest}"


def of(journey: Journey, rest: str) -> str:
    return f"/mes-personnes/parcours/{journey.key}/{rest}"


def test_a_file_opens_with_a_name_and_goes_on_to_sessions(stage: Stage) -> None:
    told = stage.send(
        "/mes-personnes/ouvrir/", first_name="Inès", last_name="Benali", town="Vierzon", licence="non", phone="0600"
    )
    assert "Que cherche cette personne ?" in told
    with acting_as(MACHINE):
        learner = Learner.objects.get()
        assert (learner.commune_code, learner.has_licence) == ("18279", False)
    told = stage.send(f"/mes-personnes/{learner.key}/nouveau-parcours/", occupation="", on=today().isoformat())
    assert "Quelle formation proposer à Inès Benali ?" in told


def test_a_file_without_a_name_or_with_a_commune_unknown_says_why(stage: Stage) -> None:
    assert "Écrivez le nom" in stage.refused("/mes-personnes/ouvrir/", first_name="Inès")
    told = stage.refused("/mes-personnes/ouvrir/", first_name="Inès", last_name="Benali", town="Nullepart")
    assert "« Nullepart » n’est pas une commune connue" in told


OPENING = "/mes-personnes/ouvrir/"


def files() -> int:
    with acting_as(MACHINE):
        return Learner.objects.count()


def test_who_has_a_file_already_is_shown_before_another_one_opens(stage: Stage) -> None:
    held = stage.somebody("Inès Benali-Roux", birth_year=1994)
    given = {"first_name": "Ines", "last_name": "BENALI ROUX", "birth_year": "1994"}
    answer = stage.client().post(OPENING, given)
    assert answer.status_code == 422
    told = body(answer)
    assert "Cette personne a peut-être déjà un dossier" in told
    assert "Inès Benali-Roux" in told
    assert f'href="{person(held)}"' in answer.content.decode()
    assert "Ouvrir quand même un autre dossier" in told
    assert files() == 1
    # This is a warning, not a refusal: the same form sent again opens the second file.
    seen = hidden_value(answer.content.decode(), "seen")
    assert "Que cherche cette personne ?" in stage.send(OPENING, seen=seen, **given)
    assert files() == 2
    # Accepting the files already shown does not accept new ones: the second file is shown too.
    assert "peut-être déjà un dossier" in stage.refused(OPENING, seen=seen, **given)


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({"first_name": "Inès", "last_name": "Benali"}, True),
        ({"first_name": "Benali", "last_name": "Inès", "birth_year": "1994"}, True),
        ({"first_name": "Inès", "last_name": "Benali", "birth_year": "1987"}, False),
        ({"first_name": "Inès", "last_name": "Benali", "birth_year": "1987", "partner_number": "ab-12"}, True),
        ({"first_name": "Sofia", "last_name": "Marques", "birth_year": "1987", "partner_number": "AB-12 "}, True),
        ({"first_name": "Sofia", "last_name": "Marques", "birth_year": "1994", "partner_number": "AB-13"}, False),
    ],
)
def test_the_same_person_has_the_same_number_or_the_same_names_and_no_other_year(
    stage: Stage, given: dict[str, str], is_told: bool
) -> None:
    stage.somebody("Inès Benali", birth_year=1994, partner_number="AB-12")
    answer = stage.client().post(OPENING, given)
    assert ("peut-être déjà un dossier" in body(answer)) is is_told
    assert files() == (1 if is_told else 2)


def test_a_file_of_another_body_is_never_told(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", birth_year=1994)
    with acting_as(MACHINE):
        other = Organisation.objects.create(code="autre", kind=OrganisationKind.NETWORK, is_synthetic=True)
        Referent.objects.filter(learner=journey.learner).update(body=other, person=None)
    stage.send(OPENING, first_name="Inès", last_name="Benali", birth_year="1994")
    assert files() == 2


def test_the_list_searches_filters_and_sorts_by_its_address(stage: Stage) -> None:
    stage.somebody("Inès Benali", days_ago=3)
    stage.somebody("Mathis Thibault", K.PROPOSED, days_ago=30)
    assert "Thibault Mathis" in stage.get(PEOPLE)
    found = stage.get(PEOPLE + "?q=thib")
    assert "Thibault Mathis" in found
    assert "Benali Inès" not in found
    assert "Benali Inès" not in stage.get(PEOPLE + "?attente=sans-nouvelles")
    assert "Thibault Mathis" in stage.get(PEOPLE + "?etat=proposed")
    told = stage.get(PEOPLE + "?tri=anciens")
    assert told.index("Thibault Mathis") < told.index("Benali Inès")
    assert "Personne ne répond à ces choix." in stage.get(PEOPLE + "?q=personne")


def test_the_page_of_somebody_gives_two_dates_and_what_is_due(stage: Stage) -> None:
    journey = stage.somebody("Sofia Marques", K.PROPOSED, K.INFORMATION_ATTENDED, K.NOT_KEPT, days_ago=5)
    told = stage.get(person(journey))
    assert "Non retenue, une suite est due : Soudeur assembleur industriel" in told
    assert "Candidature non retenue" in told
    assert "5 jours après" in told
    assert "Une autre proposition est due à la personne." in told
    assert "Proposer une suite" in told


def test_a_barrier_is_chosen_in_a_list_then_solved(stage: Stage) -> None:
    journey = stage.somebody()
    told = stage.send(person(journey), act="note", barrier="mobility:no_licence")
    assert "Se déplacer : n’a pas le permis" in told
    with acting_as(MACHINE):
        barrier = Barrier.objects.get()
    assert "levé le" in stage.send(person(journey), act="solve", barrier=barrier.pk)
    stage.refused(person(journey), act="note", barrier="health:une maladie")


def test_several_barriers_are_noted_at_once_or_none(stage: Stage) -> None:
    journey = stage.somebody()
    told = stage.send(person(journey), act="note", barrier=["mobility:no_licence", "money", "family:childcare"])
    assert "3 freins sont notés." in told
    stage.refused(person(journey), act="note", barrier=["digital", "health:une maladie"])
    assert "Aucun frein n’est coché" in stage.refused(person(journey), act="note")
    with acting_as(MACHINE):
        assert sorted(Barrier.objects.values_list("theme", flat=True)) == ["family", "mobility", "money"]


def test_a_contact_that_answers_is_a_sign_of_life(stage: Stage) -> None:
    journey = stage.somebody("Élodie Blanc", days_ago=40)
    stage.send(of(journey, "contact/"), kind="call", reached="non")
    assert "Blanc Élodie" in stage.get(PEOPLE + "?attente=sans-nouvelles")
    stage.send(of(journey, "contact/"), kind="call", reached="oui", text="Elle cherche toujours.")
    assert "Blanc Élodie" not in stage.get(PEOPLE + "?attente=sans-nouvelles")
    assert "Elle cherche toujours." in stage.get(of(journey, "carnet/"))


def test_the_notebook_is_read_by_who_orients_and_who_trains_and_by_nobody_else(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    stage.send(of(journey, "carnet/"), text="A besoin d’arriver après 9 h.")
    assert "A besoin d’arriver après 9 h." in stage.get(of(journey, "carnet/"), part="provider")
    stage.send(of(journey, "carnet/"), part="provider", text="C’est possible.")
    told = stage.get(of(journey, "carnet/"))
    assert "C’est possible." in told
    assert "Provider Distribution, Organisme de formation du Cher" in told
    for part in ("pilot", "buyer", "auditor", "partner", "intruder"):
        stage.client(part)
        stage.get(of(journey, "carnet/"), part=part, status=404)


def test_a_provider_reads_the_lines_of_its_own_journey_only(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    with acting_as(MACHINE):
        NotebookEntry.objects.create(
            organisation=stage.cast.region, learner=journey.learner, journey_id=journey.pk + 1, phase="before",
            text="D’un autre parcours.", at=journey.learner.created_at, person_name="Conseil",
        )  # fmt: skip
    assert "D’un autre parcours." in stage.get(of(journey, "carnet/"))
    assert "D’un autre parcours." not in stage.get(of(journey, "carnet/"), part="provider")
    provider = stage.cast["provider"].actor
    with acting_as(provider):
        assert not NotebookEntry.objects.filter(text="D’un autre parcours.").exists()


def test_protected_facts_are_shown_for_a_reason_and_the_reading_is_written(stage: Stage) -> None:
    journey = stage.somebody()
    url = person(journey, "informations-protegees/")
    day = today().isoformat()
    stage.send(url, act="write", kind="rqth", purpose="adaptation", consent_on=day, valid_from=day)
    told = stage.get(url)
    assert "<strong>Reconnaissance de la qualité" not in told
    assert "Choisissez dans la liste" in stage.refused(url, act="read", purpose="")
    answer = stage.client().post(url, {"act": "read", "purpose": "eligibility"})
    assert "<strong>Reconnaissance de la qualité" in answer.content.decode()
    assert answer["Cache-Control"].find("no-store") >= 0
    with acting_as(MACHINE):
        assert list(SensitiveRead.objects.values_list("kinds", "purpose")) == [("rqth", "eligibility")]
        assert SensitiveFact.objects.count() == 1


def test_a_fact_without_a_dated_agreement_is_not_written(stage: Stage) -> None:
    journey = stage.somebody()
    url = person(journey, "informations-protegees/")
    stage.refused(url, act="write", kind="rqth", purpose="adaptation", valid_from=today().isoformat())
    late = (today() + timedelta(days=2)).isoformat()
    stage.refused(url, act="write", kind="rqth", purpose="adaptation", consent_on=late, valid_from=today().isoformat())
    with acting_as(MACHINE):
        assert SensitiveFact.objects.count() == 0


def test_a_handover_gives_the_person_the_journeys_and_the_notebook(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    stage.send(of(journey, "carnet/"), text="Déjà appelée deux fois.")
    other = another_network(stage)
    told = stage.send(
        person(journey, "passer-le-relais/"), to=f"{other.pk}-", on=today().isoformat(), why="Déménagement"
    )
    assert "prend le relais" in told
    stage.get(person(journey), status=404)
    with acting_as(MACHINE):
        assert Referent.objects.get(valid_until=None).body_id == other.pk
        assert Notification.objects.filter(kind="journeys.hand_over", person=stage.cast["lead"].person).exists()
    assert stage.again(journey).referrer_id == other.pk
    assert "Déjà appelée deux fois." in stage.get(of(journey, "carnet/"), part="lead")


def another_network(stage: Stage, kind: OrganisationKind = OrganisationKind.NETWORK) -> Organisation:
    """Makes the lead of the cast an adviser of a new network. Returns that network."""
    with acting_as(MACHINE):
        body = stage.cast["lead"].organisation
        other = Organisation.objects.create(code="autre-reseau", kind=kind, is_synthetic=True)
        other.names.create(name="Autre réseau du Cher", plain_name="autre reseau du cher")
        post = stage.cast["lead"].person.memberships.get()
        post.role, post.organisation = "adviser", other
        post.save()
        assert body.pk != other.pk
    return other


def test_the_steps_offered_are_those_that_may_follow(stage: Stage) -> None:
    journey = stage.somebody("Mathis Thibault", K.PROPOSED)
    told = stage.get(of(journey, "etape/"))
    assert "Renoncement de la personne" in told
    assert "Entrée en formation" not in told
    told = stage.send(of(journey, "etape/"), kind="declined", on=today().isoformat())
    assert "Une autre proposition est due à la personne." in told
    assert stage.again(journey).state == "declined"


def test_a_cancelled_session_reseats_or_calls(stage: Stage) -> None:
    journey = stage.somebody("Sofia Marques", K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    with acting_as(MACHINE):
        record_journey_step(actor=MACHINE, key=journey.key, step_input=StepInput(K.SESSION_CANCELLED, today()))
    told = stage.get(of(journey, "replacer/"))
    assert "Même certification, à 2" in told
    stage.refused(of(journey, "replacer/"), session="0")
    assert "L’appel est noté" in stage.send(of(journey, "replacer/"), act="called")
    told = stage.send(of(journey, "replacer/"), session=stage.sessions["24_2"])
    assert "nouvelle place" in told
    again = stage.again(journey)
    assert (again.state, again.session_id) == ("admitted", stage.sessions["24_2"])
    stage.get(of(journey, "replacer/"), status=409)


def test_what_follows_an_end_says_which_journey_it_follows(stage: Stage) -> None:
    journey = stage.somebody("Yanis Ouali", K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    with acting_as(MACHINE):
        for kind, detail in ((K.ENTERED, {}), (K.ENDED, {"end_kind": "dropout", "reason": "money"})):
            given = StepInput(kind, today(), session_id=stage.sessions["24_1"], detail=detail)
            record_journey_step(actor=MACHINE, key=journey.key, step_input=given)
    assert "Proposer une suite" in stage.get("/mes-personnes/bureau/")
    stage.send(of(journey, "suite/"), occupation="", on=today().isoformat())
    with acting_as(MACHINE):
        assert Journey.objects.get(follows=journey).goal_rome == journey.goal_rome


def test_a_release_date_is_for_the_prison_service_alone_and_reading_it_is_written(stage: Stage) -> None:
    body = another_network(stage, OrganisationKind.PRISON_SERVICE)
    journey = stage.somebody("Maria Costa", part="lead", body=body)
    url = person(journey, "date-de-sortie/")
    earliest, latest = today() + timedelta(days=10), today() + timedelta(days=90)
    told = stage.send(url, part="lead", earliest_on=earliest.isoformat(), latest_on=latest.isoformat())
    assert "Date de sortie" in told
    told = stage.get(of(journey, "orienter/"), part="lead")
    assert "commence entre les deux dates de sortie" in told
    stage.refused(url, part="lead", earliest_on=latest.isoformat(), latest_on=earliest.isoformat())
    with acting_as(MACHINE):
        assert CustodyDate.objects.get().body_id == body.pk
        assert set(SensitiveRead.objects.values_list("kinds", flat=True)) == {"custody_date"}
    mine = stage.somebody("Inès Benali")
    stage.get(person(mine, "date-de-sortie/"), status=404)
    assert "Date de sortie" not in stage.get(of(mine, "orienter/"))
    adviser = stage.cast["adviser"].actor
    with acting_as(adviser):
        assert CustodyDate.objects.count() == 0
