"""Who may do what with the money of a plan. One table, every role in it, refusals included. Pure."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import Misconfigured

_COLUMNS = (
    Role.ADMINISTRATOR,
    Role.REGION_PILOT,
    Role.ACTION_LEAD,
    Role.PARTNER,
    Role.PROVIDER,
    Role.ADVISER,
    Role.ANALYST,
    Role.BUYER,
    Role.FINANCE_OFFICER,
    Role.STATE_READER,
    Role.AUDITOR,
    Role.VISITOR,
)
# « h »: whoever holds the role for that host; « - » refused. Voted envelopes are in the plan, which is public.
_TABLE = {
    #                    admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "finance.read":      "h     h     h    -       -        -       h       h     h       h     h       -",
    "finance.export":    "h     h     h    -       -        -       h       h     h       h     h       -",
    "finance.import":    "-     h     -    -       -        -       -       -     h       -     -       -",
    "finance.allocate":  "-     h     -    -       -        -       -       -     h       -     -       -",
    "finance.declare":   "-     h     -    -       -        -       -       -     h       -     -       -",
}  # fmt: skip

RIGHTS: dict[str, frozenset[Role]] = {
    act: frozenset(role for role, letter in zip(_COLUMNS, line.split(), strict=True) if letter == "h")
    for act, line in _TABLE.items()
}
ACTS = tuple(RIGHTS)


def may(actor: Actor, act: str, host_id: int) -> bool:
    """True when one of the actor's posts opens the act for that host. The machine holds every right.

    Raises ``Misconfigured`` on an unknown act.
    """
    if act not in RIGHTS:
        raise Misconfigured("unknown_act", f"Le droit « {act} » n’existe pas.")
    return actor.is_system or actor.holds(*RIGHTS[act], host_id=host_id)


def hosts_where(actor: Actor, act: str) -> frozenset[int]:
    """Hosts of the pacts in which one of the actor's posts opens the act."""
    return frozenset(post.host_id for post in actor.posts if post.role in RIGHTS[act])
