"""Files as an actor reads them: the list, one file, its documents. A constant number of queries for a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen
from pacte.plan.models import Plan
from pacte.plan.queries.ties import ties_of
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
    """A day that the file awaits, against the day of the page."""

    label: str
    on: date
    urgency: Urgency
    due: Due


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as a list shows it."""

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
    """One file with all that its page shows, but for the documents.

    Who may not read these may answer the consultation one day: they get no step about papers or money, and the award
    only once it is notified. ``sees_papers`` says whether the rest is there.
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
    """True when there is a list to show to this actor, were it empty."""
    return may_somewhere(actor, "procedures.read", plan.organisation_id)


def files(*, actor: Actor, plan: Plan, on: date) -> list[FileLine]:
    """The files that the actor reads, those that wait for something first. Raises ``Unseen`` for who reads none."""
    if not sees_files(actor=actor, plan=plan):
        raise Unseen
    return _read(actor, plan, on, File.objects.filter(plan=plan))


def files_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[FileLine]:
    """Those of one action; nothing for who reads none."""
    if not sees_files(actor=actor, plan=plan):
        return []
    return _read(actor, plan, on, File.objects.filter(plan=plan, plan_action__number=number))


def file_by_number(*, actor: Actor, plan: Plan, number: int, on: date) -> FileRead:
    """Raises ``Unseen`` alike when there is none and when the actor may not know of it."""
    # First: who reads none asks the same of the database whether or not there is one.
    if not sees_files(actor=actor, plan=plan):
        raise Unseen
    file = _with_days(File.objects.filter(plan=plan, number=number)).first()
    if file is None:
        raise Unseen
    scope = scope_in(ties_of(actor=actor, plan=plan, on=on), file)
    if not may(actor, "procedures.read", scope):
        raise Unseen
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
    """Papers without their bytes, the latest first; none for who may not read them."""
    if not read.sees_papers:
        return ()
    return tuple(read.file.documents.defer("data").select_related("deliverable").order_by("-dated_on", "-pk"))


def file_document(*, actor: Actor, plan: Plan, number: int, document_id: int, on: date) -> Document:
    """One paper with its bytes. Raises ``Unseen``."""
    read = file_by_number(actor=actor, plan=plan, number=number, on=on)
    found = read.file.documents.filter(pk=document_id).first()
    if found is None or not read.sees_papers:
        raise Unseen
    return found


def choices_enabling(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[Choice]:
    """The choices in force that make an action possible, of the files that the actor reads."""
    if not sees_files(actor=actor, plan=plan):
        return []
    concerned = Choice.objects.filter(file__plan=plan, enabled_numbers__contains=[number], chosen_on__lte=on)
    readable = {line.file_id for line in files(actor=actor, plan=plan, on=on)} if concerned.exists() else set()
    later: dict[int, Choice] = {}
    for choice in Choice.objects.filter(file_id__in=readable, chosen_on__lte=on).select_related("file").order_by("pk"):
        later[choice.file_id] = choice  # The last one counts.
    return [each for each in later.values() if number in each.enabled_numbers]


def facts_of(file: File) -> Facts:
    """What moves depend on, read from the tables."""
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
    """``file`` with its deadlines and deliverables at hand."""
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
    """Those that were open that day and that the actor may read. Nothing found asks nothing more."""
    opened = list(_with_days(found.filter(opened_on__lte=on)))
    ties = ties_of(actor=actor, plan=plan, on=on) if opened else {}
    readable = [each for each in opened if may(actor, "procedures.read", scope_in(ties, each))]
    return sorted((file_line(each, on) for each in readable), key=_order)


def _with_days(found: QuerySet[File]) -> QuerySet[File]:
    return found.select_related("plan", "plan_action", "owner").prefetch_related("deadlines", "deliverables")


def _order(line: FileLine) -> tuple[bool, date, int]:
    """What waits comes first, by its nearest day; what has ended comes last."""
    return line.is_ended, line.next_due.on if line.next_due else date.max, line.number
