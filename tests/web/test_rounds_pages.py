"""Pages of rounds: the desk, the round of the pilot, the single page of a lead. Typed text is never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.notifications.models import Notification
from pacte.steering.models import DeclaredValue, Milestone, Risk, Round, RoundAnswer
from pacte.steering.services.committees import plan_committee
from pacte.steering.services.milestones import set_milestone
from tests.cast import MACHINE
from tests.indicators.located import small_region
from tests.kept import kept_for_module
from tests.plan.contents import target
from tests.steering.round_stage import RoundStage, round_stage
from tests.web.markup import hidden_value
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db

DUE, COMMITTEE = today() + timedelta(days=10), today() + timedelta(days=20)


@pytest.fixture(autouse=True)
def _without_codes(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


SITES = target("chantiers", 2, unit="chantiers", per="département", indicator_code="sites_open")
STUDIES = target("études", 3, unit="études", per="an", indicator_code="studies_done")

kept_stage = kept_for_module(
    lambda: round_stage(on=today(), due_on=DUE, committee_on=COMMITTEE, figures=(SITES, STUDIES))
)


def _client(stage: RoundStage, part: str) -> Client:
    client = Client()
    client.force_login(stage.cast[part].person, backend="pacte.accounts.backends.PasswordBackend")
    return client


def _get(stage: RoundStage, part: str, address: str, status: int = 200) -> str:
    answer = _client(stage, part).get(address)
    assert answer.status_code == status, answer.content[-1500:]
    return plain(answer.content.decode())


def _answer_url(stage: RoundStage, number: int = 1) -> str:
    return f"/tour/{stage.round.pk}/action/{number}/"


def _send(stage: RoundStage, part: str, values: dict[str, str], number: int = 1) -> HttpResponse:
    return _client(stage, part).post(_answer_url(stage, number), values)


def _kept(number: int = 1) -> RoundAnswer:
    with acting_as(MACHINE):
        return RoundAnswer.objects.get(plan_action__number=number)


def test_the_desk_of_a_lead_says_first_what_waits(stage: RoundStage) -> None:
    page = _get(stage, "lead", "/mon-bureau/")
    assert "1 réponse à donner avant le" in page
    assert _answer_url(stage) in page
    assert _answer_url(stage, 2) not in page


def test_the_desk_of_the_pilot_says_who_has_not_answered_and_who_is_missing(stage: RoundStage) -> None:
    page = _get(stage, "pilot", "/mon-bureau/")
    assert "0 réponse sur 3, 1 action sans personne" in page
    assert "Lead Distribution" in page
    assert f"/plan/{stage.plan.code}/actions/3/designer/" in page


def test_the_desk_of_the_pilot_goes_from_the_round_to_the_statement_step_by_step(stage: RoundStage) -> None:
    page = _get(stage, "pilot", "/mon-bureau/")
    assert "que reste-t-il à faire" in page
    assert "Prévoir la séance" in page
    assert page.count('class="answer-cell is-awaited"') == 2 + 1, "two answers and the legend"
    assert page.count('class="answer-cell is-vacant"') == 1 + 1
    assert "Rien n’a bougé depuis hier" in page
    actor = stage.actor("pilot")
    with acting_as(actor):
        plan_committee(
            actor=actor, plan=stage.plan, title="Comité", held_on=stage.round.committee_on, place="Orléans",
            round_number=stage.round.number,
        )  # fmt: skip
    _send(stage, "lead", {"do": "send", "weather": "mixed", "weather_word": "E3 attend.", "progress": "2 / 3"})
    page = _get(stage, "pilot", "/mon-bureau/")
    for name in ("dossier", "releve"):
        assert f'href="/plan/{stage.plan.code}/comites/1/{name}/"' in page
    for words in ("1 / 3", "Relire 1 réponse", "Orléans", "+1 réponse", "1 sur 3 ; action 1"):
        assert words in page
    assert page.count('aria-current="step"') == 1


def test_a_lead_has_no_step_of_the_round_nor_what_moved(stage: RoundStage) -> None:
    page = _get(stage, "lead", "/mon-bureau/")
    assert "Qui attend un geste de moi" in page
    assert "answer-cell" not in page
    assert "depuis hier" not in page


def test_a_lead_sends_an_answer_and_the_pilot_has_it_to_read(stage: RoundStage) -> None:
    answer = _send(stage, "lead", {"do": "send", "weather": "mixed", "weather_word": "E3 attend.", "progress": "2 / 3"})
    assert (answer.status_code, answer["Location"]) == (302, "/mon-bureau/")
    assert (_kept().state, _kept().weather_word) == ("sent", "E3 attend.")
    assert "réponse de Lead Distribution à relire" in _get(stage, "pilot", "/mon-bureau/")


def test_all_that_was_filled_is_written_whatever_the_button(stage: RoundStage) -> None:
    answer = _send(
        stage,
        "lead",
        {
            "do": "save", "weather": "good", "progress": "Lancé.",
            "nm-title": "Marché notifié", "nm-due": (today() + timedelta(days=90)).isoformat(),
            "nv-what": "formations rénovées", "nv-value": "1 234,5", "nv-on": today().isoformat(), "nv-proof": "PV 3",
            "nr-title": "Le marché glisse", "nr-level": "high", "nr-response": "Relance",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content[-1500:]
    with acting_as(MACHINE):
        assert Milestone.objects.get().title == "Marché notifié"
        assert str(DeclaredValue.objects.get().value) == "1234.5000"
        assert Risk.objects.get().level == "high"
    page = _get(stage, "lead", _answer_url(stage))
    assert "1 234,5" in page
    assert "risque fort" in page


def test_the_target_stands_beside_the_field_where_its_value_is_declared(stage: RoundStage) -> None:
    small_region()
    url = _answer_url(stage)
    assert "chantiers (cible : 2 chantiers)" in _get(stage, "lead", url)
    typed = {
        "do": "save",
        "nv-figure": "0",
        "nv-value": "1",
        "nv-on": today().isoformat(),
        "nv-about": "département:45",
    }
    assert _send(stage, "lead", typed).status_code == 302
    with acting_as(MACHINE):
        kept = DeclaredValue.objects.get()
    page = _get(stage, "lead", url)
    assert f'id="f-v{kept.pk}-value-help"' in page
    assert "Cible : 2 chantiers." in page


def test_a_value_of_a_target_by_department_asks_which_one(stage: RoundStage) -> None:
    small_region()
    url = _answer_url(stage)
    assert "De quel lieu, ou de quelle période" in _get(stage, "lead", url)
    typed = {"do": "save", "nv-figure": "0", "nv-value": "2", "nv-on": today().isoformat()}
    page = plain(_send(stage, "lead", typed).content.decode())
    assert "Ce chiffre est promis par département : dites pour lequel vous déclarez." in page
    assert 'href="#f-nv-about"' in page
    wrong = plain(_send(stage, "lead", typed | {"nv-about": "année:2019"}).content.decode())
    assert "Ce chiffre se déclare par département." in wrong
    assert _send(stage, "lead", typed | {"nv-about": "département:45"}).status_code == 302
    with acting_as(MACHINE):
        kept = DeclaredValue.objects.get()
    assert (kept.about_key, kept.about_label) == ("45", "Loiret")
    page = _get(stage, "lead", url)
    assert "chantiers, Loiret" in page
    corrected = {"do": "save", f"v{kept.pk}-value": "3", f"v{kept.pk}-on": today().isoformat()}
    assert _send(stage, "lead", corrected | {f"v{kept.pk}-about": "département:18"}).status_code == 302
    assert "chantiers, Cher" in _get(stage, "lead", url)
    assert "chantiers, Loiret" not in _get(stage, "lead", url)


def test_a_value_dated_out_of_the_plan_says_that_no_year_expects_it(stage: RoundStage) -> None:
    typed = {"do": "save", "nv-figure": "1", "nv-value": "2", "nv-on": today().isoformat()}
    page = plain(_send(stage, "lead", typed).content.decode())
    assert "n’est pas dans une année que la cible attend" in page
    assert _send(stage, "lead", typed | {"nv-about": "année:2020"}).status_code == 302


def test_a_refused_form_writes_nothing_and_gives_back_every_word(stage: RoundStage) -> None:
    typed = {"do": "send", "weather": "good", "progress": "Mes mots.", "nv-what": "x", "nv-value": "beaucoup"}
    answer = _send(stage, "lead", typed)
    assert answer.status_code == 422
    page = plain(answer.content.decode())
    assert "« beaucoup » n’est pas un nombre" in page
    assert "Mes mots." in page
    assert 'href="#f-nv-value"' in page
    assert _kept().state == "awaited"


def test_who_comes_second_keeps_their_words_and_sees_those_of_the_first(stage: RoundStage) -> None:
    seen = hidden_value(_client(stage, "lead").get(_answer_url(stage)).content.decode(), "seen")
    _send(stage, "pilot", {"do": "save", "weather": "alert", "weather_word": "Au téléphone : bloqué."})
    answer = _send(stage, "lead", {"do": "save", "weather": "good", "progress": "Mes mots.", "seen": seen})
    page = plain(answer.content.decode())
    assert answer.status_code == 409
    assert "Mes mots." in page
    assert "Au téléphone : bloqué." in page
    assert _kept().weather == "alert"


def test_the_next_round_starts_from_what_was_said_last_time(stage: RoundStage) -> None:
    said = {"weather": "mixed", "weather_word": "E3 attend.", "progress": "Deux sur trois."}
    _send(stage, "lead", {"do": "send", **said})
    pilot = _client(stage, "pilot")
    assert pilot.post(f"/tour/{stage.round.pk}/", {"do": "close"}).status_code == 422, "the box is not ticked"
    assert pilot.post(f"/tour/{stage.round.pk}/", {"do": "close", "sure": "on"}).status_code == 302
    opened = pilot.post(
        f"/plan/{stage.plan.code}/tours/ouvrir/",
        {
            "label": "Tour 2", "due_on": DUE.isoformat(), "committee_on": COMMITTEE.isoformat(),
            "topics": ["weather", "milestones"], "numbers": ["1", "3"], "asked": "Soyez brefs.",
        },
    )  # fmt: skip
    assert opened.status_code == 302, opened.content[-1500:]
    page = _get(stage, "lead", f"{opened['Location']}action/1/")
    assert "Les champs reprennent ce qui a été dit la dernière fois" in page
    assert "Deux sur trois." in page
    assert "Soyez brefs." in page
    assert _kept_second().state == "awaited", "what is shown again is not yet said again"
    assert _client(stage, "state_lead").get(f"{opened['Location']}action/2/").status_code == 404, "it is not asked"


def _kept_second() -> RoundAnswer:
    with acting_as(MACHINE):
        return RoundAnswer.objects.get(plan_action__number=1, round__number=2)


def test_a_closed_round_is_read_and_takes_nothing_more(stage: RoundStage) -> None:
    _client(stage, "pilot").post(f"/tour/{stage.round.pk}/", {"do": "close", "sure": "on"})
    assert "rien n’y changera plus" in _get(stage, "auditor", f"/tour/{stage.round.pk}/")
    assert "Aucune réponse n’est venue" in _get(stage, "lead", _answer_url(stage))
    assert _send(stage, "lead", {"do": "save", "progress": "Trop tard"}).status_code == 409
    assert _client(stage, "pilot").post(f"/tour/{stage.round.pk}/", {"do": "close", "sure": "on"}).status_code == 409


def test_the_pilot_returns_with_a_word_that_the_lead_reads_first(stage: RoundStage) -> None:
    _send(stage, "lead", {"do": "send", "weather": "good"})
    assert _send(stage, "pilot", {"do": "return", "word": " "}).status_code == 422
    assert _send(stage, "pilot", {"do": "return", "word": "Et le Cher ?"}).status_code == 302
    assert "Et le Cher ?" in _get(stage, "lead", _answer_url(stage))
    assert "le pilote vous la renvoie avec un mot" in _get(stage, "lead", "/mon-bureau/")
    assert _send(stage, "lead", {"do": "accept"}).status_code in (403, 409)


def test_a_milestone_is_moved_reached_dropped_and_tied_from_the_page(stage: RoundStage) -> None:
    one = stage.do(set_milestone, "lead", number=1, title="Un", due_on=today() + timedelta(days=9), on=today())
    two = stage.do(set_milestone, "lead", number=1, title="Deux", due_on=today() + timedelta(days=30), on=today())
    later = (today() + timedelta(days=60)).isoformat()
    without = _send(stage, "lead", {"do": "save", f"m{one.pk}-due": later})
    assert without.status_code == 422
    assert f'href="#f-m{one.pk}-reason"' in without.content.decode()
    moved = {"do": "save", f"m{one.pk}-due": later, f"m{one.pk}-reason": "Recours", f"m{two.pk}-after": str(one.pk)}
    assert _send(stage, "lead", moved).status_code == 302
    page = _get(stage, "lead", _answer_url(stage))
    assert "attend 1 · Un" in page, "it waits for one that is planned after it"
    assert _send(stage, "lead", {"do": f"untie-{two.pk}"}).status_code == 302
    assert _send(stage, "lead", {"do": "save", f"m{two.pk}-done": today().isoformat()}).status_code == 302
    assert _send(stage, "lead", {"do": f"drop-{one.pk}"}).status_code == 422, "without a reason"
    assert _send(stage, "lead", {"do": f"drop-{one.pk}", f"m{one.pk}-reason": "Sans suite"}).status_code == 302
    with acting_as(MACHINE):
        assert Milestone.objects.get(pk=two.pk).done_on == today()
        assert Milestone.objects.get(pk=one.pk).dropped_on == today()


@pytest.mark.parametrize("act", ["", "fly", "drop-", "drop-x", "drop-99999999999999999999", "close-1", "reopen-²"])
def test_an_act_that_does_not_exist_is_refused_in_words(stage: RoundStage, act: str) -> None:
    assert _send(stage, "lead", {"do": act}).status_code in (404, 422)


def test_a_message_is_read_on_its_page_and_leads_to_where_one_acts(stage: RoundStage) -> None:
    page = _get(stage, "lead", "/messages/")
    assert "1 message à lire" in page
    assert "Comité de décembre 2020" in page
    with acting_as(MACHINE):
        identifier = Notification.objects.get(person=stage.cast["lead"].person).pk
    followed = _client(stage, "lead").post(f"/messages/{identifier}/")
    assert followed.status_code == 302
    assert "Vous avez tout lu." in _get(stage, "lead", "/messages/")


def test_a_message_never_leads_outside(stage: RoundStage) -> None:
    with acting_as(MACHINE):
        Notification.objects.filter(person=stage.cast["lead"].person).update(address="//evil.example/")
        identifier = Notification.objects.get(person=stage.cast["lead"].person).pk
    assert _client(stage, "lead").post(f"/messages/{identifier}/")["Location"] == "/messages/"


def test_markup_in_words_stays_words(stage: RoundStage) -> None:
    script = "<script>alert(1)</script>"
    _send(stage, "lead", {"do": "send", "weather": "mixed", "weather_word": script, "progress": script})
    for address in (f"/tour/{stage.round.pk}/", _answer_url(stage)):
        assert script not in _client(stage, "pilot").get(address).content.decode()


@pytest.mark.parametrize("address", ["/mon-bureau/", "/tour/{}/", "/tour/{}/action/1/"])
def test_a_page_asks_as_many_questions_whatever_it_holds(stage: RoundStage, address: str) -> None:
    client, url = _client(stage, "pilot"), address.format(stage.round.pk)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    for rank in range(5):
        for part, number in (("lead", 1), ("state_lead", 2)):
            stage.do(set_milestone, part, number=number, title=f"J{rank}", due_on=today(), on=today())
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) <= len(few) + 2


def test_opening_a_round_that_makes_no_sense_is_told_at_its_field(stage: RoundStage) -> None:
    with acting_as(MACHINE):
        Round.objects.filter(pk=stage.round.pk).delete()
    answer = _client(stage, "pilot").post(
        f"/plan/{stage.plan.code}/tours/ouvrir/",
        {
            "label": "Tour", "due_on": COMMITTEE.isoformat(), "committee_on": DUE.isoformat(),
            "topics": ["weather"], "numbers": ["1"],
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "avant la date de réponse" in plain(answer.content.decode())


def test_a_milestone_that_waits_for_two_of_the_same_title_keeps_both_when_it_waits_for_a_third(
    stage: RoundStage,
) -> None:
    one, same, third, last = (
        stage.do(set_milestone, "lead", number=1, title=title, due_on=today() + timedelta(days=days), on=today())
        for title, days in (("Avis", 9), ("Avis", 19), ("Marché", 25), ("Fin", 30))
    )
    for awaited in (one, same, third):
        assert _send(stage, "lead", {"do": "save", f"m{last.pk}-after": str(awaited.pk)}).status_code == 302
    with acting_as(MACHINE):
        assert set(Milestone.objects.get(pk=last.pk).depends_on.all()) == {one, same, third}
