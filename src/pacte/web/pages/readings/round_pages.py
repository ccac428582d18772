"""Rounds of calls and meetings of their committees: the list, and the acts on a round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacte.kernel.clock import now, today
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, format_moment, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.queries.committees import (
    RoundRow,
    call_round_by_id,
    call_rounds,
    committee_meetings,
    may_convene,
)
from pacte.procedures.rules.call_rounds import end_of_day, is_round_open, start_of_day
from pacte.procedures.rules.catalogue import open_procedures, procedure_by_code, procedure_edition
from pacte.procedures.services.call_rounds import extend_round, let_in_late, open_round
from pacte.web.page import PlanPage
from pacte.web.pages.readings.audit_pages import audits_table
from pacte.web.pages.readings.base_pages import CALLS, CallsFormPage
from pacte.web.pages.readings.forms import ExtendRoundForm, LetInForm, RoundForm
from pacte.web.pages.readings.question_pages import questions_table
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.procedures.models import CommitteeMeeting


class RoundFormPage(CallsFormPage):
    """A form about one round, which is in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.row = call_round_by_id(actor=self.actor, plan=self.plan, round_id=kwargs["call"])


@PlanPage.view(template_name="readings/rounds.html", nav="cases", is_dated=False, breadcrumb=lambda page: [(CALLS, "")])
def round_list(page: PlanPage) -> dict[str, Any]:
    hide_unless(page.plan.organisation_id in page.actor.host_ids)
    convenes = may_convene(actor=page.actor, plan=page.plan)
    meetings = committee_meetings(actor=page.actor, plan=page.plan)
    rounds = call_rounds(actor=page.actor, plan=page.plan) if convenes else []
    is_open = [each for each in rounds if is_round_open(each.moments, now())]
    return {
        "answer": f"{pluralise(len(is_open), 'session est ouverte', 'sessions sont ouvertes')}."
        if convenes
        else "Les séances où vous siégez.",
        "convenes": convenes,
        "rounds": _round_table(page, rounds),
        "meetings": _meeting_table(page, meetings),
        "acts": _acts(page) if convenes else [],
        "questions": questions_table(page) if convenes else None,
        "audits": audits_table(page),
    }


def _acts(page: PlanPage) -> list[dict[str, str]]:
    offered = open_procedures(today())
    rounds = [
        {"label": f"Ouvrir une session : {each.short_title}", "url": page.url("readings:open_round", each.code)}
        for each in offered
        if each.rounds
    ]
    return rounds + [
        {
            "label": f"Réunir : {kind.label}, {each.short_title}",
            "url": page.url("readings:convene", each.code, kind.code),
        }
        for each in offered
        for kind in each.committees
    ]


def _round_table(page: PlanPage, rounds: Sequence[RoundRow]) -> Table[RoundRow]:
    return Table(
        rounds,
        Column("Session", lambda row: cell(row.call_round.title, note=row.procedure.short_title)),
        Column("Ouverte", lambda row: format_moment(row.moments.opens_at)),
        Column("Jusqu’au", lambda row: _end_cell(page, row)),
        Column("Demandes arrivées", lambda row: str(row.entries), "num"),
        Column("Enveloppe", _envelope_cell),
        Column("Après la fin", lambda row: _late_cell(page, row)),
        id="sessions",
        caption="Sessions",
        empty="Aucune session n’a été ouverte.",
    )


def _end_cell(page: PlanPage, row: RoundRow) -> Any:
    end = format_moment(row.moments.closes_at)
    return cell(f"{end}, heure de Paris", note="prolonger", url=page.url("readings:extend_round", row.call_round.pk))


def _envelope_cell(row: RoundRow) -> Any:
    envelope = row.call_round.envelope_cents
    if envelope is None:
        return "sans enveloppe"
    return format_euros(envelope)


def _late_cell(page: PlanPage, row: RoundRow) -> Any:
    if row.procedure.rounds and row.procedure.rounds.late_code:
        return cell("laisser entrer", url=page.url("readings:let_in", row.call_round.pk))
    return "personne"


def _meeting_table(page: PlanPage, meetings: Sequence[CommitteeMeeting]) -> Table[CommitteeMeeting]:
    def name(each: CommitteeMeeting) -> Any:
        procedure = procedure_edition(each.procedure_code, each.edition)
        kind = procedure.committee(each.committee)
        return cell(
            kind.label if kind else procedure.short_title, note=procedure.short_title,
            url=page.url("readings:meeting", each.pk),
        )  # fmt: skip

    return Table(
        meetings,
        Column("Séance", name),
        day_column("Date", lambda each: cell(format_day(each.held_on), value=each.held_on.isoformat())),
        Column("Session", lambda each: each.call_round.title if each.call_round else "aucune"),
        Column("État", lambda each: "close" if each.closed_at else "en cours"),
        id="seances",
        caption="Séances",
        empty="Aucune séance.",
    )


class OpenCallPage(CallsFormPage):
    """Not found for a procedure without rounds."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(procedure_by_code(kwargs["procedure"]).rounds)


@OpenCallPage.view(
    form_class=RoundForm,
    title=lambda page: f"Ouvrir une session : {procedure_by_code(page.kwargs['procedure']).short_title}",
    submit_label="Ouvrir la session",
    error_fields={"round_moments": "closes_on", "envelope_missing": "envelope_cents", "title_missing": "title"},
    shows_conflicts=True,
)
def open_new_round(page: OpenCallPage, data: dict[str, Any], procedure: str) -> str:
    created = open_round(
        actor=page.actor, plan=page.plan, procedure_code=procedure, title=data["title"],
        opens_at=start_of_day(data["opens_on"]), closes_at=end_of_day(data["closes_on"]),
        envelope_cents=data["envelope_cents"],
    )  # fmt: skip
    return f"« {created.title} » est ouverte."


@RoundFormPage.view(
    form_class=ExtendRoundForm,
    title=lambda page: f"Prolonger « {page.row.call_round.title} »",
    submit_label="Prolonger la session",
    error_fields={"round_not_longer": "closes_on"},
)
def extend(page: RoundFormPage, data: dict[str, Any]) -> str:
    draft_count = extend_round(
        actor=page.actor, call_round=page.row.call_round, closes_at=end_of_day(data["closes_on"]),
        reason=data["reason"],
    )  # fmt: skip
    return f"La session est prolongée ; {pluralise(draft_count, 'brouillon est prévenu', 'brouillons sont prévenus')}."


@RoundFormPage.view(
    form_class=LetInForm,
    title="Qui laissez-vous entrer après la fin ?",
    submit_label="Laisser entrer",
    intro="Une seule demande, de cette seule personne. Le dossier dira qu’il est entré après la fin.",
)
def let_in(page: RoundFormPage, data: dict[str, Any]) -> str:
    let_in_late(
        actor=page.actor, call_round=page.row.call_round, email=data["email"],
        expires_at=end_of_day(data["expires_on"]), reason=data["reason"],
    )  # fmt: skip
    return f"{data['email']} peut envoyer une demande."
