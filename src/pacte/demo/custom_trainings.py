"""Invented trainings made with employers, after sessions of which people were hired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import person_by_email
from pacte.accounts.row_context import acting_as
from pacte.demo.case_documents import add_text_document
from pacte.demo.stories.custom_trainings import CustomTrainingStories, CustomTrainingStory, custom_training_stories
from pacte.journeys.queries.people_hired import people_hired
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.offer.models import Session
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.models import Case, CasePaper, HireInquiry
from pacte.procedures.services import move_case, open_case, update_case_fields
from pacte.procedures.services.paper_signatures import record_signed_by_hand
from pacte.procedures.services.promises import ask_promised_hires, record_hires

if TYPE_CHECKING:
    from pacte.plan.models import Plan

_PROCEDURE, _PAPER_DOCUMENT = "custom_training", "agreement"
# Days before the first day of the session, then after its last one.
_NEED, _DESIGN, _PREPARE, _SIGN = 150, 120, 75, 45
_HIRING, _PROMISED, _REVIEW = 7, 90, 200
_MOVES = ("design", "prepare", "sign", "train", "close")


@dataclass(frozen=True, slots=True)
class HiringSession:
    """A session, and how many of its people say that they are hired for long."""

    session: Session
    starts_on: date
    ends_on: date
    hired: int


def load_custom_trainings(*, actor: Actor, plan: Plan, on: date) -> int:
    """Return how many cases were opened. Must run as the system actor."""
    stories = custom_training_stories()
    if stories.action not in action_titles_by_number(actor=actor, plan=plan, on=on):
        return 0
    sessions = _hiring_sessions(actor, on)
    answers: dict[int, dict[str, int]] = {}
    count = 0
    for story in stories.trainings:
        after = next(sessions, None)
        if after is None:
            # A small region, or an early day, has no more such session.
            break
        case = _load_case(actor, plan, stories, story, after, on)
        count += 1
        answers[case.pk] = {each.siret: after.hired for each in story.firms if each.confirmed}
    ask_promised_hires(actor=actor)
    _confirm(answers)
    return count


def _hiring_sessions(actor: Actor, on: date) -> Iterator[HiringSession]:
    """Sessions that ended long enough ago, those after which the most people are hired first."""
    rows = Session.objects.filter(starts_on__isnull=False, ends_on__lte=on - timedelta(days=_PROMISED + 30))
    known = {each.pk: each for each in rows.select_related("training_action__training").order_by("pk")}
    hired = people_hired(actor=actor, sessions={pk: [pk] for pk in known}, known=known_before(on), on=on)
    numbers = Counter(each.number for each in known.values())
    for pk, people in sorted(hired.items(), key=lambda each: (-each[1], each[0])):
        session = known[pk]
        if numbers[session.number] == 1 and session.starts_on and session.ends_on and _occupation(session):
            yield HiringSession(session, session.starts_on, session.ends_on, people)


def _occupation(session: Session) -> str:
    return next(iter(session.training_action.training.rome_codes), "")


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
            _sign(writer, case, stories.notice, day)
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
        "contact": "Qui recrute (fictif)", "occupation": _occupation(after.session),
        "posts_needed": sum(each["posts"] for each in promises), "needed_on": after.ends_on.isoformat(),
        "competences": story.competences, "promises": promises,
    }  # fmt: skip


def _known_then(story: CustomTrainingStory, after: HiringSession, transition: str) -> dict[str, Any]:
    if transition == "prepare":
        return {"design": story.design}
    if transition == "train":
        return {"sessions": [after.session.number]}
    return {"review": story.review} if transition == "close" else {}


def _sign(writer: Actor, case: Case, notice: str, on: date) -> None:
    """Everybody signed on paper: one document came back."""
    add_text_document(writer, case, kind=_PAPER_DOCUMENT, title="Convention signée", notice=notice, on=on)
    document = case.documents.latest("pk")
    for each in CasePaper.objects.filter(case=case).latest("pk").signatories.order_by("rank"):
        record_signed_by_hand(actor=writer, case=case, signatory_id=each.pk, document=document, on=on)


def _confirm(answers: dict[int, dict[str, int]]) -> None:
    """The firms that answer, by the link of their last letter."""
    inquiries = HireInquiry.objects.filter(case_id__in=answers).order_by("pk")
    last = {(each.case_id, each.firm): each for each in inquiries}
    for (case_id, firm), inquiry in last.items():
        if firm in answers[case_id]:
            guest = Actor(name="par son lien", guest_id=inquiry.guest_id)
            with acting_as(guest):
                record_hires(actor=guest, inquiry_id=inquiry.pk, hired=answers[case_id][firm])
