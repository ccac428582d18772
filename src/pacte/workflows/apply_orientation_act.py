"""Apply an act from another tool as journey steps: find the session, find or create the person, write once.

An act that needs a user's decision is reported, never forced and never lost: the caller stores the row.
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.interop.queries.lookup import (
    dossier_given,
    journeys_for,
    learner_given,
    referent_body,
    sessions_given,
    steps_of_slot,
)
from pacte.interop.records import ACT_LABELS, ActStatus, OrientationAct, Outcome
from pacte.interop.rules.paths import GOALS, is_said, way
from pacte.interop.services.references import know_dossier, know_person
from pacte.journeys.queries.journeys import as_step_records, steps_of
from pacte.journeys.records import LearnerInput, StepKind, StepSource
from pacte.journeys.rules.state_machine import replay_status
from pacte.journeys.services import StepInput, open_journey, open_learner
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PacteError
from pacte.notifications.services.system_access import as_system
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Journey, Learner
    from pacte.journeys.models import Step as StepRow
    from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class Door:
    """Where the act comes from. ``source`` names the tool (its short name is the origin of the steps).

    ``body`` is the network of the act: it may open the record of a person it orients. None: no record is opened.
    """

    host: Organisation
    body: Organisation | None
    source: str
    channel: StepSource
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """Result of an act. ``code`` and ``text`` give the reason when the outcome is TO_SETTLE."""

    outcome: Outcome
    journey_key: UUID | None = None
    code: str = ""
    text: str = ""


class ToSettle(Exception):
    def __init__(self, code: str, text: str) -> None:
        self.code, self.text = code, text
        super().__init__(text)


def apply_orientation_act(*, actor: Actor, door: Door, act: OrientationAct) -> Applied:
    """Apply the act and those implied by its row, in one savepoint: all or nothing. Act errors are never raised.

    The same act again changes nothing; on another day it corrects the earlier one.
    """
    outcomes: list[Outcome] = []
    try:
        with transaction.atomic():
            journey = None
            for each in acts_in(act):
                journey, outcome = _Application(actor, door, each).run()
                outcomes.append(outcome)
    except ToSettle as reason:
        return Applied(Outcome.TO_SETTLE, None, reason.code, reason.text)
    except PacteError as error:
        return Applied(Outcome.TO_SETTLE, None, error.code, str(error))
    assert journey is not None
    strongest = next((each for each in (Outcome.CHANGED, Outcome.NEW) if each in outcomes), Outcome.SAME)
    return Applied(strongest, journey.key)


def acts_in(act: OrientationAct) -> list[OrientationAct]:
    """Return the act and those implied by its row, in day order."""
    implied = [replace(act, status=status, on=on, also_on=()) for status, on in act.also_on]
    order = list(ActStatus)
    return sorted([*implied, replace(act, also_on=())], key=lambda each: (each.on, order.index(each.status)))


def slot_of(source: str, act: OrientationAct) -> str:
    """Identity of the act regardless of its day: person, session, status."""
    said = "\x1f".join((act.person.reference, act.session.words, act.status, act.dossier))
    return f"{source}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def key_of(source: str, act: OrientationAct) -> str:
    return f"{slot_of(source, act)}:{act.on:%Y%m%d}"


class _Application:
    def __init__(self, actor: Actor, door: Door, act: OrientationAct) -> None:
        on = min(act.on, today()) if act.is_day_supposed else act.on
        self._actor, self._door, self._act = actor, door, replace(act, on=on)
        # Numbers of other tools and referents are read with system access, for any actor.
        self._machine = system_actor(actor.name)

    def run(self) -> tuple[Journey, Outcome]:
        if self._act.on > today() and self._act.status is not ActStatus.SUMMONED:
            raise ToSettle("future", "La date est à venir : l’acte sera repris quand elle sera passée.")
        with self._sight():
            session = self._session()
            journey = self._known_journey(session)
        journey = journey or self._opened(session)
        return journey, self._record(journey, session)

    def _sight(self) -> AbstractContextManager[None]:
        """Elevated access, unless the actor is the system already."""
        return nullcontext() if self._actor.is_system else as_system(self._actor)

    def _session(self) -> Session | None:
        given = self._act.session
        if not given.words:
            return None
        found = sessions_given(actor=self._machine, host_id=self._door.host.pk, given=given)
        if not found:
            raise ToSettle("session_unknown", f"La session {given.words} n’est pas dans l’offre.")
        if len(found) > 1:
            raise ToSettle("session_ambiguous", f"{len(found)} sessions répondent à {given.words} : il faut choisir.")
        return found[0]

    def _known_journey(self, session: Session | None) -> Journey | None:
        source, host_id = self._door.source, self._door.host.pk
        journey = dossier_given(actor=self._machine, host_id=host_id, source=source, reference=self._act.dossier)
        if journey and (session is None or journey.session_id in (None, session.pk)):
            self._refuse_elsewhere(journey.learner)
            return journey
        learner = self._learner()
        if learner is None:
            return None
        self._refuse_elsewhere(learner)
        found = journeys_for(actor=self._machine, learner=learner, session_id=session.pk if session else None)
        return found[0] if found else None

    def _learner(self) -> Learner | None:
        person, body = self._act.person, self._door.body
        return learner_given(
            actor=self._machine, host_id=self._door.host.pk, source=self._door.source, reference=person.reference,
            body_id=body.pk if body else None, family=person.last_name,
        )  # fmt: skip

    def _refuse_elsewhere(self, learner: Learner) -> None:
        """A network acts on the people it is the referent of; the system actor, for a file of no network, on all."""
        if self._actor.is_system and self._door.body is None:
            return
        if referent_body(actor=self._machine, learner=learner) not in self._own_ids():
            raise ToSettle("person_elsewhere", "Cette personne est suivie par un autre réseau.")

    def _own_ids(self) -> frozenset[int]:
        return self._actor.organisation_ids or frozenset({self._door.body.pk if self._door.body else 0})

    def _opened(self, session: Session | None) -> Journey:
        """Open a journey for a known person, or for a new person named by the act."""
        body, person = self._door.body, self._act.person
        if session is None:
            raise ToSettle("session_missing", "Aucune session n’est nommée, et aucun parcours n’est ouvert.")
        with self._sight():
            learner = self._learner()
            before = learner.journeys.order_by("-opened_on", "-pk").first() if learner else None
            known_body = referent_body(actor=self._machine, learner=learner) if learner else None
        if learner is None:
            if body is None:
                raise ToSettle("person_unknown", "Cette personne n’est connue d’aucun réseau du pacte.")
            if not (person.first_name and person.last_name):
                raise ToSettle("person_unknown", "Cette personne n’est pas connue, et l’acte ne la nomme pas.")
            given = LearnerInput(
                person.first_name, person.last_name, person.email, person.phone, partner_number=person.reference[:40]
            )
            learner = open_learner(
                actor=self._actor,
                host=self._door.host,
                body=body,
                learner_input=given,
                synthetic=self._door.is_synthetic,
            )
            known_body = body.pk
        if body is None or known_body != body.pk:
            raise ToSettle("person_elsewhere", "Cette personne est suivie par un autre réseau.")
        follows = before if before and before.state == "ended" else None
        return open_journey(actor=self._actor, learner=learner, body=body, on=self._act.on, follows=follows)

    def _record(self, journey: Journey, session: Session | None) -> Outcome:
        act, machine = self._act, self._machine
        with self._sight():
            host_id, source = self._door.host.pk, self._door.source
            know_person(
                actor=machine, host_id=host_id, source=source, reference=act.person.reference, learner=journey.learner
            )
            know_dossier(actor=machine, host_id=host_id, source=source, reference=act.dossier, journey=journey)
            mine = steps_of_slot(actor=machine, journey=journey, slot=slot_of(source, act))
        goal = GOALS[act.status]
        said = [row for row in mine if row.kind == goal.kind]
        if said:
            if act.is_day_supposed or said[-1].happened_on == act.on:
                return Outcome.SAME
            self._move(journey, session, mine, act.on)
            return Outcome.CHANGED
        records = as_step_records(steps_of(journey))
        session_id = session.pk if session else journey.session_id
        now_standing = replay_status(records)
        if is_said(now_standing, act.status, session_id):
            return Outcome.SAME
        steps = way(replay_status(records, on=act.on), act.status, session_id)
        if steps is None:
            raise ToSettle("no_way", f"« {ACT_LABELS[act.status]} » ne peut pas suivre ce que le parcours dit déjà.")
        late = any(record.happened_on > act.on for record in records)
        for rank, kind in enumerate(steps):
            self._step(journey, kind, session_id, rank=len(steps) - 1 - rank)
        if late and replay_status(as_step_records(steps_of(journey))).state != now_standing.state:
            raise ToSettle("out_of_order", "Cet acte est plus ancien que ce que le parcours dit, et le contredirait.")
        return Outcome.NEW

    def _step(
        self, journey: Journey, kind: StepKind, session_id: int | None, *, rank: int, corrects: int | None = None
    ) -> None:
        """``rank`` 0 is the act itself; the others are the steps that it implies."""
        act = self._act
        key = key_of(self._door.source, act) + (f":{rank}" if rank else "") + (f":c{corrects}" if corrects else "")
        end_kind = GOALS[act.status].end_kind
        detail = {"end_kind": end_kind.value} if end_kind and kind is StepKind.ENDED else {}
        record_journey_step(
            actor=self._actor,
            key=journey.key,
            given=StepInput(
                kind, act.on, session_id, detail, self._door.channel, self._door.source, key, corrects=corrects
            ),
        )

    def _move(self, journey: Journey, session: Session | None, mine: Sequence[StepRow], on: date) -> None:
        """Move the act to another day: its other steps follow when they would come after it."""
        session_id = session.pk if session else journey.session_id
        state = replay_status(as_step_records(steps_of(journey))).state
        for rank, row in enumerate(mine):
            if row.kind == GOALS[self._act.status].kind or row.happened_on > on:
                self._step(journey, StepKind(row.kind), session_id, rank=len(mine) - 1 - rank, corrects=row.pk)
        if replay_status(as_step_records(steps_of(journey))).state != state:
            raise Conflict("out_of_order", "Cette nouvelle date contredirait ce que le parcours dit.")
