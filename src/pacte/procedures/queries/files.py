"""Cases as an actor reads them: the list, one case, its documents. A list takes a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.procedures.models import Award, Choice, Deliverable, Document, File, FileDeadline, FileStep
from pacte.procedures.permissions import FileScope, may, may_move, may_somewhere
from pacte.procedures.queries.scopes import scope_in
from pacte.procedures.records.description import Procedure, Stage, Transition
from pacte.procedures.records.files import DeliverableState, Due, Facts, StepKind, Urgency
from pacte.procedures.rules.days import deadline_due, urgency
from pacte.procedures.rules.known import procedure
from pacte.procedures.rules.walking import moves, takes_award

_OF_PAPERS = (StepKind.DOCUMENT_ADDED, StepKind.DESCRIBED, StepKind.AWARDED)
_AWAITED = (DeliverableState.EXPECTED, DeliverableState.REFUSED)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A due date of a case, with its urgency on the date of the page."""

    label: str
    on: date
    urgency: Urgency
    due: Due


@dataclass(frozen=True, slots=True)
class FileLine:
    """A case in a list."""

    file_id: int
    number: int
    title: str
    action_number: ActionCode
    procedure: Procedure
    stage: Stage
    outcome: str
    owner_id: int | None
    owner_name: str
    opened_on: date
    ended_on: date | None
    held_since: date | None
    held_until_what: str
    dues: tuple[DueLine, ...]

    @property
    def is_ended(self) -> bool:
        return self.stage.is_end

    @property
    def late(self) -> tuple[DueLine, ...]:
        return tuple(each for each in self.dues if each.urgency is Urgency.LATE)

    @property
    def next_due(self) -> DueLine | None:
        return self.dues[0] if self.dues else None


@dataclass(frozen=True, slots=True)
class FileRead:
    """One case with the content of its page, except the documents.

    Readers without access to documents may bid one day: they get no event about documents or money, and the award only
    once it is notified. ``sees_documents`` tells which reader this is.
    """

    file: File
    line: FileLine
    scope: FileScope
    facts: Facts
    deadlines: tuple[FileDeadline, ...]
    deliverables: tuple[Deliverable, ...]
    award: Award | None
    choice: Choice | None
    steps: tuple[FileStep, ...]
    moves: tuple[Transition, ...]
    sees_papers: bool

    @property
    def procedure(self) -> Procedure:
        return self.line.procedure


def sees_files(*, actor: Actor, plan: Plan) -> bool:
    """Returns True when the actor may see the list of cases, even if it is empty."""
    return may_somewhere(actor, "procedures.read", plan.organisation_id)


def files(*, actor: Actor, plan: Plan, on: date) -> list[FileLine]:
    """Returns the cases that the actor may read, earliest due date first. Raises ``NotFound`` without access."""
    if not sees_files(actor=actor, plan=plan):
        raise NotFound
    return _read(actor, plan, on, File.objects.filter(plan=plan))


def files_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[FileLine]:
    """Returns the cases of one action; empty without access to the list."""
    if not sees_files(actor=actor, plan=plan):
        return []
    return _read(actor, plan, on, File.objects.filter(plan=plan, plan_action__number=number))


