"""Invented trainings made with employers, after sessions of which people were hired."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.row_context import acting_as
from pacte.demo.case_documents import add_text_document
from pacte.demo.queries.hiring_sessions import HiringSession, hiring_sessions, last_inquiries
from pacte.demo.stories.custom_trainings import CustomTrainingStories, CustomTrainingStory, custom_training_stories
from pacte.kernel.actor import Actor
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import case_by_number, case_summaries
from pacte.procedures.queries.cases import case_documents
from pacte.procedures.queries.papers import case_papers
from pacte.procedures.services import move_case, open_case, update_case_fields
from pacte.procedures.services.paper_signatures import record_signed_by_hand
from pacte.procedures.services.promises import ask_promised_hires, record_hires

if TYPE_CHECKING:
    from pacte.plan.models import Plan
    from pacte.procedures.models import Case

_PROCEDURE, _PAPER_DOCUMENT = "custom_training", "agreement"
# Days before the first day of the session, then after its last one.
_NEED, _DESIGN, _PREPARE, _SIGN = 150, 120, 75, 45
_HIRING, _PROMISED, _REVIEW = 7, 90, 200
_MOVES = ("design", "prepare", "sign", "train", "close")


def load_custom_trainings(*, actor: Actor, plan: Plan, on: date) -> int:
    """Return how many cases were opened. Must run as the system actor."""
    stories = custom_training_stories()
    titles = {each.title for each in stories.trainings}
    is_loaded = any(each.title in titles for each in case_summaries(actor=actor, plan=plan, on=on))
    if is_loaded or stories.action not in action_titles_by_number(actor=actor, plan=plan, on=on):
        return 0
    sessions = hiring_sessions(actor=actor, ended_by=on - timedelta(days=_PROMISED + 30), on=on)
    answers: dict[int, dict[str, int]] = {}
    pilot = person_by_email(stories.pilot)
    writer = actor_of(pilot, on=on) if pilot else actor
    # A small region, or an early day, has fewer such sessions.
    for story, after in zip(stories.trainings, sessions, strict=False):
        case = _load_case(writer, plan, stories, story, after, on)
        answers[case.pk] = {each.siret: after.hired for each in story.firms if each.confirmed}
    ask_promised_hires(actor=actor)
    _confirm(actor, answers)
    return len(answers)


def _load_case(
    writer: Actor, plan: Plan, stories: CustomTrainingStories, story: CustomTrainingStory,
    after: HiringSession, on: date,
) -> Case:  # fmt: skip
    need_on = after.starts_on - timedelta(days=_NEED)
    case = open_case(
        actor=writer, plan=plan, number=stories.action, procedure_code=_PROCEDURE, title=story.title, on=need_on,
        owner=person_by_email(stories.owner), values=_request(story, after),
    )  # fmt: skip
    for transition, day in _days(story, after):
        if day > on:
            break
        if values := _known_then(story, after, transition):
            update_case_fields(actor=writer, case=case, title="", values=values, on=day)
        if transition == "sign":
            _sign(writer, plan, case, stories.notice, day)
        move_case(actor=writer, case=case, transition=transition, on=day)
    return case


def _days(story: CustomTrainingStory, after: HiringSession) -> list[tuple[str, date]]:
    """The moves of the case, up to the last that it reached, and their days."""
    before = {"design": _DESIGN, "prepare": _PREPARE, "sign": _SIGN}
    days = {name: after.starts_on - timedelta(days=each) for name, each in before.items()}
    days |= {"train": after.ends_on + timedelta(days=_HIRING), "close": after.ends_on + timedelta(days=_REVIEW)}
    return [(name, days[name]) for name in _MOVES[: _MOVES.index(story.reached) + 1]]


def _request(story: CustomTrainingStory, after: HiringSession) -> dict[str, Any]:
    """What the first firm asks, and what each promises."""
    first = story.firms[0]
    promises = [
        {
            "firm_name": each.name, "siret": each.siret, "email": each.email, "posts": after.hired + each.missed,
            "contract": "permanent", "by": (after.ends_on + timedelta(days=_PROMISED)).isoformat(),
        }
        for each in story.firms
    ]  # fmt: skip
    return {
        "applicant_firm": first.name, "applicant_siret": first.siret, "commune": "18033",
        "contact": "Qui recrute (fictif)", "occupation": after.occupation,
        "posts_needed": sum(each["posts"] for each in promises), "needed_on": after.ends_on.isoformat(),
        "competences": story.competences, "promises": promises,
    }  # fmt: skip


def _known_then(story: CustomTrainingStory, after: HiringSession, transition: str) -> dict[str, Any]:
    if transition == "prepare":
        return {"design": story.design}
    if transition == "train":
        return {"sessions": [after.number]}
    return {"review": story.review} if transition == "close" else {}


def _sign(writer: Actor, plan: Plan, case: Case, notice: str, on: date) -> None:
    """Everybody signed on paper: one document came back."""
    add_text_document(writer, case, kind=_PAPER_DOCUMENT, title="Convention signée", notice=notice, on=on)
    detail = case_by_number(actor=writer, plan=plan, number=case.number, on=on)
    document = case_documents(detail=detail)[0]
    for paper in case_papers(actor=writer, detail=detail):
        for each in paper.state.signatories:
            record_signed_by_hand(actor=writer, case=case, signatory_id=each.signatory_id, document=document, on=on)


def _confirm(actor: Actor, answers: dict[int, dict[str, int]]) -> None:
    """The firms that answer, by the link of their last letter."""
    for (case_id, firm), inquiry in last_inquiries(actor=actor, case_ids=answers).items():
        if firm in answers[case_id]:
            guest = Actor(name="par son lien", guest_id=inquiry.guest_id)
            with acting_as(guest):
                record_hires(actor=guest, inquiry_id=inquiry.pk, hired=answers[case_id][firm])
