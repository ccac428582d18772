"""Permissions on exchanges, written a second time: role × act × organisation."""

from __future__ import annotations

import pytest

from pacte.interop.permissions import ACTS, InteropScope, hosts_with_interop_right, may
from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor
from pacte.kernel.errors import ConfigurationError

HOST, OTHER, BODY, ELSEWHERE = 1, 2, 10, 11
KEEPERS = {Role.ADMINISTRATOR, Role.REGION_PILOT}
# act: (roles that have it in the pact, roles that have it for their own organisation)
EXPECTED: dict[str, tuple[set[Role], set[Role]]] = {
    "liaison.read": (KEEPERS | {Role.ANALYST}, set()),
    "liaison.correct": (KEEPERS, set()),
    "liaison.configure": ({Role.ADMINISTRATOR}, set()),
    "liaison.read_files": (KEEPERS | {Role.ANALYST}, {Role.ADVISER}),
    "liaison.import_acts": (set(), {Role.ADVISER}),
    "liaison.import_bodies": (KEEPERS, set()),
}
CASES = [(act, role) for act in EXPECTED for role in Role]


def person(role: Role, organisation: int = BODY, host: int = HOST) -> Actor:
    return Actor(person_id=7, memberships=(ActiveMembership(role, organisation, host),))


def test_the_matrix_speaks_of_every_act() -> None:
    assert set(EXPECTED) == set(ACTS)


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_on_what_is_its_own_and_on_what_is_not(act: str, role: Role) -> None:
    everywhere, own = EXPECTED[act]
    assert may(person(role), act, InteropScope(HOST, BODY)) is (role in everywhere | own)
    assert may(person(role), act, InteropScope(HOST, ELSEWHERE)) is (role in everywhere)
    assert not may(person(role, host=OTHER), act, InteropScope(HOST, BODY))
    assert hosts_with_interop_right(person(role), act) == ({HOST} if role in everywhere else set())


def test_the_machine_may_all_and_nobody_nothing() -> None:
    for act in ACTS:
        assert may(system_actor("essai"), act, InteropScope(HOST))
        assert not may(NOBODY, act, InteropScope(HOST))
    with pytest.raises(ConfigurationError):
        may(NOBODY, "liaison.dance", InteropScope(HOST))
