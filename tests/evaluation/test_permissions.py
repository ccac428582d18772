"""Permissions on experiment sheets, written a second time: role × act × relation to the action."""

from __future__ import annotations

import pytest

from pacte.evaluation.permissions import ACTS, ExperimentScope, may, may_on_any_experiment
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor
from pacte.kernel.errors import ConfigurationError
from pacte.plan.records.stakeholders import ActionStakeholders

HOST, OTHER = 1, 2
LEADING, PARTNERING, IDLE = 10, 12, 11
SERVICE, OTHER_SERVICE = 100, 101
TIES = ActionStakeholders(
    HOST, ActionCode(18), lead_organisation_ids=frozenset({LEADING}), lead_service_ids=frozenset({SERVICE}),
    lead_person_ids=frozenset({77}), partner_organisation_ids=frozenset({PARTNERING}),
)  # fmt: skip
SCOPE = ExperimentScope(TIES, owner_id=99)

READ_ALL = {
    Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ACTION_LEAD, Role.ANALYST, Role.STATE_READER, Role.AUDITOR,
}  # fmt: skip
# act: (roles that reach every sheet, roles that reach those that they lead or take part in)
EXPECTED: dict[str, tuple[set[Role], set[Role]]] = {
    "evaluation.read": (READ_ALL, {Role.PARTNER}),
    "evaluation.open": ({Role.REGION_PILOT}, {Role.ACTION_LEAD}),
    "evaluation.write": ({Role.REGION_PILOT}, {Role.ACTION_LEAD}),
    "evaluation.lock": ({Role.REGION_PILOT}, {Role.ACTION_LEAD}),
    "evaluation.judge": ({Role.REGION_PILOT}, {Role.ACTION_LEAD}),
    "evaluation.withdraw": ({Role.REGION_PILOT}, set()),
    "evaluation.hand_over": ({Role.ADMINISTRATOR, Role.REGION_PILOT}, set()),
}
CASES = [(act, role) for act in EXPECTED for role in Role]


def person(
    role: Role, organisation: int = IDLE, host: int = HOST, service: int | None = None, person_id: int = 7
) -> Actor:
    return Actor(person_id=person_id, memberships=(ActiveMembership(role, organisation, host, service),))


def test_the_matrix_speaks_of_every_act() -> None:
    assert set(EXPECTED) == set(ACTS)


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_that_is_not_tied_to_the_action(act: str, role: Role) -> None:
    assert may(person(role), act, SCOPE) is (role in EXPECTED[act][0])


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_of_the_leading_organisation(act: str, role: Role) -> None:
    assert may(person(role, LEADING), act, SCOPE) is (role in EXPECTED[act][0] | EXPECTED[act][1])


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_of_a_partner_organisation_leads_nothing(act: str, role: Role) -> None:
    tied = {Role.PARTNER} if act == "evaluation.read" else set()
    assert may(person(role, PARTNERING), act, SCOPE) is (role in EXPECTED[act][0] | tied)


@pytest.mark.parametrize(("act", "role"), CASES)
def test_a_role_held_for_another_region_opens_nothing(act: str, role: Role) -> None:
    assert not may(person(role, LEADING, OTHER, person_id=99), act, SCOPE)
    assert not may_on_any_experiment(person(role, LEADING, OTHER), act, HOST)


def test_a_lead_with_a_service_acts_for_that_service_alone() -> None:
    assert may(person(Role.ACTION_LEAD, LEADING, service=SERVICE), "evaluation.write", SCOPE)
    assert not may(person(Role.ACTION_LEAD, LEADING, service=OTHER_SERVICE), "evaluation.write", SCOPE)
    assert may(person(Role.ACTION_LEAD, IDLE, service=OTHER_SERVICE, person_id=77), "evaluation.write", SCOPE)


@pytest.mark.parametrize("role", list(Role))
def test_the_owner_writes_but_does_not_withdraw_and_an_outsider_owns_nothing(role: Role) -> None:
    owner = person(role, person_id=99)
    outside = role in (Role.PROVIDER, Role.ADVISER, Role.VISITOR)
    assert may(owner, "evaluation.write", SCOPE) is not outside
    assert may(owner, "evaluation.withdraw", SCOPE) is (role is Role.REGION_PILOT)


def test_nobody_opens_nothing_and_the_machine_everything() -> None:
    assert not any(may(NOBODY, act, SCOPE) for act in ACTS)
    assert all(may(system_actor("essai"), act, SCOPE) for act in ACTS)
    with pytest.raises(ConfigurationError):
        may(NOBODY, "evaluation.unknown", SCOPE)
