"""Permissions on cases, written a second time: role × act × relation to the action."""

from __future__ import annotations

import pytest

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor
from pacte.kernel.errors import ConfigurationError
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.permissions import ACTS, CaseScope, may, may_on_any_case

HOST, OTHER = 1, 2
LEADING, IDLE = 10, 11
SCOPE = CaseScope(ActionStakeholders(HOST, ActionCode(7), lead_organisation_ids=frozenset({LEADING})), owner_id=99)
PILOT, LEAD, BUYER = Role.REGION_PILOT, Role.ACTION_LEAD, Role.BUYER
INSIDE = {Role.ADMINISTRATOR, PILOT, Role.ANALYST, BUYER, Role.FINANCE_OFFICER, Role.STATE_READER, Role.AUDITOR}
# act: (roles that reach every case, roles that reach those of the action that their organisation leads)
EXPECTED: dict[str, tuple[set[Role], set[Role]]] = {
    "procedures.read": (INSIDE | {LEAD}, {Role.PARTNER}),
    "procedures.read_documents": (INSIDE, {LEAD}),
    "procedures.read_sensitive": ({PILOT}, {LEAD}),
    "procedures.open": ({PILOT}, {LEAD}),
    "procedures.write": ({PILOT}, {LEAD}),
    "procedures.award": ({PILOT, BUYER}, {LEAD}),
    "procedures.choose": ({PILOT}, {LEAD}),
    "procedures.hand_over": ({Role.ADMINISTRATOR, PILOT}, set()),
    "procedures.convene": ({PILOT}, set()),
    "procedures.audit": ({PILOT, Role.ANALYST, Role.FINANCE_OFFICER, Role.AUDITOR}, set()),
    "procedures.control": ({Role.ANALYST, Role.FINANCE_OFFICER, Role.AUDITOR}, set()),
    "procedures.export_orders": ({PILOT, Role.FINANCE_OFFICER}, set()),
}
CASES = [(act, role) for act in EXPECTED for role in Role]


def person(role: Role, organisation: int = IDLE, host: int = HOST, person_id: int = 7) -> Actor:
    return Actor(person_id=person_id, memberships=(ActiveMembership(role, organisation, host),))


def test_the_matrix_speaks_of_every_act() -> None:
    assert set(EXPECTED) == set(ACTS)


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_that_is_not_tied_to_the_action(act: str, role: Role) -> None:
    assert may(person(role), act, SCOPE) is (role in EXPECTED[act][0])


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_of_the_leading_organisation(act: str, role: Role) -> None:
    assert may(person(role, LEADING), act, SCOPE) is (role in EXPECTED[act][0] | EXPECTED[act][1])


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_held_for_another_region_opens_nothing(act: str, role: Role) -> None:
    assert not may(person(role, LEADING, OTHER, person_id=99), act, SCOPE)
    assert not may_on_any_case(person(role, LEADING, OTHER), act, HOST)


@pytest.mark.parametrize("role", list(Role))
def test_the_owner_writes_and_chooses_but_awards_nothing(role: Role) -> None:
    owner = person(role, person_id=99)
    outside = role in (Role.PROVIDER, Role.ADVISER, Role.VISITOR)
    assert may(owner, "procedures.write", SCOPE) is not outside
    assert may(owner, "procedures.choose", SCOPE) is not outside
    assert may(owner, "procedures.award", SCOPE) is (role in (PILOT, BUYER))


def test_nobody_opens_nothing_and_the_machine_everything() -> None:
    assert not any(may(NOBODY, act, SCOPE) for act in ACTS)
    assert all(may(system_actor("essai"), act, SCOPE) for act in ACTS)
    with pytest.raises(ConfigurationError):
        may(NOBODY, "procedures.unknown", SCOPE)
