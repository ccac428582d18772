"""Rules of accounts, without a database."""

from __future__ import annotations

import pytest

from pacte.accounts.permissions import ACTS, hosts_with_account_right, may
from pacte.accounts.records import (
    KIND_LABELS,
    ROLE_HELP,
    ROLE_LABELS,
    SECOND_FACTOR_ROLES,
    OrganisationKind,
    TotpEnrolment,
)
from pacte.accounts.rules import is_local_path, login_secret_digest
from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor


@pytest.mark.parametrize("address", ["/", "/plan/", "/plan/?axe=1&mots=caf%C3%A9", "/a//b", "/a?u=http://b"])
def test_a_path_of_this_site_is_accepted(address: str) -> None:
    assert is_local_path(address)


@pytest.mark.parametrize(
    "address",
    ["", "plan/", "//mechant.example", "/\\mechant.example", "\\\\mechant.example", "http://mechant.example/",
     "https:mechant.example", "javascript:alert(1)", "/\t/mechant.example", "/\n/mechant.example", "/a\\b", " /plan/"],
)  # fmt: skip
def test_anything_that_a_browser_may_read_as_another_site_is_refused(address: str) -> None:
    assert not is_local_path(address)


def test_the_digest_of_a_secret_is_not_the_secret_and_tells_two_secrets_apart() -> None:
    assert login_secret_digest("un secret") != "un secret"
    assert login_secret_digest("un secret") != login_secret_digest("un autre")


def test_the_secret_of_a_telephone_is_spelled_by_four() -> None:
    assert TotpEnrolment(1, "ABCDEFGHIJ", "").grouped_secret == "ABCD EFGH IJ"


def test_only_the_administrator_manages_accounts() -> None:
    assert {role for role in Role if may(_holder(role), "accounts.manage")} == {Role.ADMINISTRATOR}


def test_the_administrator_and_the_pilot_keep_the_directory() -> None:
    assert {role for role in Role if may(_holder(role), "accounts.keep_directory")} == {
        Role.ADMINISTRATOR, Role.REGION_PILOT,
    }  # fmt: skip


def test_administrator_pilot_and_auditor_read_who_has_access() -> None:
    assert {role for role in Role if may(_holder(role), "accounts.read_members")} == {
        Role.ADMINISTRATOR, Role.REGION_PILOT, Role.AUDITOR,
    }  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_nobody_may_nothing_and_the_machine_may_all(act: str) -> None:
    assert not may(NOBODY, act)
    assert may(system_actor("tests"), act)


def test_a_right_in_one_pact_is_no_right_in_another() -> None:
    actor = _holder(Role.ADMINISTRATOR, host_id=7)
    assert may(actor, "accounts.manage", 7)
    assert not may(actor, "accounts.manage", 8)
    assert hosts_with_account_right(actor, "accounts.manage") == {7}


def test_the_roles_that_commit_the_region_need_a_second_factor() -> None:
    assert {Role.ADMINISTRATOR, Role.REGION_PILOT, Role.BUYER, Role.FINANCE_OFFICER} == SECOND_FACTOR_ROLES


def test_every_role_and_every_kind_has_its_words() -> None:
    assert set(ROLE_LABELS) == set(ROLE_HELP) == set(Role)
    assert set(KIND_LABELS) == set(OrganisationKind)


def _holder(role: Role, host_id: int = 7) -> Actor:
    return Actor(
        person_id=1,
        name="Quelqu’un",
        memberships=(ActiveMembership(role=role, organisation_id=host_id, host_id=host_id),),
    )
