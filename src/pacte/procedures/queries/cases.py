"""Cases as an actor reads them: summaries, one case, its documents. A list takes a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.procedures.models import Award, Case, CaseChoice, CaseDeadline, CaseDocument, CaseEvent, Deliverable
from pacte.procedures.permissions import CaseScope, may, may_move
from pacte.procedures.queries.audit_rows import CaseControl
from pacte.procedures.queries.conflicts import cases_without_conflict
from pacte.procedures.queries.money_rows import MoneyRows
from pacte.procedures.queries.paper_rows import PaperRows
from pacte.procedures.queries.readable import may_list_cases, readable_cases
from pacte.procedures.queries.reading import reading_facts
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.cases import CaseDueDate, CaseEventKind, CaseFacts, DeliverableState, DueDateUrgency
from pacte.procedures.records.description import CaseStage, Procedure, RequirementKind, Transition
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.due_dates import AWAITED_STATES, due_date_of_deadline, due_date_urgency
from pacte.procedures.rules.form_check import incomplete_sections
from pacte.procedures.rules.transitions import accepts_award, transitions_from
from pacte.steering.queries.decisions import is_action_decided

_DOCUMENT_EVENTS = (
    CaseEventKind.DOCUMENT_ADDED, CaseEventKind.DESCRIBED, CaseEventKind.AWARDED, CaseEventKind.GRANTED,
    CaseEventKind.ACCOUNT_CHANGED, CaseEventKind.REPORT_SENT, CaseEventKind.REPORT_ACCEPTED,
    CaseEventKind.REPORT_REFUSED, CaseEventKind.PAYMENT_MOVED, CaseEventKind.AMENDED,
    CaseEventKind.PAPER_MADE, CaseEventKind.PAPER_SIGNED, CaseEventKind.PAPER_REFUSED,
    CaseEventKind.PAPER_REMINDED, CaseEventKind.AUDIT_DRAWN, CaseEventKind.AUDIT_FOUND,
    CaseEventKind.TOOL_VERDICT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseDueDateRow:
    """A due date of a case, with its urgency on the date of the page."""

    label: str
    on: date
    urgency: DueDateUrgency
    due: CaseDueDate


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case in a list."""

    case_id: int
    number: int
    title: str
    action_number: ActionCode
    procedure: Procedure
    stage: CaseStage
    outcome: str
    owner_id: int | None
    owner_name: str
    opened_on: date
    ended_on: date | None
    held_since: date | None
    held_until_what: str
    due_dates: tuple[CaseDueDateRow, ...]

    @property
    def is_ended(self) -> bool:
        return self.stage.is_end

    @property
    def late(self) -> tuple[CaseDueDateRow, ...]:
        return tuple(each for each in self.due_dates if each.urgency is DueDateUrgency.LATE)

    @property
    def next_due(self) -> CaseDueDateRow | None:
        return self.due_dates[0] if self.due_dates else None


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case with the content of its page, except the documents.

    Readers without access to documents may bid one day: they get no event about documents or money, and the award only
    once it is notified. ``sees_documents`` tells which reader this is.
    """

    case: Case
    summary: CaseSummary
    scope: CaseScope
    facts: CaseFacts
    deadlines: tuple[CaseDeadline, ...]
    deliverables: tuple[Deliverable, ...]
    award: Award | None
    choice: CaseChoice | None
    steps: tuple[CaseEvent, ...]
    moves: tuple[Transition, ...]
    sees_documents: bool
    papers: PaperRows
    money: MoneyRows | None

    @property
    def procedure(self) -> Procedure:
        return self.summary.procedure


def case_summaries(*, actor: Actor, plan: Plan, on: date) -> list[CaseSummary]:
    """Returns all the cases that the actor may read, in the order of the list. Raises ``NotFound`` without access.

    Not for a page: ``case_list.case_rows`` reads one page of them.
    """
    return summaries_of(with_due_dates(in_list_order(readable_cases(actor=actor, plan=plan, on=on))), on)


def cases_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date, most: int) -> list[CaseSummary]:
    """Returns the first cases of one action; empty without access to the list."""
    if not may_list_cases(actor=actor, plan=plan):
        return []
    readable = readable_cases(actor=actor, plan=plan, on=on).filter(plan_action__number=number)
    return summaries_of(with_due_dates(in_list_order(readable))[:most], on)


def in_list_order(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases by next due date, then those that ended, latest first: the order of the index of the table."""
    return cases.order_by("-ended_on", F("next_due_on").asc(nulls_last=True), "number")


