"""Who may do what with exchanges. One table, every role in it, refusals included. Pure.

The Region's staff see messages without the names inside; a network reads and sends its own files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor
from pacte.kernel.rights import Rights


class Reach(StrEnum):
    """How far a role carries for one act."""

    NONE = "-"
    OWN = "o"
    HOST = "h"


@dataclass(frozen=True, slots=True)
class LiaisonScope:
    """What a right depends on: the Region of the pact, and the body whose file it is."""

    host_id: int
    body_id: int | None = None


# « h » who holds the role for that pact; « o » the body whose file it is; « - » refused.
_TABLE = {
    #                          admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "liaison.read":            "h     h     -    -       -        -       h       -     -       -     -       -",
    "liaison.correct":         "h     h     -    -       -        -       -       -     -       -     -       -",
    "liaison.configure":       "h     -     -    -       -        -       -       -     -       -     -       -",
    "liaison.read_files":      "h     h     -    -       -        o       h       -     -       -     -       -",
    "liaison.import_acts":     "-     -     -    -       -        o       -       -     -       -     -       -",
    "liaison.import_bodies":   "h     h     -    -       -        -       -       -     -       -     -       -",
}  # fmt: skip

_RIGHTS = Rights(Reach, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, thing: LiaisonScope) -> bool:
    """True when one of the actor's posts opens the act on the thing. The machine holds every right.

    Raises ``Misconfigured`` on an unknown act.
    """
    return _RIGHTS.opens(
        actor, act, host_id=thing.host_id, concerns=lambda post, reach: post.organisation_id == thing.body_id
    )


def hosts_where(actor: Actor, act: str) -> frozenset[int]:
    """Regions for the whole of which one of the actor's posts opens the act."""
    return frozenset(post.host_id for post in _RIGHTS.posts(actor, act, Reach.HOST))