def file_by_number(*, actor: Actor, plan: Plan, number: int, on: date) -> FileRead:
    """Returns one case. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    # Checked first, so that an actor without access triggers the same queries whether or not the row exists.
    if not sees_files(actor=actor, plan=plan):
        raise NotFound
    file = _with_days(File.objects.filter(plan=plan, number=number)).first()
    if file is None:
        raise NotFound
    scope = scope_in(stakeholders_by_action(actor=actor, plan=plan, on=on), file)
    if not may(actor, "procedures.read", scope):
        raise NotFound
    deadlines, deliverables = tuple(file.deadlines.all()), tuple(file.deliverables.all())
    award, choice = file.awards.order_by("pk").last(), file.choices.order_by("pk").last()
    facts = facts_of(file)
    described = procedure(file.procedure_code)
    papers = may(actor, "procedures.read_documents", scope)
    steps = file.steps.select_related("deliverable").order_by("happened_on", "pk")
    if not papers:
        steps = steps.exclude(kind__in=_OF_PAPERS)
        award = None if takes_award(described, facts) else award
    return FileRead(
        file=file,
        line=file_line(file, on),
        scope=scope,
        facts=facts,
        deadlines=deadlines,
        deliverables=deliverables,
        award=award,
        choice=choice,
        steps=tuple(steps),
        moves=tuple(each for each in moves(described, facts) if may_move(actor, each, scope)),
        sees_papers=papers,
    )


def documents_of(*, read: FileRead) -> tuple[Document, ...]:
    """Returns the documents without their content, latest first; empty without permission."""
    if not read.sees_papers:
        return ()
    return tuple(read.file.documents.defer("data").select_related("deliverable").order_by("-dated_on", "-pk"))


def file_document(*, actor: Actor, plan: Plan, number: int, document_id: int, on: date) -> Document:
    """Returns one document with its content. Raises ``NotFound``."""
    read = file_by_number(actor=actor, plan=plan, number=number, on=on)
    found = read.file.documents.filter(pk=document_id).first()
    if found is None or not read.sees_papers:
        raise NotFound
    return found


def choices_enabling(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[Choice]:
    """Returns the current choices that enable an action, among the cases that the actor may read."""
    if not sees_files(actor=actor, plan=plan):
        return []
    concerned = Choice.objects.filter(file__plan=plan, enabled_numbers__contains=[number], chosen_on__lte=on)
    readable = {line.file_id for line in files(actor=actor, plan=plan, on=on)} if concerned.exists() else set()
    later: dict[int, Choice] = {}
    for choice in Choice.objects.filter(file_id__in=readable, chosen_on__lte=on).select_related("file").order_by("pk"):
        later[choice.file_id] = choice  # The last one counts.
    return [each for each in later.values() if number in each.enabled_numbers]


def facts_of(file: File) -> Facts:
    """Reads from the tables the facts on which transitions depend."""
    return Facts(
        stage=file.stage,
        is_held=file.held_since is not None,
        documents=frozenset(file.documents.values_list("kind", flat=True)),
        fields=frozenset(code for code, value in file.values.items() if str(value).strip()),
        deadlines=frozenset(each.code for each in file.deadlines.all()),
        has_award=file.awards.exists(),
        deliverables=tuple(DeliverableState(each.state) for each in file.deliverables.all()),
        has_choice=file.choices.exists(),
        outcome=file.outcome,
    )


def file_line(file: File, on: date) -> FileLine:
    """Builds the summary of a case whose deadlines and deliverables are prefetched."""
    described = procedure(file.procedure_code)
    stage = described.stage(file.stage)
    return FileLine(
        file_id=file.pk,
        number=file.number,
        title=file.title,
        action_number=file.plan_action.number,
        procedure=described,
        stage=stage,
        outcome=next((each.label for each in described.outcomes if each.code == file.outcome), ""),
        owner_id=file.owner_id,
        owner_name=str(file.owner) if file.owner else "",
        opened_on=file.opened_on,
        ended_on=file.ended_on,
        held_since=file.held_since,
        held_until_what=file.held_until_what,
        dues=() if stage.is_end else tuple(sorted(_dues(file, described, on), key=lambda each: (each.on, each.label))),
    )


def _dues(file: File, described: Procedure, on: date) -> Iterable[DueLine]:
    for deadline in file.deadlines.all():
        due = deadline_due(described, deadline.code, file.stage, deadline.due_on)
        if due:
            yield DueLine(due.label, due.on, urgency(due.on, on), due)
    for each in file.deliverables.all():
        if each.state in _AWAITED:
            due = Due(
                f"Livrable : {each.title}", each.due_on, f"deliverable:{each.pk}:{each.due_on.isoformat()}",
                described.deliverable_reminders,
            )  # fmt: skip
            yield DueLine(due.label, due.on, urgency(due.on, on), due)


def _read(actor: Actor, plan: Plan, on: date, found: QuerySet[File]) -> list[FileLine]:
    """Returns the cases open on that date that the actor may read. An empty list makes no further query."""
    opened = list(_with_days(found.filter(opened_on__lte=on)))
    ties = stakeholders_by_action(actor=actor, plan=plan, on=on) if opened else {}
    readable = [each for each in opened if may(actor, "procedures.read", scope_in(ties, each))]
    return sorted((file_line(each, on) for each in readable), key=_order)


def _with_days(found: QuerySet[File]) -> QuerySet[File]:
    return found.select_related("plan", "plan_action", "owner").prefetch_related("deadlines", "deliverables")


def _order(line: FileLine) -> tuple[bool, date, int]:
    """Sorts open cases first, by next due date, then ended cases."""
    return line.is_ended, line.next_due.on if line.next_due else date.max, line.number