def with_due_dates(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases with what a summary reads of each, in two more queries."""
    return cases.select_related("plan", "plan_action", "owner").prefetch_related("deadlines", "deliverables")


def summaries_of(cases: Iterable[Case], on: date) -> list[CaseSummary]:
    """Returns the summaries of cases that come from ``with_due_dates``, in their order."""
    return [case_summary(each, on) for each in cases]


def continued_case(*, actor: Actor, case: Case) -> Case | None:
    """Returns the case of an earlier round that this one takes up; None without one, or in conflict with it."""
    if case.continues_id is None:
        return None
    return cases_without_conflict(actor=actor, rows=Case.objects.filter(pk=case.continues_id)).first()


def case_by_number(*, actor: Actor, plan: Plan, number: int, on: date) -> CaseDetail:
    """Returns one case. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    # Checked first, so that an actor without access triggers the same queries whether or not the row exists.
    hide_unless(may_list_cases(actor=actor, plan=plan))
    free = cases_without_conflict(actor=actor, rows=Case.objects.filter(plan=plan, number=number))
    case = ensure_found(with_due_dates(free).first())
    scope = scope_of_case(actor=actor, case=case, on=on)
    hide_unless(may(actor, "procedures.read", scope))
    deadlines, deliverables = tuple(case.deadlines.all()), tuple(case.deliverables.all())
    award, choice = case.awards.order_by("pk").last(), case.choices.order_by("pk").last()
    procedure_entry = procedure_edition(case.procedure_code, case.edition)
    papers = PaperRows.of_case(case, procedure_entry)
    money = MoneyRows.of_case(case, procedure_entry) if procedure_entry.has_money else None
    facts = _case_facts(case, procedure_entry, papers, money)
    may_read_documents = may(actor, "procedures.read_documents", scope)
    events = case.steps.select_related("deliverable").order_by("happened_on", "pk")
    if not may_read_documents:
        events = events.exclude(kind__in=_DOCUMENT_EVENTS)
        award = None if accepts_award(procedure_entry, facts) else award
    return CaseDetail(
        case=case,
        summary=case_summary(case, on),
        scope=scope,
        facts=facts,
        deadlines=deadlines,
        deliverables=deliverables,
        award=award,
        choice=choice,
        steps=tuple(events),
        moves=tuple(each for each in transitions_from(procedure_entry, facts) if may_move(actor, each, scope)),
        sees_documents=may_read_documents,
        papers=papers,
        money=money,
    )


def case_documents(*, detail: CaseDetail) -> tuple[CaseDocument, ...]:
    """Returns the documents without their content, latest first; empty without permission."""
    if not detail.sees_documents:
        return ()
    return tuple(detail.case.documents.defer("data").select_related("deliverable").order_by("-dated_on", "-pk"))


def case_document(*, actor: Actor, plan: Plan, number: int, document_id: int, on: date) -> CaseDocument:
    """Returns one document with its content. Raises ``NotFound``."""
    detail = case_by_number(actor=actor, plan=plan, number=number, on=on)
    document = ensure_found(detail.case.documents.filter(pk=document_id).first())
    hide_unless(detail.sees_documents)
    return document


def choices_enabling(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[CaseChoice]:
    """Returns the current choices that enable an action, among the cases that the actor may read."""
    if not may_list_cases(actor=actor, plan=plan):
        return []
    chosen = CaseChoice.objects.filter(chosen_on__lte=on)
    enabling = chosen.filter(case__plan=plan, enabled_numbers__contains=[number])
    if not enabling.exists():
        return []
    later = chosen.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))  # The last one of a case counts.
    readable = readable_cases(actor=actor, plan=plan, on=on)
    return list(enabling.filter(~Exists(later), case__in=readable).select_related("case").order_by("pk"))


