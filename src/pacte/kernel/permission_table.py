"""Permission tables: acts in rows, roles in columns, a letter for the access level of the role. Pure.

Each room writes its table and defines the letters that only it can judge; this class parses and queries them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from pacte.kernel.actor import ActiveMembership, Actor, Role
from pacte.kernel.errors import ConfigurationError

# The level « h » for the Region's own members, none for those of another organisation who hold the same role.
_REGION = "r"
# The order of the columns, in every table.
ROLE_COLUMNS = (
    Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ACTION_LEAD, Role.PARTNER, Role.PROVIDER, Role.ADVISER, Role.ANALYST,
    Role.BUYER, Role.FINANCE_OFFICER, Role.STATE_READER, Role.AUDITOR, Role.VISITOR,
)  # fmt: skip

LevelT = TypeVar("LevelT", bound=StrEnum)


class HostAccessLevel(StrEnum):
    """Levels of a room whose rights depend on the role alone: granted in the pact of the membership, or refused."""

    NONE = "-"
    HOST = "h"


class PermissionTable(Generic[LevelT]):
    """A parsed table: ``by_act[act][role]`` is the access level of that role. The system has every right."""

    def __init__(self, level: type[LevelT], table: Mapping[str, str]) -> None:
        self.by_act: dict[str, dict[Role, LevelT]] = {
            act: dict(zip(ROLE_COLUMNS, (level(letter) for letter in row.split()), strict=True))
            for act, row in table.items()
        }

    @property
    def acts(self) -> tuple[str, ...]:
        return tuple(self.by_act)

    def row(self, act: str) -> dict[Role, LevelT]:
        """Access level of each role for the act. Raises ``ConfigurationError`` on an unknown act."""
        if act not in self.by_act:
            raise ConfigurationError("unknown_act", f"Le droit « {act} » n’existe pas.")
        return self.by_act[act]

    def allows(
        self, actor: Actor, act: str, *, host_id: int, covers: Callable[[ActiveMembership, LevelT], bool]
    ) -> bool:
        """True when one of the actor's memberships in that pact grants the act on the object.

        « - » refuses and « h » grants it to the role, « r » to its holders who are members of the Region; for any other
        letter, ``covers`` tells whether the level covers the object.
        """
        row = self.row(act)
        levels = ((each, _level(row, each)) for each in actor.memberships if each.host_id == host_id)
        return actor.is_system or any(
            level == "h" or covers(membership, level) for membership, level in levels if level != "-"
        )

    def is_public(self, act: str) -> bool:
        """True when the whole row is « * »: the act is public, without login."""
        return all(level == "*" for level in self.row(act).values())

    def allows_somewhere(self, actor: Actor, act: str, host_id: int) -> bool:
        """True when a membership in that pact may cover some object: whether there is a list to show at all."""
        return self.allows(actor, act, host_id=host_id, covers=lambda membership, level: True)

    def memberships_at_level(self, actor: Actor, act: str, level: LevelT) -> Iterator[ActiveMembership]:
        """The actor's memberships with exactly that access level for the act."""
        row = self.row(act)
        return (membership for membership in actor.memberships if _level(row, membership) is level)


def _level(row: Mapping[Role, LevelT], membership: ActiveMembership) -> LevelT:
    level = row[membership.role]
    if level != _REGION:
        return level
    return type(level)("h" if membership.organisation_id == membership.host_id else "-")
