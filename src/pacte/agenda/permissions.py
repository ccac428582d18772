"""Who may open, cancel and hold meetings. One table, every role in it, refusals included. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Actor
from pacte.kernel.permission_table import PermissionTable


class MeetingAccessLevel(StrEnum):
    """Access level of a role for one act."""

    NONE = "-"
    OWN = "o"
    HOST = "h"


@dataclass(frozen=True, slots=True)
class MeetingScope:
    """What a right depends on: the Region of the pact, and the organisation that hosts the meeting.

    ``is_individual``: an appointment of one person with an adviser, which concerns nobody else than that organisation.
    """

    host_id: int
    body_id: int | None = None
    is_individual: bool = False


# « h » anyone with the role in that pact; « o » members of the organisation that hosts the meeting; « - » refused.
_TABLE = {
    #                 admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "agenda.read":   "-     h     h    -       o        h       h       h     -       -     h       -",
    "agenda.hold":   "-     h     -    -       o        o       -       h     -       -     -       -",
}  # fmt: skip

_RIGHTS = PermissionTable(MeetingAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts


def may(actor: Actor, act: str, scope: MeetingScope) -> bool:
    """True when one of the actor's memberships grants the act on the meeting. The system has every right.

    Raises ``ConfigurationError`` on an unknown act.
    """
    if scope.is_individual and not actor.is_system and scope.body_id not in actor.organisation_ids:
        return False
    return _RIGHTS.allows(
        actor, act, host_id=scope.host_id, covers=lambda membership, level: membership.organisation_id == scope.body_id
    )


def may_on_any_meeting(actor: Actor, act: str, host_id: int) -> bool:
    """True when there is a list to show at all."""
    return _RIGHTS.allows_somewhere(actor, act, host_id)
