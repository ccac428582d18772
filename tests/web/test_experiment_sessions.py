"""The page of an experiment compares the sessions of its arms; whoever may write it attaches or detaches some."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse

from pacte.accounts.row_context import acting_as
from pacte.evaluation.models import Experiment
from pacte.evaluation.queries import arm_periods
from pacte.evaluation.records import Arm, Judgement
from pacte.evaluation.services import attach_sessions, detach_session, lock_protocol, record_finding
from pacte.journeys.records import StepKind
from pacte.journeys.records.counts import PROTECTED_PUBLIC
from pacte.kernel.clock import today
from pacte.offer.models import Session, Site, TrainingAction
from tests.cast import MACHINE
from tests.evaluation.test_lock_on_entry import TO_THE_SEAT, enter, opened, paid
from tests.journeys.making import DAY, session_with, somebody, walk
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
STARTED = date(2021, 1, 11)

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2))))


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@pytest.fixture
def experiment(stage: Stage) -> Experiment:
    return opened(stage, 1)


def attach(experiment: Experiment, *sessions: Session, arm: Arm = Arm.WITH, on: date = DAY) -> None:
    with acting_as(MACHINE):
        attach_sessions(
            actor=MACHINE, experiment=experiment, arms=dict.fromkeys([each.pk for each in sessions], arm), on=on
        )


def address(experiment: Experiment, rest: str = "") -> str:
    return f"experimentations/{experiment.number}/{rest}"


def section(stage: Stage, experiment: Experiment, part: str = "pilot", au: date | None = None) -> str:
    page = stage.get(address(experiment, f"?au={au.isoformat()}" if au else ""), part)
    return page.partition('id="sessions"')[2].partition("</section>")[0]


def rows_of(html: str, table: str) -> list[list[str]]:
    """Cells of each row of that table, their notes included."""
    body = html.partition(f'id="{table}"')[2].partition("<tbody")[2].partition("</tbody>")[0]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in re.findall(r"<t[hd]\b.*?</t[hd]>", line, re.S)]
        for line in re.findall(r"<tr\b.*?</tr>", body, re.S)
    ]


def posted(stage: Stage, part: str, experiment: Experiment, rest: str, **data: Any) -> HttpResponse:
    return stage.client(part).post(stage.address(address(experiment, rest)), data)


def attached(experiment: Experiment) -> dict[int, Arm]:
    with acting_as(MACHINE):
        periods = arm_periods(actor=MACHINE, experiment_ids=[experiment.pk], on=today())
    return {each.session_id: each.arm for each in periods if each.until is None}


def test_without_a_session_the_page_says_so_and_who_owes_it(stage: Stage, experiment: Experiment) -> None:
    shown = section(stage, experiment)
    assert "Aucune session n’est rattachée à cette expérimentation" in shown
    assert "À faire par Lead Distribution." in shown
    assert "Rattacher des sessions" in shown
    assert "Détacher une session" not in shown


def test_each_arm_has_its_sessions_and_what_they_gave(stage: Stage, experiment: Experiment) -> None:
    tried, compared = (session_with(stage.cast, opened=4, number=number) for number in ("24_1", "24_2"))
    for name in ("Inès", "Omar"):
        journey = somebody(stage.cast, first_name=name)
        walk(stage.cast["adviser"].actor, journey, tried, *TO_THE_SEAT)
        walk(stage.cast["provider"].actor, journey, tried, StepKind.ENTERED, on=STARTED)
    walk(stage.cast["provider"].actor, journey, tried, StepKind.ENDED, on=date(2021, 6, 11))
    attach(experiment, tried)
    attach(experiment, compared, arm=Arm.WITHOUT)
    shown = section(stage, experiment)
    # Arm, sessions, places bought, places taken, entries, ends, completions.
    assert rows_of(shown, "bras") == [["Avec", "1", "4", "2", "2", "1", "1"], ["Sans", "1", "4", "0", "0", "0", "0"]]
    [[title, start, *counts]] = rows_of(shown, "sessions-with")
    assert title.startswith("Soudeur Organisme du Cher")
    assert (start, counts) == ("11/01/2021", ["4", "2", "1"])
    then = section(stage, experiment, au=date(2021, 3, 1))
    assert rows_of(then, "bras")[0] == ["Avec", "1", "4", "2", "2", "0", "0"], "the end was not there yet"


def test_two_experiments_of_one_action_have_each_their_sessions(stage: Stage, experiment: Experiment) -> None:
    other = opened(stage, 1, "Autre essai")
    first, second = (paid(stage, 1, session_with(stage.cast, number=number)) for number in ("24_1", "24_2"))
    attach(experiment, first)
    attach(other, second)
    pages = [section(stage, each) for each in (experiment, other)]
    assert [re.findall(r"A24_\d/24_\d", page) for page in pages] == [["A24_1/24_1"], ["A24_2/24_2"]]


def test_a_session_attached_after_the_lock_or_after_its_first_entry_is_marked(
    stage: Stage, experiment: Experiment
) -> None:
    begun, coming, ahead = (session_with(stage.cast, opened=4, number=number) for number in ("24_1", "24_2", "24_3"))
    enter(stage, begun, on=STARTED)
    attach(experiment, ahead)
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=experiment, on=STARTED, by="essai")
    attach(experiment, begun, coming, on=STARTED + timedelta(days=1))
    shown = section(stage, experiment)
    assert "1 session l’a été après le verrouillage de la fiche et 1 session l’a été après sa première entrée" in shown
    notes = [cells[0] for cells in rows_of(shown, "sessions-with")]
    assert [", après" in note for note in notes] == [False, True, True]
    assert "après sa première entrée" in notes[2]
    before = section(stage, experiment, au=DAY)
    assert "Rattachées en retard" not in before


def test_a_reader_without_small_counts_reads_the_sessions_and_no_count_of_people(
    stage: Stage, experiment: Experiment
) -> None:
    session = session_with(stage.cast, opened=4)
    attach(experiment, session)
    enter(stage, session)
    for part in ("lead", "state_reader", "administrator"):
        shown = section(stage, experiment, part)
        assert rows_of(shown, "bras")[0] == ["Avec", "1", "4"], part
        assert len(rows_of(shown, "sessions-with")[0]) == 3, part
        assert "un bras peut compter moins de onze personnes" in shown
    for part in ("pilot", "analyst", "auditor"):
        shown = section(stage, experiment, part)
        assert rows_of(shown, "bras")[0][3:5] == ["1", "1"], part
        assert "un bras peut compter" not in shown


def test_few_people_under_the_hand_of_justice_are_hidden_from_everybody(stage: Stage, experiment: Experiment) -> None:
    session = session_with(stage.cast, opened=4)
    with acting_as(MACHINE):
        TrainingAction.objects.filter(pk=session.training_action_id).update(public_codes=[PROTECTED_PUBLIC])
    attach(experiment, session)
    enter(stage, session)
    shown = section(stage, experiment)
    assert rows_of(shown, "bras")[0][4] == "masqué"
    assert rows_of(shown, "sessions-with")[0][3:] == ["masqué", "masqué"]


def test_twenty_sessions_are_shown_the_latest_first_and_the_others_counted(
    stage: Stage, experiment: Experiment
) -> None:
    sessions = [session_with(stage.cast, number=f"24_{rank}") for rank in range(22)]
    with acting_as(MACHINE):
        for rank, session in enumerate(sessions):
            session.starts_on = STARTED + timedelta(days=rank)
            session.save()
    attach(experiment, *sessions)
    shown = section(stage, experiment)
    starts = [cells[1] for cells in rows_of(shown, "sessions-with")]
    assert starts == [f"{STARTED + timedelta(days=rank):%d/%m/%Y}" for rank in range(21, 1, -1)]
    assert "… et 2 sessions plus anciennes." in shown


def test_the_page_costs_the_same_whatever_the_number_of_sessions(
    stage: Stage, experiment: Experiment, django_assert_max_num_queries: Any
) -> None:
    sessions = [session_with(stage.cast, number=f"24_{rank}") for rank in range(6)]
    costs = []
    for attached_now in (sessions[:1], sessions[1:]):
        attach(experiment, *attached_now)
        with django_assert_max_num_queries(200) as counted:
            section(stage, experiment)
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_the_pilot_attaches_the_sessions_that_are_ticked(stage: Stage, experiment: Experiment) -> None:
    first, second = (session_with(stage.cast, number=number) for number in ("24_1", "24_2"))
    sent = {"arm": "without", "sessions": [first.pk, second.pk]}
    assert posted(stage, "pilot", experiment, "rattacher/", **sent).status_code == 302
    assert attached(experiment) == {first.pk: Arm.WITHOUT, second.pk: Arm.WITHOUT}
    page = stage.get(address(experiment, "rattacher/"), "pilot")
    assert "Aucune session ne répond à ces choix." in page, "both are attached"


def test_sessions_bought_for_the_action_come_first_then_the_latest(stage: Stage, experiment: Experiment) -> None:
    sessions = {number: session_with(stage.cast, number=number) for number in ("24_1", "24_2", "24_3")}
    paid(stage, 1, sessions["24_1"])
    paid(stage, 2, sessions["24_2"])
    with acting_as(MACHINE):
        sessions["24_3"].starts_on = STARTED + timedelta(days=7)
        sessions["24_3"].save()
    page = stage.get(address(experiment, "rattacher/"), "pilot")
    notes = [cells[0] for cells in rows_of(page, "a-rattacher")]
    assert [note.split(" · ")[1:] for note in notes] == [
        ["24_1", "commandée pour cette action"],
        ["24_3"],
        ["24_2"],
    ]


def test_sessions_are_found_by_words_place_and_day(stage: Stage, experiment: Experiment) -> None:
    here, there = (session_with(stage.cast, number=number) for number in ("24_1", "24_2"))
    with acting_as(MACHINE):
        here.site = Site.objects.create(key="k", town="Bélâbre", commune_code="36016")
        here.save()
        there.training.title, there.starts_on = "Électricien", STARTED + timedelta(days=7)
        there.training.save()
        there.save()

    def found(query: str) -> list[str]:
        page = stage.get(address(experiment, f"rattacher/?{query}"), "pilot")
        return re.findall(r'name="sessions" id="session-(\d+)"', page)

    assert found("mots=electricien+cher") == found("debut_de=2021-01-12") == found("mots=24_2") == [str(there.pk)]
    assert found("lieu=bela") == found("lieu=36") == found("debut_a=2021-01-11") == [str(here.pk)]
    assert found("mots=rien") == []
    assert found("debut_de=hier") == [str(there.pk), str(here.pk)], "a filter that is no day is left out"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"arm": "with"}, "Aucune session n’est cochée"),
        ({"arm": "", "sessions": ["own"]}, "Choisissez une réponse"),
        ({"arm": "both", "sessions": ["own"]}, "choix"),
        ({"arm": "with", "sessions": ["999999"]}, "n’est plus dans cette liste"),
    ],
)
def test_a_form_that_does_not_say_what_and_where_writes_nothing(
    stage: Stage, experiment: Experiment, sent: dict[str, Any], says: str
) -> None:
    session = session_with(stage.cast)
    sent = {name: [session.pk if each == "own" else each for each in value] if name == "sessions" else value
            for name, value in sent.items()}  # fmt: skip
    answer = posted(stage, "pilot", experiment, "rattacher/", **sent)
    assert answer.status_code == 422
    assert says in plain(answer.content.decode())
    assert attached(experiment) == {}


def test_a_session_is_detached_with_a_reason_that_the_page_keeps(stage: Stage, experiment: Experiment) -> None:
    session = session_with(stage.cast)
    attach(experiment, session)
    sent = {"session": session.pk, "reason": ""}
    assert posted(stage, "pilot", experiment, "detacher/", **sent).status_code == 422
    sent["reason"] = "annulée par l’organisme"
    assert posted(stage, "pilot", experiment, "detacher/", **sent).status_code == 302
    assert attached(experiment) == {}
    [cells] = rows_of(section(stage, experiment), "detachees")
    assert cells[1:3] == ["avec", f"{DAY:%d/%m/%Y}"]
    assert cells[4].startswith("annulée par l’organisme")


def test_a_past_day_shows_what_was_attached_then_and_no_verb(stage: Stage, experiment: Experiment) -> None:
    gone, here = (session_with(stage.cast, number=number) for number in ("24_1", "24_2"))
    attach(experiment, gone)
    with acting_as(MACHINE):
        left = DAY + timedelta(days=30)
        detach_session(actor=MACHINE, experiment=experiment, session_id=gone.pk, on=left, reason="x")
    attach(experiment, here, on=left)
    then = section(stage, experiment, au=DAY)
    assert ("A24_1/24_1" in then, "A24_2/24_2" in then) == (True, False)
    assert "Rattacher des sessions" not in then
    assert "Détacher" not in then
    now = section(stage, experiment)
    assert rows_of(now, "sessions-with")[0][1] == f"{here.starts_on:%d/%m/%Y}"
    assert "Détacher une session" in now


def test_a_judged_experiment_says_that_it_takes_no_more_session(stage: Stage, experiment: Experiment) -> None:
    attach(experiment, session_with(stage.cast))
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=experiment, on=DAY, by="essai")
        record_finding(
            actor=MACHINE, experiment=experiment, result="x", judgement=Judgement.STOP, on=STARTED, reason="y"
        )
    shown = section(stage, experiment)
    assert ("Rattacher des sessions" in shown, "Détacher une session" in shown) == (False, True)
    late = session_with(stage.cast, number="24_2")
    answer = posted(stage, "pilot", experiment, "rattacher/", arm="with", sessions=[late.pk])
    assert answer.status_code == 422
    assert "Cette expérimentation est jugée : elle ne reçoit plus de session." in plain(answer.content.decode())


def test_only_who_may_write_the_experiment_has_the_verbs_and_the_forms(stage: Stage, experiment: Experiment) -> None:
    attach(experiment, session_with(stage.cast))
    for part in ("analyst", "state_reader", "auditor", "administrator"):
        assert "Rattacher des sessions" not in section(stage, experiment, part), part
        for act in ("rattacher/", "detacher/"):
            stage.get(address(experiment, act), part, status=403)
    for part in ("intruder", "visitor", "provider", "adviser"):
        for act in ("", "rattacher/", "detacher/"):
            stage.get(address(experiment, act), part, status=404)
    assert "Rattacher des sessions" in section(stage, experiment, "lead"), "who answers for it"
