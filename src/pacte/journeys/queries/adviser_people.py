"""The learners of an adviser: a list with search and filters, and the full record for the referent's body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from pacte.accounts.queries import organisation_names
from pacte.audit.queries import audit_entries_about
from pacte.journeys.models import (
    Barrier,
    Due,
    Journey,
    Learner,
    LearnerContact,
    NotebookLine,
    Referent,
    SensitiveRead,
    Step,
)
from pacte.journeys.permissions import ACT_OF, may
from pacte.journeys.queries.adviser_desk import waiting
from pacte.journeys.queries.adviser_scope import adviser_bodies, held_in
from pacte.journeys.queries.journeys import as_records, scope_of
from pacte.journeys.records import JourneyState, Theme
from pacte.journeys.records.advising import (
    NoteKind,
    NoteLine,
    PersonLine,
    Phase,
    ReferentLine,
    Scope,
    Wait,
)
from pacte.journeys.rules.correcting import is_correctable
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """Filters from the query string. ``sort``: "name", "seen" (longest silence first) or "state"."""

    words: str = ""
    wait: Wait | None = None
    state: JourneyState | None = None
    theme: Theme | None = None
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True, slots=True)
class PeopleFound:
    lines: tuple[PersonLine, ...]
    total: int


def people(*, actor: Actor, scope: Scope, given: PeopleAsked, on: date, silent_days: int) -> PeopleFound:
    """One page of the learners of a scope. A constant number of queries."""
    by_wait = waiting(actor=actor, scope=scope, on=on, silent_days=silent_days)
    waits = {row.learner_id: wait for wait in reversed(Wait) for row in by_wait[wait]}
    found = _narrowed(scope, given)
    if given.wait is not None:
        found = found.filter(pk__in=[learner for learner, wait in waits.items() if wait is given.wait])
    start = (max(1, given.page) - 1) * PAGE
    rows = list(_sorted(found, given.sort)[start : start + PAGE])
    total = start + len(rows) if rows and len(rows) < PAGE else found.count()
    return PeopleFound(tuple(_lines(rows, waits)), total)


def _narrowed(scope: Scope, given: PeopleAsked) -> QuerySet[Learner]:
    found = Learner.objects.filter(held_in(scope, prefix="referents__"))
    for word in given.words.split()[:4]:
        found = found.filter(
            Q(contact__last_name__istartswith=word)
            | Q(contact__first_name__istartswith=word)
            | Q(contact__partner_number__iexact=word)
        )
    if given.theme is not None:
        found = found.filter(pk__in=Barrier.objects.filter(theme=given.theme, solved_on=None).values("learner_id"))
    if given.state is not None:
        latest = Journey.objects.filter(learner=OuterRef("pk")).order_by("-opened_on", "-pk").values("state")[:1]
        found = found.alias(now=Subquery(latest)).filter(now=given.state)
    return found


def _sorted(found: QuerySet[Learner], sort: str) -> QuerySet[Learner]:
    if sort == "seen":
        return found.order_by("last_seen_on", "pk")
    if sort == "-seen":
        return found.order_by("-last_seen_on", "pk")
    return found.order_by("contact__last_name", "contact__first_name", "pk")


def _lines(rows: Sequence[Learner], waits: dict[int, Wait]) -> list[PersonLine]:
    keys = [row.pk for row in rows]
    names = {each.learner_id: each for each in LearnerContact.objects.filter(learner_id__in=keys)}
    journeys = {
        each.learner_id: each
        for each in Journey.objects.filter(learner_id__in=keys)
        .select_related("session__training_action__training")
        .order_by("opened_on", "pk")
    }
    held = Referent.objects.filter(learner_id__in=keys, valid_until=None).select_related("person")
    advisers = {each.learner_id: str(each.person) if each.person else "" for each in held}
    return [_person(row, names.get(row.pk), journeys.get(row.pk), advisers.get(row.pk, ""), waits) for row in rows]


def _person(
    row: Learner, contact: LearnerContact | None, journey: Journey | None, adviser: str, waits: dict[int, Wait]
) -> PersonLine:
    session = journey.session if journey else None
    return PersonLine(
        learner_key=row.key,
        name=f"{contact.last_name} {contact.first_name}" if contact else "Nom effacé",
        commune_code=row.commune_code,
        seen_on=row.last_seen_on,
        adviser=adviser,
        journey_key=journey.key if journey else None,
        state=JourneyState(journey.state) if journey else None,
        state_on=journey.state_on if journey else None,
        title=session.training.title if session else "",
        wait=waits.get(row.pk),
    )


@dataclass(frozen=True, slots=True)
class LearnerFile:
    """A learner as the referent's body knows them; ``body_id`` is that body. Protected facts are not included."""

    learner: Learner
    contact: LearnerContact | None
    body_id: int
    body: str
    person_id: int | None
    referents: tuple[ReferentLine, ...] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.contact.first_name} {self.contact.last_name}" if self.contact else "Nom effacé"


