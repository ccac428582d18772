"""Permission tables: acts in rows, roles in columns, a letter for the access level of the role. Pure.

Each room writes its table and defines its letters; this class parses and queries them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from pacte.kernel.actor import Actor, Post, Role
from pacte.kernel.errors import Misconfigured

# The order of the columns, in every table.
COLUMNS = (
    Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ACTION_LEAD, Role.PARTNER, Role.PROVIDER, Role.ADVISER, Role.ANALYST,
    Role.BUYER, Role.FINANCE_OFFICER, Role.STATE_READER, Role.AUDITOR, Role.VISITOR,
)  # fmt: skip

R = TypeVar("R", bound=StrEnum)


class Rights(Generic[R]):
    """A parsed table: ``by_act[act][role]`` is the access level of that role. The system has every right."""

    def __init__(self, reach: type[R], table: Mapping[str, str]) -> None:
        self.by_act: dict[str, dict[Role, R]] = {
            act: dict(zip(COLUMNS, (reach(letter) for letter in line.split()), strict=True))
            for act, line in table.items()
        }

    @property
    def acts(self) -> tuple[str, ...]:
        return tuple(self.by_act)

    def line(self, act: str) -> dict[Role, R]:
        """Access level of each role for the act. Raises ``ConfigurationError`` on an unknown act."""
        if act not in self.by_act:
            raise Misconfigured("unknown_act", f"Le droit « {act} » n’existe pas.")
        return self.by_act[act]

    def opens(self, actor: Actor, act: str, *, host_id: int, concerns: Callable[[Post, R], bool]) -> bool:
        """True when one of the actor's memberships in that pact grants the act on the object.

        « - » refuses and « h » grants it to the role; for any other letter, ``covers`` tells whether the level covers
        the object.
        """
        line = self.line(act)
        return actor.is_system or any(
            line[post.role] == "h" or concerns(post, line[post.role])
            for post in actor.posts
            if post.host_id == host_id and line[post.role] != "-"
        )

    def opens_to_anyone(self, act: str) -> bool:
        """True when the whole row is « * »: the act is public, without login."""
        return all(reach == "*" for reach in self.line(act).values())

    def somewhere(self, actor: Actor, act: str, host_id: int) -> bool:
        """True when a membership in that pact may cover some object: whether there is a list to show at all."""
        return self.opens(actor, act, host_id=host_id, concerns=lambda post, reach: True)

    def posts(self, actor: Actor, act: str, reach: R) -> Iterator[Post]:
        """The actor's memberships with exactly that access level for the act."""
        line = self.line(act)
        return (post for post in actor.posts if line[post.role] is reach)
