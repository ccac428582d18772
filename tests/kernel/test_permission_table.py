"""Permission tables: every role has a column, other pacts are always refused, an unknown act is a programming error."""

from __future__ import annotations

from enum import StrEnum

import pytest

from pacte.kernel.actor import ActiveMembership, Actor, Role, system_actor
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.permission_table import ROLE_COLUMNS, PermissionTable


class Reach(StrEnum):
    NONE = "-"
    OWN = "o"
    HOST = "h"
    ANYONE = "*"


TABLE = {
    #          admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "x.read":  "*     *     *    *       *        *       *       *     *       *     *       *",
    "x.write": "-     h     -    -       o        -       -       -     -       -     -       -",
}  # fmt: skip
RIGHTS = PermissionTable(Reach, TABLE)
HOST, OTHER = 1, 2


def acting(role: Role, host: int = HOST, body: int = 10) -> Actor:
    return Actor(person_id=7, memberships=(ActiveMembership(role, body, host),))


def may(actor: Actor, act: str = "x.write") -> bool:
    return RIGHTS.allows(actor, act, host_id=HOST, covers=lambda post, reach: post.organisation_id == 10)


def test_every_role_has_its_column() -> None:
    assert set(ROLE_COLUMNS) == set(Role)
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        PermissionTable(Reach, {"x": "h h"})


def test_a_role_of_the_pact_opens_and_that_of_another_pact_never() -> None:
    assert may(acting(Role.REGION_PILOT))
    assert not may(acting(Role.REGION_PILOT, host=OTHER))
    assert not may(acting(Role.BUYER))


def test_whoever_is_concerned_opens_what_concerns_them_and_nothing_else() -> None:
    assert may(acting(Role.PROVIDER))
    assert not may(acting(Role.PROVIDER, body=11))
    assert not may(acting(Role.PROVIDER, host=OTHER))


def test_what_is_open_to_anyone_is_so_for_the_whole_line() -> None:
    assert RIGHTS.is_public("x.read")
    assert not RIGHTS.is_public("x.write")


def test_a_list_is_shown_where_something_may_be_reached() -> None:
    assert RIGHTS.allows_somewhere(acting(Role.PROVIDER, body=11), "x.write", HOST)
    assert not RIGHTS.allows_somewhere(acting(Role.ADVISER), "x.write", HOST)


def test_the_machine_may_do_everything_that_is_an_act() -> None:
    assert may(system_actor("essai"))
    with pytest.raises(ConfigurationError):
        may(system_actor("essai"), "x.unknown")