def learner_file(*, actor: Actor, key: UUID | str, on: date) -> LearnerFile:
    """For an adviser of the present referent's body. Raises ``Unseen`` for anybody else."""
    bodies = adviser_bodies(actor)
    learner = Learner.objects.filter(key=key).first()
    if learner is None:
        raise NotFound
    held = list(learner.referents.select_related("person").order_by("-valid_from", "-pk"))
    present = next((each for each in held if each.valid_until is None and each.body_id in bodies), None)
    if present is None:
        raise NotFound
    names = organisation_names(on=on)
    return LearnerFile(
        learner=learner,
        contact=LearnerContact.objects.filter(learner=learner).first(),
        body_id=present.body_id,
        body=names.get(present.body_id, ""),
        person_id=present.person_id,
        referents=tuple(
            ReferentLine(
                names.get(each.body_id, ""), str(each.person) if each.person else "", each.valid_from, each.valid_until
            )
            for each in held
        ),
    )


@dataclass(frozen=True, slots=True)
class JourneyFile:
    """A journey with its steps, latest first, and its obligations.

    ``reasons``: reason of each correction, by step, for corrections written by the actor's body. ``correctable``: steps
    that the actor may correct.
    """

    journey: Journey
    steps: tuple[Step, ...]
    dues: tuple[Due, ...]
    titles: dict[int, str]
    bodies: dict[int, str]
    reasons: dict[int, str] = field(default_factory=dict)
    correctable: frozenset[int] = frozenset()


def journey_files(*, actor: Actor, learner: Learner, on: date) -> list[JourneyFile]:
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
    dues = list(Due.objects.filter(journey__in=journeys).select_related("body").order_by("settled_on", "due_on"))
    names = organisation_names(on=on)
    titles = {step.session_id: step.session.training.title for step in steps if step.session and step.session_id}
    reasons = _reasons(actor, journeys)
    found = []
    for journey in journeys:
        own = tuple(step for step in steps if step.journey_id == journey.pk)
        owed = tuple(due for due in dues if due.journey_id == journey.pk)
        found.append(JourneyFile(journey, own, owed, titles, names, reasons, _correctable(actor, journey, own)))
    return found


def _reasons(actor: Actor, journeys: list[Journey]) -> dict[int, str]:
    """Reasons of corrections, as the journal stores them for the body that wrote them."""
    entries = audit_entries_about(
        actor=actor, subject_kind="journey", subject_ids=[each.key for each in journeys], limit=500
    )
    return {int(entry.detail["step"]): entry.reason for entry in entries if entry.reason and entry.detail.get("step")}


def _correctable(actor: Actor, journey: Journey, rows: tuple[Step, ...]) -> frozenset[int]:
    steps = as_records(sorted(rows, key=lambda row: (row.recorded_at, row.pk)))
    return frozenset(
        step.identifier
        for step in steps
        if is_correctable(step, steps) and may(actor, ACT_OF[step.kind], scope_of(journey))
    )


def barriers_of(*, actor: Actor, learner: Learner) -> list[Barrier]:
    """Barriers of a learner, unsolved first, for the referent's body."""
    adviser_bodies(actor)
    found = Barrier.objects.filter(learner=learner).order_by("noted_on", "pk")
    return sorted(found, key=lambda each: each.solved_on is not None)


def reads_of(*, actor: Actor, learner: Learner) -> list[SensitiveRead]:
    """Reads of the learner's protected facts made by the actor's bodies; the latest 50."""
    bodies = adviser_bodies(actor)
    return list(SensitiveRead.objects.filter(learner_key=learner.key, body_id__in=bodies).order_by("-at")[:50])


def note_line(row: NotebookLine, names: dict[int, str]) -> NoteLine:
    """A notebook entry as it is shown."""
    return NoteLine(
        at=row.at,
        phase=Phase(row.phase),
        kind=NoteKind(row.kind),
        text=row.text,
        who=row.person_name,
        body=names.get(row.body_id or 0, ""),
        reached=row.reached,
    )
