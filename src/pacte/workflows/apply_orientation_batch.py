"""Apply a batch of acts of a file: new people in bulk, the others one by one, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.interop.queries.lookup import recorded_message_keys
from pacte.interop.records import ActOutcome, OrientationAct
from pacte.kernel.actor import Actor, system_actor
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import (
    ActOrigin,
    ActResult,
    act_message_key,
    apply_orientation_act,
    expand_act,
)
from pacte.workflows.register_newcomers import register_newcomers


def apply_orientation_batch(*, actor: Actor, origin: ActOrigin, acts: Sequence[OrientationAct]) -> list[ActResult]:
    """Result of each act, in order. If the transaction is interrupted, nothing of the batch is written."""
    known_keys = _recorded_keys(actor, origin.source, acts)
    new_ranks = [rank for rank, act in enumerate(acts) if not known_keys.issuperset(_message_keys(origin.source, act))]
    opened = register_newcomers(actor=actor, origin=origin, acts=[acts[rank] for rank in new_ranks])
    bulk_ranks = {new_ranks[place] for place in opened}
    single_ranks = set(new_ranks) - bulk_ranks
    return [
        apply_orientation_act(actor=actor, origin=origin, act=act)
        if rank in single_ranks
        else ActResult(ActOutcome.NEW if rank in bulk_ranks else ActOutcome.SAME)
        for rank, act in enumerate(acts)
    ]


def _recorded_keys(actor: Actor, source: str, acts: Sequence[OrientationAct]) -> set[str]:
    """Keys of the batch already recorded: a file sent again costs one query per batch."""
    keys = {key for act in acts for key in _message_keys(source, act)}
    with as_system(actor):
        return recorded_message_keys(actor=system_actor(actor.name), keys=keys)


def _message_keys(source: str, act: OrientationAct) -> set[str]:
    return {act_message_key(source, each) for each in expand_act(act)}
