"""Bulk registration of the new people of a batch of acts, when their steps have no side effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pacte.interop.queries.lookup import people_known, sessions_given
from pacte.interop.records import OrientationAct, SessionGiven
from pacte.interop.rules.paths import way
from pacte.interop.services.references import know_people
from pacte.journeys.records import LearnerInput
from pacte.journeys.rules.state_machine import JourneyStatus
from pacte.journeys.services.bulk_intake import Newcomer, has_no_side_effects, open_in_bulk
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import Door, key_of

if TYPE_CHECKING:
    from pacte.journeys.models import Journey


def take_over_newcomers(*, actor: Actor, door: Door, acts: Sequence[OrientationAct]) -> set[int]:
    """Return the ranks, in ``acts``, of the acts applied here; the others must be applied one by one.

    Left to the one-by-one path: a person named twice in the batch, known by any number, or sent ambiguously.
    """
    if door.body is None:
        return set()
    machine = system_actor(actor.name)
    with as_system(actor):
        known = people_known(
            actor=machine, host_id=door.host.pk, source=door.source, references={act.person.reference for act in acts}
        )
    told = [act.person.reference for act in acts]
    sessions: dict[SessionGiven, int | None] = {}
    chosen: dict[int, Newcomer] = {}
    for rank, act in enumerate(acts):
        if act.person.reference in known or told.count(act.person.reference) > 1 or not _is_light(act):
            continue
        if act.session not in sessions:
            with as_system(actor):
                found = sessions_given(actor=machine, host_id=door.host.pk, given=act.session)
            sessions[act.session] = found[0].pk if len(found) == 1 else None
        newcomer = _newcomer(door, act, sessions[act.session])
        if newcomer is not None:
            chosen[rank] = newcomer
    journeys: list[Journey] = open_in_bulk(
        actor=actor, host=door.host, body=door.body, newcomers=list(chosen.values()), source=door.channel,
        origin=door.source, synthetic=door.is_synthetic,
    )  # fmt: skip
    with as_system(actor):
        know_people(
            actor=machine, host_id=door.host.pk, source=door.source,
            learners={acts[rank].person.reference: journey.learner_id
                      for rank, journey in zip(chosen, journeys, strict=True)},
        )  # fmt: skip
    return set(chosen)


def _is_light(act: OrientationAct) -> bool:
    """Return True for a named person, on a past day, about one session, without a dossier number of the partner."""
    person = act.person
    return bool(
        person.first_name.strip() and person.last_name.strip() and act.session.words and not act.dossier
        and not act.also_on and not act.is_day_supposed and act.on <= today()
    )  # fmt: skip


def _newcomer(door: Door, act: OrientationAct, session_id: int | None) -> Newcomer | None:
    steps = way(JourneyStatus(), act.status, session_id) if session_id is not None else None
    if session_id is None or steps is None or not all(has_no_side_effects(kind) for kind in steps):
        return None
    person = act.person
    given = LearnerInput(
        person.first_name, person.last_name, person.email, person.phone, partner_number=person.reference[:40]
    )
    key, last = key_of(door.source, act), len(steps) - 1
    return Newcomer(
        given, session_id, act.on,
        tuple((kind, key + (f":{last - rank}" if rank < last else "")) for rank, kind in enumerate(steps)),
    )  # fmt: skip
