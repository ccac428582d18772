"""What is written on the simulated journeys without a draw is possible, and leaves the other journeys as they are."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from pacte.demo.region import simulation
from pacte.demo.region.contacts import contacts_of
from pacte.demo.region.first_level import is_under_justice
from pacte.demo.region.further_trainings import FurtherTrainings
from pacte.demo.region.invented_journey import InventedJourney
from pacte.demo.region.invented_people import invent_people
from pacte.demo.region.loading import PROVIDERS, drawn_for
from pacte.demo.region.simulation import RegionSimulation
from pacte.demo.region.training_supply import invent_providers, invent_sessions
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.records.adviser_desk import NoteKind, Phase
from pacte.journeys.records.reasons import DeclineReason
from pacte.journeys.rules.state_machine import KEEPS_RESERVATION, TRANSITIONS, allowed_step_kinds
from tests.demo.test_region import some_towns

TODAY = date(2022, 12, 31)
_SHARE = 0.1
_COMES_BACK = 366


def simulated() -> list[InventedJourney]:
    towns = some_towns()
    largest = sorted(towns, key=lambda town: -town.weight)[:42]
    providers = invent_providers(drawn_for("providers"), largest, PROVIDERS)
    sessions = invent_sessions(drawn_for("sessions"), providers, largest, share=_SHARE, today=TODAY)
    crowd = invent_people(drawn_for("people"), towns, round(100_000 * _SHARE), middle_year=2021)
    region = RegionSimulation(drawn_for("journeys"), crowd, TODAY)
    supply = sorted(sessions, key=lambda each: (each.starts_on, each.rank))
    return [life for session in supply for life in region.journeys_of_session(session)]


@cache
def lives() -> list[InventedJourney]:
    return simulated()


def entered() -> list[InventedJourney]:
    return [life for life in lives() if life.entered_on]


def paused() -> list[InventedJourney]:
    return [life for life in entered() if day_of(life, "interrupted")]


def day_of(life: InventedJourney, kind: str) -> int:
    return next((day for each, day, _ in life.steps if each == kind), 0)


def days_from_entry(life: InventedJourney) -> list[int]:
    kinds = [kind for kind, _, _ in life.steps]
    return [day for _, day, _ in life.steps[kinds.index("entered") :]]


def is_refused_by_the_rules(life: InventedJourney) -> bool:
    state = JourneyState.NEW
    for name, _, _ in life.steps:
        kind = StepKind(name)
        if kind not in allowed_step_kinds(state):
            return True
        if not (state is JourneyState.RESERVED and kind in KEEPS_RESERVATION):
            state = TRANSITIONS[kind][1] or state
    return False


def test_steps_that_were_added_follow_the_rules_and_the_calendar() -> None:
    changed = [life for life in entered() if life.added]
    assert len(changed) > 50
    assert [life.steps for life in changed if is_refused_by_the_rules(life)] == []
    after = [days_from_entry(life) for life in changed]
    assert [days for days in after if days != sorted(days)] == []


def test_who_pauses_for_a_mission_is_away_meanwhile() -> None:
    for life in paused():
        left, back = day_of(life, "interrupted"), day_of(life, "resumed") or (life.ended_on or 0)
        assert (life.entered_on or 0) < left < back <= (life.ended_on or 0)
        assert [monday for monday, _, _ in life.weeks if left <= monday < back] == []
    assert len(paused()) > 50


def test_missions_are_frequent_in_the_sessions_of_action_4_and_some_become_a_job() -> None:
    ours = [life for life in entered() if life.session.serves("4")]
    away = [life for life in paused() if life.session.serves("4")]
    assert 0.3 < len(away) / len(ours) < 0.6
    assert 0 < sum(life.end_kind == "to_job" for life in away) < len(away) / 2
    assert {life.end_kind for life in paused() if not life.session.serves("4")} == {"to_term"}
    gone = [life for life in away if life.end_kind == "to_job"]
    assert {kind for life in gone for kind, _, _ in life.added} == {"interrupted", "ended", "situation"}


def test_who_comes_back_has_left_before_and_leaves_this_one_before_another() -> None:
    back = [life for life in entered() if life.follows and life.follows.session.family.group != "preparatory"]
    assert len(back) > 50
    days = [(life.follows.ended_on, life.entered_on, life.ended_on) for life in back if life.follows]
    assert [each for each in days if not each[0] < each[1] <= each[2] < each[0] + _COMES_BACK] == []  # type: ignore[operator]
    assert {life.follows.end_kind for life in back if life.follows} == {"to_term", "goal_reached", "to_job"}


def test_a_seat_is_held_before_the_end_of_what_it_follows_and_until_after_the_entry() -> None:
    holding = [life for life in entered() if day_of(life, "seat_reserved")]
    assert len(holding) > 50
    for life in holding:
        day, entry = day_of(life, "seat_reserved"), life.entered_on or 0
        assert life.follows is not None
        assert day_of(life, "information_attended") <= day <= min(life.follows.ended_on or 0, life.taken_on)
        assert day_of(life, "seat_reserved") == life.taken_on < entry


def test_the_other_journeys_are_the_same_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    written = lives()
    monkeypatch.setattr(simulation, "pause_for_mission", lambda _: None)
    monkeypatch.setattr(simulation, "certify_first_level", lambda _: None)
    monkeypatch.setattr(FurtherTrainings, "expect", lambda *_: None)
    without = simulated()
    assert len(without) == len(written)
    same = [(here, there) for here, there in zip(written, without, strict=True) if not here.added]
    assert 0.95 * len(without) < len(same) < len(without)
    assert [
        here.steps for here, there in same if [step[:2] for step in here.steps] != [s[:2] for s in there.steps]
    ] == []


def test_first_certificates_are_of_the_sessions_of_action_26_only() -> None:
    certified = [life for life in entered() if life.added and {"certified", "certified_in_part"} & kinds_added(life)]
    assert len(certified) > 20
    assert {(life.session.action, life.session.family.nature) for life in certified} == {("26", "basic_skills")}
    ours = [life for life in entered() if life.session.serves("26")]
    assert 0.5 < sum(map(is_under_justice, ours)) / len(ours) < 0.9


def kinds_added(life: InventedJourney) -> set[str]:
    return {kind for kind, _, _ in life.added}


def test_a_refusal_has_a_reason_of_the_list_or_none_and_money_is_one() -> None:
    details = {detail for life in lives() for kind, _, detail in life.steps if kind == "declined"}
    assert details == {"{}", *(f'{{"reason": "{reason}"}}' for reason in DeclineReason)}


def test_contacts_are_of_their_phase_and_never_later_than_today() -> None:
    today = TODAY.toordinal()
    seen = set()
    for life in entered():
        start, end = life.entered_on or 0, life.ended_on or 0
        for phase, kind, day, reached in contacts_of(life, start, today) if start <= today else ():
            first, last = {"before": (life.steps[0][1], start - 1), "during": (start, end), "after": (end + 1, today)}[
                phase
            ]
            assert first <= day <= min(last, today)
            seen.add((Phase(phase), NoteKind(kind) is NoteKind.WORD, reached))
    assert seen == {(phase, False, reached) for phase in Phase for reached in (True, False)}


def test_the_agencies_that_keep_their_own_tool_write_no_contact() -> None:
    today = TODAY.toordinal()
    silent = {
        life.person.network[1]
        for life in entered()
        if life.person.network[0] == "france-travail" and list(contacts_of(life, life.entered_on or 0, today))
    }
    assert silent == {"18", "37", "45"}
