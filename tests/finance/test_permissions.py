"""Finance permissions by role; an unknown act is a programming error."""

from __future__ import annotations

import pytest

from pacte.finance.permissions import ACTS, RIGHTS, finance_hosts_where, may
from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.permission_table import HostAccessLevel

WRITERS = {Role.REGION_PILOT, Role.FINANCE_OFFICER}
READERS = WRITERS | {
    Role.ADMINISTRATOR, Role.ACTION_LEAD, Role.ANALYST, Role.BUYER, Role.STATE_READER, Role.AUDITOR
}  # fmt: skip


def holder(role: Role, host_id: int = 1) -> Actor:
    return Actor(person_id=1, memberships=(ActiveMembership(role, 5, host_id),))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_acts_for_its_host_alone(act: str, role: Role) -> None:
    wanted = READERS if act in ("finance.read", "finance.export") else WRITERS
    assert may(holder(role), act, 1) is (role in wanted)
    assert not may(holder(role, host_id=2), act, 1)


def test_nobody_may_nothing_and_the_machine_all() -> None:
    assert not any(may(NOBODY, act, 1) for act in ACTS)
    assert all(may(system_actor("essai"), act, 1) for act in ACTS)


def test_every_act_has_its_roles() -> None:
    assert all(HostAccessLevel.HOST in RIGHTS[act].values() for act in ACTS)
    assert finance_hosts_where(holder(Role.BUYER), "finance.read") == {1}
    assert finance_hosts_where(holder(Role.BUYER), "finance.import") == set()


def test_an_unknown_act_is_a_fault_of_ours() -> None:
    with pytest.raises(ConfigurationError):
        may(NOBODY, "finance.burn", 1)
