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
    candidate_journeys,
    journey_by_dossier_reference,
    learner_by_reference,
    referent_body_id,
    sessions_matching,
    steps_of_act,
)
from pacte.interop.records import ACT_LABELS, ActOutcome, ActStatus, OrientationAct
from pacte.interop.rules.implied_steps import ACT_GOALS, is_act_already_reflected, steps_for_act
from pacte.interop.services.references import save_dossier_reference, save_person_reference
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
class ActOrigin:
    """Where the act comes from. ``source`` names the tool (its short name is the origin of the steps).

    ``body`` is the network of the act: it may open the record of a person it orients. None: no record is opened.
    """

    host: Organisation
    body: Organisation | None
    source: str
    channel: StepSource
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class ActResult:
    """Result of an act. ``code`` and ``text`` give the reason when the outcome is TO_SETTLE."""

    outcome: ActOutcome
    journey_key: UUID | None = None
    code: str = ""
    text: str = ""


class NeedsReview(Exception):
    def __init__(self, code: str, text: str) -> None:
        self.code, self.text = code, text
        super().__init__(text)


def apply_orientation_act(*, actor: Actor, origin: ActOrigin, act: OrientationAct) -> ActResult:
    """Apply the act and those implied by its row, in one savepoint: all or nothing. Act errors are never raised.

    The same act again changes nothing; on another day it corrects the earlier one.
    """
    outcomes: list[ActOutcome] = []
    try:
        with transaction.atomic():
            journey = None
            for each in expand_act(act):
                journey, outcome = _ActApplication(actor, origin, each).run()
                outcomes.append(outcome)
    except NeedsReview as reason:
        return ActResult(ActOutcome.TO_SETTLE, None, reason.code, reason.text)
    except PacteError as error:
        return ActResult(ActOutcome.TO_SETTLE, None, error.code, str(error))
    assert journey is not None
    main_outcome = next((each for each in (ActOutcome.CHANGED, ActOutcome.NEW) if each in outcomes), ActOutcome.SAME)
    return ActResult(main_outcome, journey.key)


def expand_act(act: OrientationAct) -> list[OrientationAct]:
    """Return the act and those implied by its row, in day order."""
    implied = [replace(act, status=status, on=on, also_on=()) for status, on in act.also_on]
    order = list(ActStatus)
    return sorted([*implied, replace(act, also_on=())], key=lambda each: (each.on, order.index(each.status)))


def act_identity(source: str, act: OrientationAct) -> str:
    """Identity of the act regardless of its day: person, session, status."""
    identity_text = "\x1f".join((act.person.reference, act.session.numbers_text, act.status, act.dossier))
    return f"{source}:{hashlib.sha256(identity_text.encode()).hexdigest()[:32]}"


def act_message_key(source: str, act: OrientationAct) -> str:
    return f"{act_identity(source, act)}:{act.on:%Y%m%d}"


