"""Invented files of validation of experience, by mode, and of the cohort, about journeys of the invented region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import actor_of, person_by_email
from pacte.demo.queries.invented_journeys import invented_journeys, is_about_journeys
from pacte.demo.stories.experience_validations import (
    CohortStory,
    ExperienceValidationStories,
    ValidationStory,
    experience_validation_stories,
)
from pacte.journeys.records import Purpose, SensitiveFactInput, SensitiveKind
from pacte.journeys.records.reasons import JobAtOpening
from pacte.journeys.services.journey_job import write_job
from pacte.journeys.services.learners import write_sensitive_fact
from pacte.kernel.clock import clock_stopped_on
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.services import move_case, open_case, update_case_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pacte.journeys.models import Journey
    from pacte.kernel.action_codes import ActionCode
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_MOST_READ = 50_000
_VALIDATION, _COHORT = "experience_validation", "cohort_validation"


@dataclass(frozen=True, slots=True)
class _Step:
    """What is known on a day, then the transition taken on it; "" for none."""

    on: date
    transition: str
    values: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    procedure: str
    action: ActionCode
    opened_on: date
    values: dict[str, Any]
    steps: tuple[_Step, ...]


def load_experience_validations(*, actor: Actor, plan: Plan, on: date) -> int:
    """Return how many files were opened. Must run as the system actor: no post reads all these journeys."""
    stories = experience_validation_stories()
    known_actions = action_titles_by_number(actor=actor, plan=plan, on=on)
    is_loaded = is_about_journeys(actor=actor, plan=plan, procedure_code=_VALIDATION)
    if is_loaded or not {stories.action, stories.cohort_action} <= set(known_actions):
        return 0
    files = [
        *(each for story in stories.files for each in _validations(stories.action, story)),
        *(each for story in stories.cohort for each in _cohort(stories.cohort_action, story)),
    ]
    files = sorted((each for each in files if each.opened_on <= on), key=lambda each: each.opened_on)
    journeys = _journeys(actor, len(files), on)
    for file, journey in zip(files, journeys, strict=False):
        _load(actor, plan, file, journey, stories, on)
    return min(len(files), len(journeys))


def load_cohort_candidates(*, actor: Actor, on: date) -> int:
    """Return how many people of the adviser may be proposed. A second call finds them and changes nothing."""
    stories = experience_validation_stories()
    adviser = person_by_email(stories.adviser)
    bodies = actor_of(adviser, on=on).organisation_ids if adviser else frozenset()
    under_way = invented_journeys(actor=actor, completed=0, left=_MOST_READ, entered_by=on, on=on)
    journeys = {each.learner_id: each for each in under_way if each.referrer_id in bodies}
    ours = sorted(journeys.values(), key=lambda each: each.pk)[: len(stories.contract_weeks) + stories.refugees]
    if any(each.job == JobAtOpening.SUBSIDISED for each in ours):
        return 0
    for journey, weeks in zip(ours, stories.contract_weeks, strict=False):
        until = on + timedelta(weeks=weeks)
        write_job(actor=actor, key=journey.key, job=JobAtOpening.SUBSIDISED, job_until=until)
    for journey in ours[len(stories.contract_weeks) :]:
        agreed_on = journey.opened_on
        fact = SensitiveFactInput(
            SensitiveKind.REFUGEE, Purpose.ELIGIBILITY, consent_on=agreed_on, valid_from=agreed_on
        )
        write_sensitive_fact(actor=actor, learner=journey.learner, body=journey.referrer, fact_input=fact)
    return len(ours)


def _journeys(actor: Actor, count: int, on: date) -> Sequence[Journey]:
    """Each file names another journey; in a very small region, fewer files are told."""
    return invented_journeys(actor=actor, completed=count, left=0, entered_by=on, on=on)


def _load(
    writer: Actor, plan: Plan, file: _File, journey: Journey, stories: ExperienceValidationStories, today: date
) -> None:
    with clock_stopped_on(file.opened_on):
        case = open_case(
            actor=writer, plan=plan, number=file.action, procedure_code=file.procedure, title="VAE", on=file.opened_on,
            values={**file.values, "journey": str(journey.key), "contact": stories.contact}, body=journey.referrer,
            owner=person_by_email(stories.owner),
        )  # fmt: skip
    for step in file.steps:
        if step.on > today:
            return
        with clock_stopped_on(step.on):
            if step.values:
                update_case_fields(actor=writer, case=case, title="", values=step.values, on=step.on)
            if step.transition:
                move_case(actor=writer, case=case, transition=step.transition, on=step.on, reason=step.reason)


def _validations(action: ActionCode, story: ValidationStory) -> Iterator[_File]:
    for rank in range(story.people):
        opened_on = story.opened_on + timedelta(days=story.every * rank)
        values = {"certification": story.certification, "mode": story.mode, "experience_years": 2 + rank % 9}
        yield _File(_VALIDATION, action, opened_on, values, tuple(_validation_steps(story, opened_on, rank)))


def _validation_steps(story: ValidationStory, opened_on: date, rank: int) -> Iterator[_Step]:
    def day(count: int) -> date:
        return opened_on + timedelta(days=count)

    asked_on, admissible_on, jury_on = day(story.ask), day(story.admissible), day(story.jury + rank % 7)
    support = [
        {"week": (admissible_on + timedelta(weeks=week)).isoformat(), "hours": story.hours}
        for week in range(story.weeks + rank % 3)
    ]
    yield _Step(asked_on, "ask_admissibility", {"admissibility_asked_on": asked_on.isoformat()})
    yield _Step(admissible_on, "admit", {"admissible_on": admissible_on.isoformat(), "support": support})
    yield _Step(jury_on - timedelta(days=30), "set_jury", {"jury_on": jury_on.isoformat(), "cost": story.cost})
    outcome = {"validated_blocks": list(story.validated), "missing_blocks": list(story.missing)}
    answered = {code: each for code, each in outcome.items() if each}
    yield _Step(jury_on, story.answer, answered, "" if story.keep_part else story.reason)
    if story.keep_part:
        yield _Step(jury_on + timedelta(days=story.keep_part), "keep_part", {}, story.reason)
    if story.second_jury:
        second_on = day(story.second_jury + rank % 7)
        yield _Step(second_on - timedelta(days=20), "set_jury", {"jury_on": second_on.isoformat()})
        every_block = {"validated_blocks": [*story.validated, *story.missing], "missing_blocks": None}
        yield _Step(second_on, "validate", every_block)


def _cohort(action: ActionCode, story: CohortStory) -> Iterator[_File]:
    for rank in range(story.people):
        opened_on = story.opened_on + timedelta(days=story.every * rank)
        values: dict[str, Any] = {"origin": story.origin}
        if story.contract_ends:
            values["contract_ends_on"] = (opened_on + timedelta(days=story.contract_ends)).isoformat()
        if story.diploma:
            values |= {"consent": True, "foreign_diploma": story.diploma}
        yield _File(_COHORT, action, opened_on, values, tuple(_cohort_steps(story, opened_on, rank)))


def _cohort_steps(story: CohortStory, opened_on: date, rank: int) -> Iterator[_Step]:
    def day(count: int) -> date:
        return opened_on + timedelta(days=count + rank % 5)

    yield _Step(day(story.identified), "identify", {})
    if story.informed:
        inform_on = day(story.informed)
        yield _Step(
            inform_on, "inform", {"informed_on": inform_on.isoformat(), "hours": story.hours, "cost": story.cost}
        )
    if story.naric_asked:
        request = {"naric_asked_on": day(story.naric_asked).isoformat(), "naric_pieces": ["diploma", "translation"]}
        yield _Step(day(story.naric_asked), "", request)
        answer = {
            "naric_answered_on": day(story.naric_answered).isoformat(), "naric_answer": "level",
            "naric_level": story.naric_level,
        }  # fmt: skip
        yield _Step(day(story.naric_answered), "", answer)
    if story.admissible:
        on = day(story.admissible)
        yield _Step(on, "admit", {"certification": story.certification, "admissible_on": on.isoformat()})
    if story.certified:
        yield _Step(day(story.certified), "certify", {"jury_on": day(story.certified).isoformat()})
    if story.stopped:
        yield _Step(day(story.stopped), "stop", {}, story.reason)
