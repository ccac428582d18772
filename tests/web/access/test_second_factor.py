"""Before the code of their telephone, the roles that need one reach no page but those listed in ``REACHED``.

One such role and one reader without code ask each page, in turn. With ``--full``, all of them ask.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from pacte.accounts.records import SECOND_FACTOR_ROLES
from tests.cast import Member
from tests.web.access_file import Case, cases
from tests.web.access_sample import shared_out
from tests.web.access_world import World

# Addresses open to a login that has given a password only.
REACHED = {"accounts:totp", "accounts:totp_enrol", "accounts:prove", "accounts:stay", "accounts:logout", "brand_css"}
FIRST = tuple({case.name: case for case in reversed(cases())}.values())


@pytest.fixture(autouse=True)
def _code_needed() -> Iterator[None]:
    with override_settings(TOTP_REQUIRED=True):
        yield


def _asking(shared: World, case: Case, *, full: bool) -> list[tuple[str, Member]]:
    """Readers who need a code, and two whose password is enough: one of each in turn, or all of them if ``full``."""
    members = shared.cast.members
    in_need = [reader for reader, member in members.items() if member.role in SECOND_FACTOR_ROLES]
    free = ["visitor", "provider"]
    turn = FIRST.index(case)
    asked = [*in_need, *free] if full else [in_need[turn % len(in_need)], free[turn % len(free)]]
    return [(reader, members[reader]) for reader in asked]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("case", shared_out(FIRST, lambda case: case.name))
def test_a_password_alone_opens_nothing_to_who_needs_a_code(shared: World, full: bool, case: Case, method: str) -> None:
    for reader, member in _asking(shared, case, full=full):
        answer = shared.ask(reader, method, shared.url(case, reader), case.data)
        stopped = answer.status_code == 302 and answer["Location"].startswith("/connexion/code/?suite=")
        assert stopped == (member.role in SECOND_FACTOR_ROLES and case.name not in REACHED), (reader, answer)


@pytest.mark.xdist_group("access-1")
def test_the_roles_that_need_a_code_are_those_that_write_for_the_region(shared: World) -> None:
    asked = {reader for reader, member in shared.cast.members.items() if member.role in SECOND_FACTOR_ROLES}
    assert {"administrator", "pilot", "intruder"} <= asked
    assert "visitor" not in asked
