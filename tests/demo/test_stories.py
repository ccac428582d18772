"""Stories of the demonstration are data files: one without the expected shape is refused, with its line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from pacte.demo.logins import demo_logins
from pacte.demo.region.invented_people import invented_names
from pacte.demo.region.loading import PROVIDERS, drawn_for
from pacte.demo.region.provider_bodies import names_with_a_body
from pacte.demo.region.training_families import training_families
from pacte.demo.region.training_supply import provider_names
from pacte.demo.stories import reader
from pacte.demo.stories.action_purchases import purchase_stories
from pacte.demo.stories.adapted_trainings import adapted_training_stories
from pacte.demo.stories.adviser_desks import adviser_desk_stories
from pacte.demo.stories.amendment import amendment_story
from pacte.demo.stories.calls import call_stories, product_call_stories
from pacte.demo.stories.campaigns import campaign_stories
from pacte.demo.stories.case_files import case_file_stories, workplace_training_stories
from pacte.demo.stories.committee_meetings import committee_stories, second_plan_committees
from pacte.demo.stories.competence_studies import competence_study_files, competence_study_stories
from pacte.demo.stories.custom_trainings import custom_training_stories
from pacte.demo.stories.diagnosis_data import diagnosis_stories
from pacte.demo.stories.directory import action_lead_stories, organisation_stories
from pacte.demo.stories.experience_validations import experience_validation_stories
from pacte.demo.stories.experiments import experiment_stories
from pacte.demo.stories.known import known_by
from pacte.demo.stories.money_shares import money_shares
from pacte.demo.stories.offer_history import offer_history_story
from pacte.demo.stories.outreach import outreach_stories
from pacte.demo.stories.partner_messages import partner_traffic_story
from pacte.demo.stories.place_requests import place_request_stories
from pacte.demo.stories.provider_plans import provider_plan_files, provider_plan_stories
from pacte.demo.stories.reader import parse_story
from pacte.demo.stories.relations import relation_story
from pacte.demo.stories.second_buyer import second_buyer_story
from pacte.demo.stories.steering_rounds import open_round, round_stories
from pacte.demo.stories.study_cases import study_stories
from pacte.demo.stories.trainee import trainee_story
from pacte.exchange.errors import UnreadableFile
from pacte.indicators.records.profile import FICTITIOUS
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.french import format_day
from tests.plans_at_hand import shipped_plan

TODAY = date(2026, 11, 28)


class Colour(StrEnum):
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Leaf:
    on: date
    colour: Colour = Colour.GREEN


@dataclass(frozen=True, slots=True)
class Tree:
    title: str
    code: ActionCode | None = None
    height: Decimal = Decimal(0)
    is_old: bool = False
    pair: tuple[int, str] | None = None
    ratios: dict[int, float] | None = None
    leaves: tuple[Leaf, ...] = ()


def _tree(text: str, *, today: date | None = TODAY) -> Tree:
    return parse_story(text.encode(), name="tree.yaml", shape=Tree, today=today)


def _refusal(text: str, *, today: date | None = TODAY) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        _tree(text, today=today)
    return refused.value


def test_a_file_becomes_typed_values() -> None:
    read = _tree(
        "title: Orme\ncode: 27\nheight: 12.50\nis_old: true\npair: [3, x]\nratios: {2019: 1, 2020: 0.5}\n"
        "leaves:\n  - {on: 2020-03-12, colour: green}\n  - on: D-3\n  - on: D+40\n  - on: end of next year\n"
    )
    days = [leaf.on for leaf in read.leaves]
    assert days == [date(2020, 3, 12), date(2026, 11, 25), date(2027, 1, 7), date(2027, 12, 31)]
    assert (read.code, read.height, str(read.height)) == (ActionCode("27"), Decimal("12.5"), "12.50")
    assert (read.pair, read.ratios, read.is_old) == ((3, "x"), {2019: 1.0, 2020: 0.5}, True)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("title: Orme\nheigth: 3\n", 2, "heigth n’est pas un champ connu"),
        ("height: 3\n", 1, "n’a pas de champ « title »"),
        ("title: Orme\nleaves:\n  - on: 2020-01-01\n  - colour: green\n", 4, "n’a pas de champ « on »"),
        ("title: 12\n", 1, "et non un texte"),
        ("title: Orme\nis_old: 1\n", 2, "et non true ou false"),
        ("title: Orme\nheight: haut\n", 2, "et non un nombre"),
        ("title: Orme\nheight: .inf\n", 2, "et non un nombre"),
        ("title: Orme\nheight: true\n", 2, "et non un nombre"),
        ("title: Orme\ncode: un mot\n", 2, "et non un code d’action"),
        ("title: Orme\nleaves:\n  - on: 2020-02-30\n", 3, "et non une date"),
        ("title: Orme\nleaves:\n  - on: 2020-01-01\n    colour: blue\n", 4, "Valeurs connues : green."),
        ("title: Orme\nleaves: non\n", 2, "n’est pas une liste"),
        ("title: Orme\nleaves: [non]\n", 2, "n’a pas de champs"),
        ("title: Orme\npair: [3]\n", 2, "a 1 valeurs au lieu de 2"),
        ("title: Orme\nratios: [1]\n", 2, "n’a pas de champs"),
        ("title: Orme\nratios:\n  2019: 1\n  an: 1\n", 4, "et non un nombre entier"),
        ("title: Orme\ntitle: Orme\n", 2, "une seconde fois"),
        ("title: null\n", 1, "et non un texte"),
    ],
)
def test_what_does_not_have_the_shape_is_refused_with_its_line(text: str, line: int, part: str) -> None:
    refusal = _refusal(text)
    assert (refusal.row, refusal.sheet) == (line, "tree.yaml")
    assert part in str(refusal)


def test_a_relative_day_needs_a_day_to_count_from() -> None:
    assert "et non une date" in str(_refusal("title: Orme\nleaves:\n  - on: D-3\n", today=None))


def test_every_story_has_its_shape_and_a_reader() -> None:
    stories = (
        organisation_stories(), demo_logins(), action_lead_stories(), round_stories(), open_round(TODAY),
        committee_stories(), second_plan_committees(TODAY), experiment_stories(TODAY), study_stories(TODAY),
        diagnosis_stories(TODAY), money_shares(), partner_traffic_story(TODAY), trainee_story(), adviser_desk_stories(),
        training_families(), invented_names(), amendment_story(TODAY), purchase_stories(), case_file_stories(),
        adapted_training_stories(), experience_validation_stories(), custom_training_stories(), provider_plan_stories(),
        competence_study_stories(), workplace_training_stories(),
        offer_history_story(), second_buyer_story(), place_request_stories(),
        campaign_stories(), relation_story(), call_stories(TODAY), outreach_stories(),
        product_call_stories(TODAY),
    )  # fmt: skip
    files = [path.stem for path in Path(reader.DATA).glob("*.yaml") if path.stem != "second_plan"]
    assert len(files) == len(stories)
    assert all(stories)


def test_the_stories_speak_of_actions_that_the_real_plan_has() -> None:
    known = set(shipped_plan().numbers)
    rounds = round_stories()
    assert [each.code for each in rounds.actions] == sorted(known)
    assert all(len(each.weather) == len(each.comments) <= len(rounds.rounds) for each in rounds.actions)
    assert {each.action for each in experiment_stories(TODAY).experiments} <= known
    assert {each.action for each in study_stories(TODAY).studies} <= known
    assert {each.action for each in case_file_stories().files} <= known
    decisions = [each for committee in committee_stories().committees for each in committee.decisions]
    assert {number for each in decisions for number in each.actions} <= known


def test_the_stories_name_people_and_organisations_of_the_demonstration() -> None:
    emails = {each.email for each in (*demo_logins(), *action_lead_stories())}
    names = {name.text for body in organisation_stories() for name in body.names}
    codes = {body.code: set(body.services) for body in organisation_stories()}
    bodies = {name.text: body.code for body in organisation_stories() for name in body.names}
    buyers = {login.body for login in demo_logins() if login.role is Role.BUYER}
    assert buyers == {"region", bodies[second_buyer_story().body]}
    assert all(login.service in codes[login.body] for login in demo_logins() if login.service)
    assert {lead.body for lead in action_lead_stories()} <= names
    owners = {each.owner for committee in committee_stories().committees for each in committee.decisions}
    assert owners <= emails | names
    assert {each.owner for each in experiment_stories(TODAY).experiments} <= emails | {""}
    assert {each.owner for each in case_file_stories().files} <= emails
    assert {desk.email for desk in adviser_desk_stories().others} <= emails
    requests = place_request_stories()
    assert {requests.provider, requests.adviser} <= emails
    assert {each.network for each in requests.requests} <= names | {""}


def test_each_provider_that_transforms_its_practices_trains_somebody_and_has_joined() -> None:
    files = (*case_file_stories().files, *provider_plan_files(provider_plan_stories()))
    bodies = {each.body for each in files if each.body}
    assert bodies <= set(names_with_a_body(provider_names(drawn_for("providers"), PROVIDERS)))
    plans = [each for each in files if any(move.transition == "agree" for move in each.moves)]
    assert len({each.body for each in plans}) == len(plans) > 10


def test_a_study_counts_once_its_report_was_read() -> None:
    files = competence_study_files(competence_study_stories())
    for each in files:
        (report,) = each.deliverables
        accepted_on = [move.on for move in each.moves if move.transition == "accept"]
        assert bool(accepted_on) == (report.verdict == "accept"), each.title
        assert not accepted_on or (report.received_on and report.received_on + timedelta(days=7) <= accepted_on[0])
    early = known_by(files, date(2019, 6, 1))
    assert {move.transition for each in early for move in each.moves} == {"start", "deliver", "accept"}
    assert sum(move.transition == "accept" for each in early for move in each.moves) == 1


def test_the_same_days_before_and_after_the_day_of_the_demonstration() -> None:
    (earlier, later) = (open_round(TODAY), open_round(date(2027, 1, 1)))
    assert earlier.label == f"Comité du {format_day(date(2026, 12, 13))}"
    assert (later.due_on - earlier.due_on).days == (date(2027, 1, 1) - TODAY).days
    past = second_plan_committees(TODAY).past
    assert past.titled(past.held_on).title == f"Comité de pilotage du {format_day(date(2026, 9, 19))}"


def test_the_name_and_the_source_of_each_invented_series_say_so() -> None:
    """Every page, file and answer prints one of them beside the value."""
    series = diagnosis_stories(TODAY).series
    sheets = [getattr(series, each.name) for each in fields(series)]
    assert sheets
    for sheet in sheets:
        is_invented = sheet.code.startswith(FICTITIOUS)
        assert ("inventé" in sheet.label) is is_invented
        assert ("inventée" in sheet.source) is is_invented
