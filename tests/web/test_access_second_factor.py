"""Until the code of the telephone is given, the roles of the Region reach no page but those that ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.records import SECOND_FACTOR_ROLES
from tests.cast import Member
from tests.web.access_file import Case, cases
from tests.web.access_world import World, world

pytestmark = pytest.mark.xdist_group("access")
# What one may reach with a password alone.
REACHED = {"accounts:totp", "accounts:totp_enrol", "accounts:prove", "accounts:stay", "accounts:logout", "brand_css"}
FIRST = tuple({case.name: case for case in reversed(cases())}.values())


@pytest.fixture(scope="module")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world() as found, override_settings(TOTP_REQUIRED=True):
        yield found


def _asked(shared: World) -> Iterator[tuple[str, Member]]:
    """Those who need a code, and two others, whose password is enough: what they read is in ``test_access``."""
    return ((reader, member) for reader, member in shared.cast.members.items()
            if member.role in SECOND_FACTOR_ROLES or reader in ("visitor", "provider"))  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("case", FIRST, ids=lambda case: case.name)
def test_a_password_alone_opens_nothing_to_who_needs_a_code(shared: World, case: Case, method: str) -> None:
    for reader, member in _asked(shared):
        answer = shared.ask(reader, method, shared.url(case, reader), case.data)
        stopped = answer.status_code == 302 and answer["Location"].startswith("/connexion/code/?suite=")
        assert stopped == (member.role in SECOND_FACTOR_ROLES and case.name not in REACHED), (reader, answer)


def test_the_roles_that_need_a_code_are_those_that_write_for_the_region(shared: World) -> None:
    asked = {reader for reader, member in shared.cast.members.items() if member.role in SECOND_FACTOR_ROLES}
    assert {"administrator", "pilot", "intruder"} <= asked
    assert "visitor" not in asked