def case_facts(case: Case) -> CaseFacts:
    """Reads from the tables the facts on which the transitions of its procedure depend."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    money = MoneyRows.of_case(case, procedure) if procedure.has_money else None
    return _case_facts(case, procedure, PaperRows.of_case(case, procedure), money)


def _case_facts(case: Case, procedure: Procedure, papers: PaperRows, money: MoneyRows | None) -> CaseFacts:
    facts = CaseFacts(
        stage=case.stage,
        is_held=case.held_since is not None,
        documents=frozenset(case.documents.values_list("kind", flat=True)),
        fields=frozenset(code for code, value in case.values.items() if is_filled(value)),
        deadlines=frozenset(each.code for each in case.deadlines.all()),
        has_award=_asks(procedure, RequirementKind.AWARD) and case.awards.exists(),
        deliverables=tuple(DeliverableState(each.state) for each in case.deliverables.all()),
        has_choice=_asks(procedure, RequirementKind.CHOICE) and case.choices.exists(),
        outcome=case.outcome,
        values=case.values,
        incomplete=incomplete_sections(procedure.form, case.values),
        reading=reading_facts(case=case, procedure=procedure),
        signed=papers.signed_codes,
        has_peer=case.peers.filter(ended_at=None).exists(),
        is_audit_owed=_asks(procedure, RequirementKind.AUDITED) and CaseControl(case).is_owed,
        is_decided=_asks(procedure, RequirementKind.DECISION) and is_action_decided(plan_action_id=case.plan_action_id),
    )
    return money.complete(facts) if money else facts


def _asks(procedure: Procedure, kind: RequirementKind) -> bool:
    """True when a transition requires it: what no transition asks is not looked for."""
    return any(need.kind is kind for transition in procedure.transitions for need in transition.needs)


def case_summary(case: Case, on: date) -> CaseSummary:
    """Builds the summary of a case whose deadlines and deliverables are prefetched."""
    procedure_entry = procedure_edition(case.procedure_code, case.edition)
    stage = procedure_entry.stage(case.stage)
    return CaseSummary(
        case_id=case.pk,
        number=case.number,
        title=case.title,
        action_number=case.plan_action.number,
        procedure=procedure_entry,
        stage=stage,
        outcome=next((each.label for each in procedure_entry.outcomes if each.code == case.outcome), ""),
        owner_id=case.owner_id,
        owner_name=str(case.owner) if case.owner else "",
        opened_on=case.opened_on,
        ended_on=case.ended_on,
        held_since=case.held_since,
        held_until_what=case.held_until_what,
        due_dates=()
        if stage.is_end
        else tuple(sorted(_due_dates(case, procedure_entry, on), key=lambda each: (each.on, each.label))),
    )


def _due_dates(case: Case, procedure_entry: Procedure, on: date) -> Iterable[CaseDueDateRow]:
    for deadline in case.deadlines.all():
        due = due_date_of_deadline(procedure_entry, deadline.code, case.stage, deadline.due_on)
        if due:
            yield CaseDueDateRow(due.label, due.on, due_date_urgency(due.on, on), due)
    for each in case.deliverables.all():
        if each.state in AWAITED_STATES:
            due = CaseDueDate(
                f"Livrable : {each.title}", each.due_on, f"deliverable:{each.pk}:{each.due_on.isoformat()}",
                procedure_entry.deliverable_reminders,
            )  # fmt: skip
            yield CaseDueDateRow(due.label, due.on, due_date_urgency(due.on, on), due)
