"""The whole permission matrix, written a second time: role × act × state × relation to the row."""

from __future__ import annotations

from itertools import product

import pytest

from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor
from pacte.kernel.errors import ConfigurationError
from pacte.plan.permissions import ACTS, RIGHTS, PlanAccessLevel, PlanScope, may
from pacte.plan.records import VersionState

HOST, OTHER_HOST = 1, 2
LEADING, IDLE = 10, 11
LEADING_SERVICE, IDLE_SERVICE = 100, 101
PUBLISHED = (VersionState.VOTED, VersionState.SIGNED, VersionState.IN_FORCE)

ADMIN, PILOT, LEAD, VISITOR = Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ACTION_LEAD, Role.VISITOR
EVERY_ROLE = set(Role)
FEW = {ADMIN, PILOT, LEAD}
# act: (roles on a draft, roles on a voted version), for a membership of the host that leads nothing
EXPECTED: dict[str, tuple[set[Role], set[Role]]] = {
    "plan.read_public": (set(), EVERY_ROLE),
    "plan.read": (set(), EVERY_ROLE),
    "plan.read_draft": (FEW, set()),
    "plan.edit_row": ({PILOT}, {PILOT}),
    "plan.reshape": ({PILOT}, {PILOT}),
    "plan.import": ({ADMIN, PILOT}, {ADMIN, PILOT}),
    "plan.vote": ({PILOT}, {PILOT}),
    "plan.sign": ({PILOT}, {PILOT}),
    "plan.put_in_force": ({PILOT}, {PILOT}),
    "plan.export": (FEW, EVERY_ROLE),
    "plan.history": (FEW, EVERY_ROLE - {Role.PARTNER, Role.PROVIDER, Role.ADVISER, VISITOR}),
    "plan.manage_views": (EVERY_ROLE, EVERY_ROLE),
}
EVERY_CASE = list(product(EXPECTED, Role, VersionState))


def post(role: Role, organisation: int = IDLE, host: int = HOST, service: int | None = None) -> Actor:
    return Actor(person_id=7, memberships=(ActiveMembership(role, organisation, host, service),))


def scope(state: VersionState = VersionState.IN_FORCE, services: frozenset[int] = frozenset()) -> PlanScope:
    return PlanScope(HOST, state, frozenset({LEADING}), services)


@pytest.mark.parametrize(("act", "role", "state"), EVERY_CASE)
def test_each_role_may_do_what_the_matrix_says_and_nothing_else(act: str, role: Role, state: VersionState) -> None:
    on_draft, on_voted = EXPECTED[act]
    allowed = on_draft if state is VersionState.DRAFT else on_voted
    assert may(post(role), act, scope(state)) is (role in allowed)


@pytest.mark.parametrize(("act", "role", "state"), EVERY_CASE)
def test_a_role_held_for_another_region_opens_only_what_is_public(act: str, role: Role, state: VersionState) -> None:
    is_public = act == "plan.read_public" and state is not VersionState.DRAFT
    assert may(post(role, LEADING, OTHER_HOST), act, scope(state)) is is_public


@pytest.mark.parametrize(("act", "role", "state"), EVERY_CASE)
def test_leading_the_row_adds_the_right_to_edit_it_to_the_lead_alone(act: str, role: Role, state: VersionState) -> None:
    before, after = may(post(role), act, scope(state)), may(post(role, LEADING), act, scope(state))
    assert after is (before or (role is LEAD and act == "plan.edit_row"))


@pytest.mark.parametrize(("act", "state"), list(product(EXPECTED, VersionState)))
def test_without_login_only_what_was_voted_is_read(act: str, state: VersionState) -> None:
    allowed = act == "plan.read_public" and state in PUBLISHED
    assert may(NOBODY, act, scope(state)) is allowed
    assert may(Actor(person_id=7), act, scope(state)) is allowed


def test_the_state_and_the_observatory_edit_what_they_lead_like_the_region() -> None:
    state, observatory, region = 21, 22, 23
    row = PlanScope(HOST, VersionState.DRAFT, frozenset({state, observatory}))
    assert may(post(LEAD, state), "plan.edit_row", row)
    assert may(post(LEAD, observatory), "plan.edit_row", row)
    assert not may(post(LEAD, region), "plan.edit_row", row)
    assert not may(post(Role.STATE_READER, state), "plan.edit_row", row)


@pytest.mark.parametrize(
    ("service", "row_services", "allowed"),
    [
        (None, {LEADING_SERVICE}, True),
        (LEADING_SERVICE, {LEADING_SERVICE}, True),
        (IDLE_SERVICE, {LEADING_SERVICE}, False),
        (LEADING_SERVICE, set(), False),
        (None, set(), True),
    ],
)
def test_a_post_in_a_service_edits_the_rows_of_that_service_alone(
    service: int | None, row_services: set[int], allowed: bool
) -> None:
    row = scope(services=frozenset(row_services))
    assert may(post(LEAD, LEADING, service=service), "plan.edit_row", row) is allowed


def test_a_service_of_another_organisation_opens_nothing() -> None:
    row = scope(services=frozenset({LEADING_SERVICE}))
    assert not may(post(LEAD, IDLE, service=LEADING_SERVICE), "plan.edit_row", row)


def test_a_second_post_adds_its_rights_to_the_first() -> None:
    actor = Actor(
        person_id=7, memberships=(ActiveMembership(VISITOR, IDLE, HOST), ActiveMembership(PILOT, IDLE, OTHER_HOST))
    )
    assert not may(actor, "plan.vote", scope())
    assert may(actor, "plan.vote", PlanScope(OTHER_HOST))


def test_the_machine_holds_every_right_that_the_state_leaves_open() -> None:
    machine = system_actor("pacte demo")
    assert {act for act in ACTS if not may(machine, act, scope(VersionState.DRAFT))} == {
        "plan.read_public",
        "plan.read",
    }
    assert {act for act in ACTS if not may(machine, act, scope())} == {"plan.read_draft"}


def test_the_default_scope_is_the_closed_one() -> None:
    assert not may(NOBODY, "plan.read_public", PlanScope(HOST))


def test_every_role_stands_in_every_line_of_the_table() -> None:
    assert set(RIGHTS) == set(EXPECTED)
    assert all(set(line) == set(Role) for line in RIGHTS.values())
    assert {reach for line in RIGHTS.values() for reach in line.values()} == set(PlanAccessLevel)


def test_an_act_that_nobody_wrote_down_is_a_fault_of_ours() -> None:
    with pytest.raises(ConfigurationError):
        may(post(PILOT), "plan.erase", scope())