class _ActApplication:
    def __init__(self, actor: Actor, origin: ActOrigin, act: OrientationAct) -> None:
        on = min(act.on, today()) if act.is_day_supposed else act.on
        self._actor, self._origin, self._act = actor, origin, replace(act, on=on)
        # Numbers of other tools and referents are read with system access, for any actor.
        self._service_actor = system_actor(actor.name)

    def run(self) -> tuple[Journey, ActOutcome]:
        if self._act.on > today() and self._act.status is not ActStatus.SUMMONED:
            raise NeedsReview("future", "La date est à venir : l’acte sera repris quand elle sera passée.")
        with self._system_access():
            session = self._find_session()
            journey = self._find_journey(session)
        journey = journey or self._open_journey(session)
        return journey, self._record_act(journey, session)

    def _system_access(self) -> AbstractContextManager[None]:
        """Elevated access, unless the actor is the system already."""
        return nullcontext() if self._actor.is_system else as_system(self._actor)

    def _find_session(self) -> Session | None:
        numbers = self._act.session
        if not numbers.numbers_text:
            return None
        sessions = sessions_matching(actor=self._service_actor, host_id=self._origin.host.pk, numbers=numbers)
        if not sessions:
            raise NeedsReview("session_unknown", f"La session {numbers.numbers_text} n’est pas dans l’offre.")
        if len(sessions) > 1:
            raise NeedsReview(
                "session_ambiguous", f"{len(sessions)} sessions répondent à {numbers.numbers_text} : il faut choisir."
            )
        return sessions[0]

    def _find_journey(self, session: Session | None) -> Journey | None:
        source, host_id = self._origin.source, self._origin.host.pk
        journey = journey_by_dossier_reference(
            actor=self._service_actor, host_id=host_id, source=source, reference=self._act.dossier
        )
        if journey and (session is None or journey.session_id in (None, session.pk)):
            self._refuse_if_followed_elsewhere(journey.learner)
            return journey
        learner = self._find_learner()
        if learner is None:
            return None
        self._refuse_if_followed_elsewhere(learner)
        journeys = candidate_journeys(
            actor=self._service_actor, learner=learner, session_id=session.pk if session else None
        )
        return journeys[0] if journeys else None

    def _find_learner(self) -> Learner | None:
        person, body = self._act.person, self._origin.body
        return learner_by_reference(
            actor=self._service_actor,
            host_id=self._origin.host.pk,
            source=self._origin.source,
            reference=person.reference,
            body_id=body.pk if body else None,
            last_name=person.last_name,
        )

    def _refuse_if_followed_elsewhere(self, learner: Learner) -> None:
        """A network acts on the people it is the referent of; the system actor, for a file of no network, on all."""
        if self._actor.is_system and self._origin.body is None:
            return
        if referent_body_id(actor=self._service_actor, learner=learner) not in self._own_body_ids():
            raise NeedsReview("person_elsewhere", "Cette personne est suivie par un autre réseau.")

    def _own_body_ids(self) -> frozenset[int]:
        return self._actor.organisation_ids or frozenset({self._origin.body.pk if self._origin.body else 0})

    def _open_journey(self, session: Session | None) -> Journey:
        """Open a journey for a known person, or for a new person named by the act."""
        body, person = self._origin.body, self._act.person
        if session is None:
            raise NeedsReview("session_missing", "Aucune session n’est nommée, et aucun parcours n’est ouvert.")
        with self._system_access():
            learner = self._find_learner()
            last_journey = learner.journeys.order_by("-opened_on", "-pk").first() if learner else None
            current_body_id = referent_body_id(actor=self._service_actor, learner=learner) if learner else None
        if learner is None:
            if body is None:
                raise NeedsReview("person_unknown", "Cette personne n’est connue d’aucun réseau du pacte.")
            if not (person.first_name and person.last_name):
                raise NeedsReview("person_unknown", "Cette personne n’est pas connue, et l’acte ne la nomme pas.")
            learner_input = LearnerInput(
                person.first_name, person.last_name, person.email, person.phone, partner_number=person.reference[:40]
            )
            learner = open_learner(
                actor=self._actor,
                host=self._origin.host,
                body=body,
                learner_input=learner_input,
                synthetic=self._origin.is_synthetic,
            )
            current_body_id = body.pk
        if body is None or current_body_id != body.pk:
            raise NeedsReview("person_elsewhere", "Cette personne est suivie par un autre réseau.")
        previous_journey = last_journey if last_journey and last_journey.state == "ended" else None
        return open_journey(actor=self._actor, learner=learner, body=body, on=self._act.on, follows=previous_journey)

    def _record_act(self, journey: Journey, session: Session | None) -> ActOutcome:
        act, service_actor = self._act, self._service_actor
        with self._system_access():
            host_id, source = self._origin.host.pk, self._origin.source
            save_person_reference(
                actor=service_actor,
                host_id=host_id,
                source=source,
                reference=act.person.reference,
                learner=journey.learner,
            )
            save_dossier_reference(
                actor=service_actor, host_id=host_id, source=source, reference=act.dossier, journey=journey
            )
            act_steps = steps_of_act(actor=service_actor, journey=journey, act_key=act_identity(source, act))
        goal = ACT_GOALS[act.status]
        recorded_steps = [row for row in act_steps if row.kind == goal.kind]
        if recorded_steps:
            if act.is_day_supposed or recorded_steps[-1].happened_on == act.on:
                return ActOutcome.SAME
            self._move_to_day(journey, session, act_steps, act.on)
            return ActOutcome.CHANGED
        records = as_step_records(steps_of(journey))
        session_id = session.pk if session else journey.session_id
        current_status = replay_status(records)
        if is_act_already_reflected(current_status, act.status, session_id):
            return ActOutcome.SAME
        steps = steps_for_act(replay_status(records, on=act.on), act.status, session_id)
        if steps is None:
            raise NeedsReview("no_way", f"« {ACT_LABELS[act.status]} » ne peut pas suivre ce que le parcours dit déjà.")
        has_later_steps = any(record.happened_on > act.on for record in records)
        for rank, kind in enumerate(steps):
            self._record_step(journey, kind, session_id, rank=len(steps) - 1 - rank)
        if has_later_steps and replay_status(as_step_records(steps_of(journey))).state != current_status.state:
            raise NeedsReview(
                "out_of_order", "Cet acte est plus ancien que ce que le parcours dit, et le contredirait."
            )
        return ActOutcome.NEW

    def _record_step(
        self, journey: Journey, kind: StepKind, session_id: int | None, *, rank: int, corrects: int | None = None
    ) -> None:
        """``rank`` 0 is the act itself; the others are the steps that it implies."""
        act = self._act
        key = (
            act_message_key(self._origin.source, act)
            + (f":{rank}" if rank else "")
            + (f":c{corrects}" if corrects else "")
        )
        end_kind = ACT_GOALS[act.status].end_kind
        detail = {"end_kind": end_kind.value} if end_kind and kind is StepKind.ENDED else {}
        record_journey_step(
            actor=self._actor,
            key=journey.key,
            step_input=StepInput(
                kind, act.on, session_id, detail, self._origin.channel, self._origin.source, key, corrects=corrects
            ),
        )

    def _move_to_day(self, journey: Journey, session: Session | None, act_steps: Sequence[StepRow], on: date) -> None:
        """Move the act to another day: its other steps follow when they would come after it."""
        session_id = session.pk if session else journey.session_id
        state = replay_status(as_step_records(steps_of(journey))).state
        for rank, row in enumerate(act_steps):
            if row.kind == ACT_GOALS[self._act.status].kind or row.happened_on > on:
                self._record_step(
                    journey, StepKind(row.kind), session_id, rank=len(act_steps) - 1 - rank, corrects=row.pk
                )
        if replay_status(as_step_records(steps_of(journey))).state != state:
            raise Conflict("out_of_order", "Cette nouvelle date contredirait ce que le parcours dit.")
