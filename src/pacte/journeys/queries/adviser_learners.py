"""The full record of a learner, for the referent's body."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from pacte.accounts.queries import organisation_names
from pacte.audit.queries import audit_entries_about
from pacte.journeys.models import (
    Barrier,
    Journey,
    Learner,
    LearnerContact,
    NotebookEntry,
    Obligation,
    SensitiveRead,
    Step,
)
from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.journeys import as_step_records, journey_scope
from pacte.journeys.records.adviser_desk import (
    NotebookItem,
    NoteKind,
    Phase,
    ReferentPeriod,
)
from pacte.journeys.rules.corrections import is_correctable
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
from pacte.offer.models import Session
from pacte.offer.queries.module_sessions import modules_of_sessions


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """A learner as the referent's body knows them; ``body_id`` is that body. Protected facts are not included."""

    learner: Learner
    contact: LearnerContact | None
    body_id: int
    body: str
    person_id: int | None
    referents: tuple[ReferentPeriod, ...] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.contact.first_name} {self.contact.last_name}" if self.contact else "Nom effacé"


def learner_record(*, actor: Actor, key: UUID | str, on: date) -> LearnerRecord:
    """For an adviser of the present referent's body. Raises ``NotFound`` for anybody else."""
    bodies = adviser_bodies(actor)
    learner = ensure_found(Learner.objects.filter(key=key).first())
    referents = list(learner.referents.select_related("person").order_by("-valid_from", "-pk"))
    present = ensure_found(
        next((each for each in referents if each.valid_until is None and each.body_id in bodies), None)
    )
    names = organisation_names(on=on)
    return LearnerRecord(
        learner=learner,
        contact=LearnerContact.objects.filter(learner=learner).first(),
        body_id=present.body_id,
        body=names.get(present.body_id, ""),
        person_id=present.person_id,
        referents=tuple(
            ReferentPeriod(
                names.get(each.body_id, ""), str(each.person) if each.person else "", each.valid_from, each.valid_until
            )
            for each in referents
        ),
    )


@dataclass(frozen=True, slots=True)
class JourneyRecord:
    """A journey with its steps, latest first, and its obligations.

    ``reasons``: reason of each correction, by step, for corrections written by the actor's body. ``correctable``: steps
    that the actor may correct.
    """

    journey: Journey
    steps: tuple[Step, ...]
    obligations: tuple[Obligation, ...]
    titles: dict[int, str]
    bodies: dict[int, str]
    reasons: dict[int, str] = field(default_factory=dict)
    correctable: frozenset[int] = frozenset()


def journey_records(*, actor: Actor, learner: Learner, on: date) -> list[JourneyRecord]:
    """Journeys of a learner that the actor's bodies orient, latest first. A constant number of queries."""
    bodies = adviser_bodies(actor)
    journeys = list(
        Journey.objects.filter(learner=learner, referrer_id__in=bodies)
        .select_related("learner", "session__site", "session__training_action__training__provider")
        .order_by("-opened_on", "-pk")
    )
    steps = list(
        Step.objects.filter(journey__in=journeys)
        .select_related("session__training_action__training")
        .order_by("-happened_on", "-recorded_at", "-pk")
    )
    obligations = list(
        Obligation.objects.filter(journey__in=journeys).select_related("body").order_by("settled_on", "due_on")
    )
    names = organisation_names(on=on)
    titles = _titles(actor, [step.session for step in steps if step.session])
    reasons = _correction_reasons(actor, journeys)
    records = []
    for journey in journeys:
        own = tuple(step for step in steps if step.journey_id == journey.pk)
        journey_obligations = tuple(obligation for obligation in obligations if obligation.journey_id == journey.pk)
        records.append(
            JourneyRecord(
                journey, own, journey_obligations, titles, names, reasons, _correctable_steps(actor, journey, own)
            )
        )
    return records


def _titles(actor: Actor, sessions: list[Session]) -> dict[int, str]:
    """Title of what is followed in each session: its training, with the module where it is of one module alone."""
    modules = modules_of_sessions(actor=actor, session_ids={each.pk for each in sessions})
    return {
        each.pk: f"{each.training.title}, {modules[each.pk]}" if each.pk in modules else each.training.title
        for each in sessions
    }


def _correction_reasons(actor: Actor, journeys: list[Journey]) -> dict[int, str]:
    """Reasons of corrections, as the audit log stores them for the body that wrote them."""
    entries = audit_entries_about(
        actor=actor, subject_kind="journey", subject_ids=[each.key for each in journeys], limit=500
    )
    return {int(entry.detail["step"]): entry.reason for entry in entries if entry.reason and entry.detail.get("step")}


def _correctable_steps(actor: Actor, journey: Journey, rows: tuple[Step, ...]) -> frozenset[int]:
    steps = as_step_records(sorted(rows, key=lambda row: (row.recorded_at, row.pk)))
    return frozenset(
        step.identifier
        for step in steps
        if is_correctable(step, steps) and may(actor, RIGHT_OF_STEP[step.kind], journey_scope(journey))
    )


def barriers_of(*, actor: Actor, learner: Learner) -> list[Barrier]:
    """Barriers of a learner, unsolved first, for the referent's body."""
    adviser_bodies(actor)
    barriers = Barrier.objects.filter(learner=learner).order_by("noted_on", "pk")
    return sorted(barriers, key=lambda each: each.solved_on is not None)


def sensitive_reads_of(*, actor: Actor, learner: Learner) -> list[SensitiveRead]:
    """Reads of the learner's protected facts made by the actor's bodies; the latest 50."""
    bodies = adviser_bodies(actor)
    return list(SensitiveRead.objects.filter(learner_key=learner.key, body_id__in=bodies).order_by("-at")[:50])


def notebook_item(row: NotebookEntry, names: dict[int, str]) -> NotebookItem:
    """A notebook entry as it is shown."""
    return NotebookItem(
        at=row.at,
        phase=Phase(row.phase),
        kind=NoteKind(row.kind),
        text=row.text,
        who=row.person_name,
        body=names.get(row.body_id or 0, ""),
        reached=row.reached,
    )
