"""Questions about calls: what everybody reads, what waits for an answer, and what somebody asked themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.procedures.models import CallQuestion, CallRound
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.reading import RoundMoments


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """What everybody reads: never who asked."""

    text: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class PublicRound:
    """When a round is open, with its extensions, and what it may grant, in cents."""

    title: str
    moments: RoundMoments
    envelope_cents: int | None


def public_questions(*, actor: Actor, plan: Plan, procedure: Procedure) -> list[PublicQuestion]:
    """Returns the questions that were answered in public, the last answer first. Public; read as the machine."""
    if procedure.rounds is None:
        return []
    with system_elevation():
        rows = CallQuestion.objects.filter(plan=plan, procedure_code=procedure.code, is_public=True)
        return [
            PublicQuestion(each.text, each.answer, each.answered_at)
            for each in rows.order_by("-answered_at", "-pk")
            if each.answered_at is not None
        ]


def public_rounds(*, actor: Actor, plan: Plan, procedure: Procedure) -> list[PublicRound]:
    """Returns the rounds of a procedure, the last first. Public; read as the machine."""
    if procedure.rounds is None:
        return []
    with system_elevation():
        rows = CallRound.objects.filter(plan=plan, procedure_code=procedure.code).prefetch_related("extensions")
        return [PublicRound(each.title, each.moments, each.envelope_cents) for each in rows.order_by("-opens_at")]


def call_questions(*, actor: Actor, plan: Plan) -> list[CallQuestion]:
    """Returns all the questions of a plan, those to answer first. Raises ``NotFound`` without the right to convene."""
    hide_unless(may_on_any_case(actor, "procedures.convene", plan.organisation_id))
    rows = CallQuestion.objects.filter(plan=plan).order_by("-asked_at", "-pk")
    return sorted(rows, key=lambda each: each.answered_at is not None)


def call_question_by_id(*, actor: Actor, plan: Plan, question_id: int) -> CallQuestion:
    """Returns one of them. Raises ``NotFound``."""
    questions = (each for each in call_questions(actor=actor, plan=plan) if each.pk == question_id)
    return ensure_found(next(questions, None))


def own_questions(*, actor: Actor, plan: Plan, procedure: Procedure) -> Sequence[CallQuestion]:
    """Returns what the actor asked, by their link or for their bodies, the last first."""
    mine = Q(body__in=actor.organisation_ids)
    if actor.guest_id is not None:
        mine |= Q(guest_id=actor.guest_id)
    rows = CallQuestion.objects.filter(mine, plan=plan, procedure_code=procedure.code)
    return list(rows.order_by("-asked_at", "-pk"))
