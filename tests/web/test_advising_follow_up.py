"""The desk follows who is in training; people are put off, entrusted, listed with their next date, ticked, exported."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.models import Membership
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Postponement, Referent
from pacte.journeys.records import StepKind, Theme
from pacte.journeys.records.adviser_desk import NoteKind
from pacte.journeys.rules.attendance import Week
from pacte.journeys.services import note_barrier, sign_week
from pacte.journeys.services.notebook import write_notebook_entry
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.offer.models import Session
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.plan_stage import plain
from tests.web.test_advising_desk import column
from tests.web.test_advising_people import another_network, of

pytestmark = pytest.mark.django_db
K = StepKind
DESK, PEOPLE, PUT_OFF = "/mes-personnes/bureau/", "/mes-personnes/", "/mes-personnes/reporter/"
TO_TRAINING = (K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED, K.ENTERED)


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def day_text(on: date) -> str:
    """A day as the text of a page has it."""
    return plain(format_day(on))


def last_monday() -> date:
    return today() - timedelta(days=today().weekday() + 7)


def signed(stage: Stage, journey: Journey, marks: str) -> None:
    with acting_as(stage.cast["provider"].actor) as actor:
        sign_week(actor=actor, key=journey.key, week=Week(last_monday(), f"{marks}----", 60))


def ends(stage: Stage, days: int) -> None:
    with acting_as(MACHINE):
        Session.objects.filter(pk=stage.sessions["24_1"]).update(
            starts_on=today() - timedelta(days=60), ends_on=today() + timedelta(days=days)
        )


def test_two_half_days_without_excuse_call_for_the_adviser(stage: Stage) -> None:
    absent = stage.somebody("Léa Petit", *TO_TRAINING, days_ago=20)
    excused = stage.somebody("Hugo Exemple", *TO_TRAINING, days_ago=20)
    signed(stage, absent, "PPPPAAPPPP")
    signed(stage, excused, "PPPPEEPPPA")
    told = column(stage.get(DESK), "a-faire")
    assert f"2 demi-journées d’absence sans excuse, la dernière le {day_text(last_monday() + timedelta(2))}" in told
    assert of(absent, "contact/") in told
    assert "Hugo Exemple" not in told


def test_a_contact_with_the_person_answers_their_absences(stage: Stage) -> None:
    absent = stage.somebody("Léa Petit", *TO_TRAINING, days_ago=20)
    signed(stage, absent, "PPPPAAPPPP")
    with acting_as(stage.cast["adviser"].actor) as actor:
        write_notebook_entry(actor=actor, key=absent.key, kind=NoteKind.CALL, reached=False)
    assert "Léa Petit" in column(stage.get(DESK), "a-faire")
    stage.send(of(absent, "contact/"), kind="call", reached="oui", text="")
    assert "Léa Petit" not in column(stage.get(DESK), "a-faire")


def test_an_end_without_a_held_seat_is_prepared_three_weeks_before(stage: Stage) -> None:
    journey = stage.somebody("Yanis Ouali", *TO_TRAINING, days_ago=20)
    ends(stage, 22)
    assert "Yanis Ouali" not in column(stage.get(DESK), "a-faire")
    ends(stage, 21)
    told = column(stage.get(DESK), "a-faire")
    # The page draws « 1ᵉʳ » as an exponent.
    assert f"{day_text(today() + timedelta(21)).removeprefix('1ᵉʳ')}, aucune place tenue après" in told
    assert f"/mes-personnes/parcours/{journey.key}/suite/" in told


def test_a_person_put_off_comes_back_on_the_day(stage: Stage) -> None:
    journey = stage.somebody("Nadège Gaillard")
    later = today() + timedelta(days=4)
    assert PUT_OFF in stage.get(DESK)
    told = stage.send(PUT_OFF, people=[str(journey.key)], act="postpone", until=later.isoformat())
    assert f"vous y reviendrez le {day_text(later)}" in told
    told = stage.get(DESK)
    assert "Nadège Gaillard" not in column(told, "a-faire")
    assert f"Reportée au {day_text(later)}" in column(told, "en-attente")
    with acting_as(MACHINE):
        Postponement.objects.update(until=today())
    assert "Nadège Gaillard" in column(stage.get(DESK), "a-faire")


def test_nobody_is_put_off_for_ever_nor_without_a_day(stage: Stage) -> None:
    journey = stage.somebody("Nadège Gaillard")
    given = {"people": [str(journey.key)], "act": "postpone"}
    assert "Écrivez le jour où y revenir." in stage.refused(PUT_OFF, **given)
    for days in (0, 61):
        day = (today() + timedelta(days=days)).isoformat()
        assert "n’est pas un jour des 60 prochains" in stage.refused(PUT_OFF, **given, until=day)
    assert "Cochez au moins une personne" in stage.refused(PUT_OFF, act="postpone", until=day)


def test_people_are_entrusted_to_a_colleague_who_is_notified(stage: Stage) -> None:
    journeys = [stage.somebody(name) for name in ("Nadège Gaillard", "Hugo Exemple")]
    colleague, adviser = stage.cast["visitor"].person, stage.cast["adviser"]
    with acting_as(MACHINE):
        Membership.objects.create(
            host=stage.cast.region, organisation=adviser.organisation, person=colleague, role="adviser",
            valid_from=today(),
        )  # fmt: skip
    ticked = "&".join(f"qui={each.key}" for each in journeys)
    told = stage.get(f"{PUT_OFF}?{ticked}")
    assert told.count("checked") == 2
    sent = {"people": [str(each.key) for each in journeys], "act": "entrust"}
    assert "Choisissez un collègue." in stage.refused(f"{PUT_OFF}?{ticked}", **sent)
    stage.send(f"{PUT_OFF}?{ticked}", **sent, to=f"{adviser.organisation.pk}-{colleague.pk}")
    with acting_as(MACHINE):
        present = Referent.objects.filter(valid_until=None, learner__in=[each.learner_id for each in journeys])
        assert {each.person_id for each in present} == {colleague.pk}


def test_the_people_of_another_network_are_neither_put_off_nor_entrusted(stage: Stage) -> None:
    theirs = stage.somebody("Maria Costa", part="lead", body=another_network(stage, OrganisationKind.DEPARTMENT))
    stage.get(f"{PUT_OFF}?qui={theirs.key}", status=404)
    stage.get(f"{PUT_OFF}?qui=n-importe-quoi", status=404)
    day = (today() + timedelta(days=4)).isoformat()
    stage.refused(PUT_OFF, people=[str(theirs.key)], act="postpone", until=day)
    stage.get(PUT_OFF, part="provider", status=404)
    with acting_as(MACHINE):
        assert not Postponement.objects.exists()


def test_the_list_shows_who_is_current_and_finds_a_name_whoever_bears_it(stage: Stage) -> None:
    stage.somebody("Nadège Gaillard")
    stage.somebody("Rose Canevas", K.CLOSED)
    told = stage.get(PEOPLE)
    assert "Gaillard Nadège" in told
    assert "Canevas" not in told
    assert "etat=tous" in told
    assert "Canevas Rose" in stage.get(PEOPLE + "?etat=tous")
    assert "Canevas Rose" in stage.get(PEOPLE + "?q=canevas")
    assert "Canevas Rose" in stage.get(PEOPLE + "?etat=closed")


def test_each_line_says_the_next_date_the_silence_and_the_barriers(stage: Stage) -> None:
    journey = stage.somebody("Nadège Gaillard", K.PROPOSED, seen_days_ago=12)
    later = today() + timedelta(days=3)
    with acting_as(stage.cast["adviser"].actor) as actor:
        note_barrier(
            actor=actor, learner=journey.learner, body=stage.cast["adviser"].organisation, theme=Theme.MOBILITY
        )
    stage.send(of(journey, "reponse/"), answer="thinking", call_on=later.isoformat())
    line = stage.get(PEOPLE).split("Gaillard Nadège</a>")[1].split("</tr>")[0]
    for words in (day_text(later), "à rappeler", "Se déplacer"):
        assert words in line, words


def test_ticks_lead_to_an_invitation_or_a_postponement_and_the_list_is_exported(stage: Stage) -> None:
    journey = stage.somebody("Nadège Gaillard", seen_days_ago=12)
    stage.somebody("Rose Canevas", K.CLOSED)
    told = stage.get(PEOPLE)
    assert f'name="qui" value="{journey.key}"' in told
    for target in ("/rendez-vous/inviter/", PUT_OFF):
        assert f'formaction="{target}"' in told
    answer = stage.client().get("/mes-personnes/liste.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="personnes_{today():%Y-%m-%d}.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Personne;Commune;Où elle en est")
    assert [line.split(";")[0] for line in lines[1:]] == ["Gaillard Nadège"]
    assert ";12;" in lines[1]
    assert "Canevas Rose" in stage.client().get("/mes-personnes/liste.csv?etat=tous").content.decode()
    assert stage.client("provider").get("/mes-personnes/liste.csv").status_code == 404


def test_the_file_of_the_list_holds_the_people_of_one_network_alone(stage: Stage) -> None:
    stage.somebody("Nadège Gaillard")
    stage.somebody("Maria Costa", part="lead", body=another_network(stage, OrganisationKind.DEPARTMENT))
    for part, name, other in (("adviser", "Gaillard", "Costa"), ("lead", "Costa", "Gaillard")):
        for query in ("?etat=tous", "?qui=agence"):
            lines = stage.client(part).get(f"/mes-personnes/liste.csv{query}").content.decode()
            assert name in lines, (part, query)
            assert other not in lines, (part, query)
