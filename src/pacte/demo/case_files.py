"""Invented renovations of trainings and training worksites, in every state that their day gives. Loaded once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.demo.case_documents import add_text_document
from pacte.demo.stories.case_files import CaseFileMoveStory, CaseFileStory, case_file_stories
from pacte.demo.stories.known import known_by
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import case_summaries
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services import (
    move_case,
    open_case,
    resume_case,
    set_deadline,
    suspend_case,
    update_case_fields,
)

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.procedures.models import Case


def load_case_files(*, actor: Actor, plan: Plan, on: date) -> int:
    """Return how many cases were opened. Must run as the system actor."""
    stories = known_by(case_file_stories(), on)
    procedures = {each.procedure for each in stories.files}
    if any(each.procedure.code in procedures for each in case_summaries(actor=actor, plan=plan, on=on)):
        return 0
    known_actions = action_titles_by_number(actor=actor, plan=plan, on=on)
    pilot = person_by_email(stories.pilot)
    writer = actor_of(pilot, on=on) if pilot else actor
    wanted = [each for each in stories.files if each.action in known_actions]
    for story in wanted:
        _load_case(writer, plan, story, stories.notice)
    return len(wanted)


def _load_case(writer: Actor, plan: Plan, story: CaseFileStory, notice: str) -> None:
    case = open_case(
        actor=writer, plan=plan, number=story.action, procedure_code=story.procedure, title=story.title,
        on=story.opened_on, owner=person_by_email(story.owner) if story.owner else None, values=story.values,
    )  # fmt: skip
    hold = story.hold
    before = [each for each in story.moves if hold is None or each.on <= hold.on]
    for each in before:
        _move(writer, case, each, notice)
    if hold:
        suspend_case(actor=writer, case=case, condition=hold.condition, on=hold.on)
        if hold.lifted_on:
            resume_case(actor=writer, case=case, on=hold.lifted_on, reason=hold.reason)
    for each in story.moves[len(before) :]:
        _move(writer, case, each, notice)
    _set_due_date(writer, case, story)


def _move(writer: Actor, case: Case, story: CaseFileMoveStory, notice: str) -> None:
    """What is known by then and the document of a move, then the move."""
    if story.values:
        update_case_fields(actor=writer, case=case, title="", values=story.values, on=story.on)
    if story.document:
        kinds = procedure_edition(case.procedure_code, case.edition).documents
        title = next(each.label for each in kinds if each.code == story.document)
        add_text_document(writer, case, kind=story.document, title=title, notice=notice, on=story.on)
    move_case(actor=writer, case=case, transition=story.transition, on=story.on, reason=story.reason)


def _set_due_date(writer: Actor, case: Case, story: CaseFileStory) -> None:
    """By when the present stage should end; nothing for a case that has ended, or that nobody moved."""
    last = story.moves[-1] if story.moves else None
    if last is None or last.due_on is None:
        return
    for each in procedure_edition(case.procedure_code, case.edition).deadlines:
        if each.stage == case.stage:
            set_deadline(actor=writer, case=case, code=each.code, due_on=last.due_on, on=last.on)
