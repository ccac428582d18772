"""Invented cases of renovations, worksites and practices, in every state that their day gives. Loaded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import actor_of, organisation_by_name, person_by_email
from pacte.demo.case_documents import add_text_document
from pacte.demo.stories.case_files import (
    CaseFileMoveStory,
    CaseFileStories,
    CaseFileStory,
    GridStory,
    case_file_stories,
    workplace_training_stories,
)
from pacte.demo.stories.competence_studies import competence_study_files, competence_study_stories
from pacte.demo.stories.known import known_by
from pacte.demo.stories.provider_plans import provider_plan_files, provider_plan_stories
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import case_summaries
from pacte.procedures.records.cases import DeliverableState
from pacte.procedures.records.form import DayField, TextField
from pacte.procedures.rules.catalogue import procedure_by_code, procedure_edition
from pacte.procedures.rules.conditions import holds
from pacte.procedures.rules.grades import graded_fields
from pacte.procedures.services import (
    accept_deliverable,
    expect_deliverable,
    move_case,
    name_peer,
    open_case,
    receive_deliverable,
    resume_case,
    set_deadline,
    suspend_case,
    update_case_fields,
)

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.procedures.models import Case
    from pacte.procedures.records.description import Procedure

_READING = timedelta(days=7)


def load_case_files(*, actor: Actor, plan: Plan, on: date) -> None:
    """Must run as the system actor, after the organisations of the providers."""
    stories = case_file_stories()
    others = (
        *provider_plan_files(provider_plan_stories()),
        *competence_study_files(competence_study_stories()),
    )
    load_files(actor, plan, replace(stories, files=(*stories.files, *others)), on)


def load_decided_case_files(*, actor: Actor, plan: Plan, on: date) -> None:
    """Those that wait for a committee to say yes. Must run as the system actor, after the committees."""
    load_files(actor, plan, workplace_training_stories(), on)


def load_files(actor: Actor, plan: Plan, stories: CaseFileStories, on: date) -> None:
    """Each file as its day gives it, unless one of their procedures already has a case."""
    files = known_by(stories.files, on)
    procedures = {each.procedure for each in files}
    if any(each.procedure.code in procedures for each in case_summaries(actor=actor, plan=plan, on=on)):
        return
    known_actions = action_titles_by_number(actor=actor, plan=plan, on=on)
    pilot = person_by_email(stories.pilot)
    writer = actor_of(pilot, on=on) if pilot else actor
    for story in files:
        if story.action in known_actions:
            # What a peer answers is theirs: nobody but the machine writes it for an invented one.
            _load_case(actor if story.body else writer, plan, story, stories.notice)


def _load_case(writer: Actor, plan: Plan, story: CaseFileStory, notice: str) -> None:
    case = open_case(
        actor=writer, plan=plan, number=story.action, procedure_code=story.procedure, title=story.title,
        on=story.opened_on, owner=person_by_email(story.owner) if story.owner else None,
        values={**story.values, **_grid_answers(procedure_by_code(story.procedure), story.grids)},
        body=organisation_by_name(story.body) if story.body else None,
    )  # fmt: skip
    if peer := person_by_email(story.peer) if story.peer else None:
        name_peer(actor=writer, case=case, person=peer, on=story.opened_on)
    for report in story.deliverables:
        expect_deliverable(actor=writer, case=case, title=report.title, due_on=report.due_on, on=story.opened_on)
    hold = story.hold
    before = [each for each in story.moves if hold is None or each.on <= hold.on]
    for each in before:
        _move(writer, case, story, each, notice)
    if hold:
        suspend_case(actor=writer, case=case, condition=hold.condition, on=hold.on)
        if hold.lifted_on:
            resume_case(actor=writer, case=case, on=hold.lifted_on, reason=hold.reason)
    for each in story.moves[len(before) :]:
        _move(writer, case, story, each, notice)
    _set_due_date(writer, case, story)


def _move(writer: Actor, case: Case, story: CaseFileStory, move: CaseFileMoveStory, notice: str) -> None:
    """What is known by then, what was received and the document of a move, then the move."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    if values := {**move.values, **_grid_answers(procedure, move.grids)}:
        update_case_fields(actor=writer, case=case, title="", values=values, on=move.on)
    _receive_deliverables(writer, case, story, by=move.on)
    if move.document:
        title = next(each.label for each in procedure.documents if each.code == move.document)
        add_text_document(writer, case, kind=move.document, title=title, notice=notice, on=move.on)
    move_case(actor=writer, case=case, transition=move.transition, on=move.on, reason=move.reason)


def _receive_deliverables(writer: Actor, case: Case, story: CaseFileStory, *, by: date) -> None:
    """Those that came by that day; a report is accepted once it was read."""
    for each, deliverable in zip(story.deliverables, case.deliverables.order_by("rank"), strict=True):
        if each.received_on is None or each.received_on > by:
            continue
        if deliverable.state == DeliverableState.EXPECTED:
            receive_deliverable(actor=writer, deliverable=deliverable, on=each.received_on)
        elif each.verdict == "accept" and each.received_on + _READING <= by:
            accept_deliverable(actor=writer, deliverable=deliverable, on=each.received_on + _READING)


def _grid_answers(procedure: Procedure, grids: tuple[GridStory, ...]) -> dict[str, Any]:
    """The answers of each grid: its day, its levels in the order of its criteria, and the proof that they ask."""
    answers: dict[str, Any] = {}
    for grid in grids:
        section = next(each for each in procedure.form if each.code == grid.section)
        levels = zip(graded_fields(section), grid.levels, strict=True)
        answers |= {field.code: level for field, level in levels}
        for field in section.fields:
            if isinstance(field, DayField):
                answers[field.code] = grid.on.isoformat()
            elif isinstance(field, TextField) and holds(field.when, answers):
                answers[field.code] = grid.proof
    return answers


def _set_due_date(writer: Actor, case: Case, story: CaseFileStory) -> None:
    """By when the present stage should end; nothing for a case that has ended, or that nobody moved."""
    last = story.moves[-1] if story.moves else None
    if last is None or last.due_on is None:
        return
    for each in procedure_edition(case.procedure_code, case.edition).deadlines:
        if each.stage == case.stage:
            set_deadline(actor=writer, case=case, code=each.code, due_on=last.due_on, on=last.on)
