"""Bulk registration of the new people of a batch of acts, when their steps have no side effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pacte.interop.queries.lookup import known_person_references, sessions_matching
from pacte.interop.records import OrientationAct, SessionInput
from pacte.interop.rules.implied_steps import steps_for_act
from pacte.interop.services.references import save_person_references
from pacte.journeys.records import LearnerInput
from pacte.journeys.rules.state_machine import JourneyStatus
from pacte.journeys.services.bulk_intake import Newcomer, has_no_side_effects, open_in_bulk
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import ActOrigin, act_message_key

if TYPE_CHECKING:
    from pacte.journeys.models import Journey


def register_newcomers(*, actor: Actor, origin: ActOrigin, acts: Sequence[OrientationAct]) -> set[int]:
    """Return the ranks, in ``acts``, of the acts applied here; the others must be applied one by one.

    Left to the one-by-one path: a person named twice in the batch, known by any number, or sent ambiguously.
    """
    if origin.body is None:
        return set()
    service_actor = system_actor(actor.name)
    with as_system(actor):
        known_references = known_person_references(
            actor=service_actor,
            host_id=origin.host.pk,
            source=origin.source,
            references={act.person.reference for act in acts},
        )
    references = [act.person.reference for act in acts]
    sessions: dict[SessionInput, int | None] = {}
    newcomer_by_rank: dict[int, Newcomer] = {}
    for rank, act in enumerate(acts):
        if (
            act.person.reference in known_references
            or references.count(act.person.reference) > 1
            or not _is_simple_act(act)
        ):
            continue
        if act.session not in sessions:
            with as_system(actor):
                matches = sessions_matching(actor=service_actor, host_id=origin.host.pk, numbers=act.session)
            sessions[act.session] = matches[0].pk if len(matches) == 1 else None
        newcomer = _newcomer(origin, act, sessions[act.session])
        if newcomer is not None:
            newcomer_by_rank[rank] = newcomer
    journeys: list[Journey] = open_in_bulk(
        actor=actor,
        host=origin.host,
        body=origin.body,
        newcomers=list(newcomer_by_rank.values()),
        source=origin.channel,
        origin=origin.source,
        synthetic=origin.is_synthetic,
    )
    with as_system(actor):
        save_person_references(
            actor=service_actor, host_id=origin.host.pk, source=origin.source,
            learners={acts[rank].person.reference: journey.learner_id
                      for rank, journey in zip(newcomer_by_rank, journeys, strict=True)},
        )  # fmt: skip
    return set(newcomer_by_rank)


def _is_simple_act(act: OrientationAct) -> bool:
    """Return True for a named person, on a past day, about one session, without a dossier number of the partner."""
    person = act.person
    return bool(
        person.first_name.strip() and person.last_name.strip() and act.session.numbers_text and not act.dossier
        and not act.also_on and not act.is_day_supposed and act.on <= today()
    )  # fmt: skip


def _newcomer(origin: ActOrigin, act: OrientationAct, session_id: int | None) -> Newcomer | None:
    steps = steps_for_act(JourneyStatus(), act.status, session_id) if session_id is not None else None
    if session_id is None or steps is None or not all(has_no_side_effects(kind) for kind in steps):
        return None
    person = act.person
    learner_input = LearnerInput(
        person.first_name, person.last_name, person.email, person.phone, partner_number=person.reference[:40]
    )
    message_key, last_rank = act_message_key(origin.source, act), len(steps) - 1
    return Newcomer(
        learner_input,
        session_id,
        act.on,
        tuple(
            (kind, message_key + (f":{last_rank - rank}" if rank < last_rank else ""))
            for rank, kind in enumerate(steps)
        ),
    )
