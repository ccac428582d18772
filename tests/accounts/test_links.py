"""Links that open once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from pacte.accounts.context import acting_as, bind
from pacte.accounts.models import LoginLink
from pacte.accounts.queries import link_of
from pacte.accounts.records import LinkPurpose
from pacte.accounts.services import close_account, make_login_link, use_login_link
from pacte.accounts.services.links import INVITATION_LIFE, LINK_LIFE, LINKS_AN_HOUR
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.kernel.errors import Refused
from tests.cast import MACHINE, Cast, gather_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    gathered = gather_cast()
    bind(MACHINE)
    return gathered


def _link(cast: Cast, purpose: LinkPurpose = LinkPurpose.LOGIN) -> str:
    secret = make_login_link(actor=MACHINE, person=cast["lead"].person, purpose=purpose)
    assert secret
    return secret


def test_a_link_gives_its_person_once(cast: Cast) -> None:
    secret = _link(cast)
    assert use_login_link(actor=NOBODY, secret=secret) == cast["lead"].person
    assert use_login_link(actor=NOBODY, secret=secret) is None


def test_reading_a_link_does_not_use_it(cast: Cast) -> None:
    secret = _link(cast)
    assert link_of(secret=secret, at=now()) is not None
    assert link_of(secret=secret, at=now()) is not None
    assert use_login_link(actor=NOBODY, secret=secret) is not None


def test_the_database_keeps_no_secret(cast: Cast) -> None:
    secret = _link(cast)
    kept = LoginLink.objects.get()
    assert secret not in (kept.digest, kept.purpose, str(kept))


@pytest.mark.parametrize(
    ("purpose", "life"), [(LinkPurpose.LOGIN, LINK_LIFE), (LinkPurpose.INVITATION, INVITATION_LIFE)]
)
def test_a_link_serves_until_its_time_and_not_after(cast: Cast, purpose: LinkPurpose, life: timedelta) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        secret = _link(cast, purpose)
        clock.shift(life)
        assert link_of(secret=secret, at=now()) is not None
        clock.shift(timedelta(seconds=1))
        assert link_of(secret=secret, at=now()) is None
        assert use_login_link(actor=NOBODY, secret=secret, purpose=purpose) is None


def test_a_wrong_secret_and_a_link_of_another_purpose_open_nothing(cast: Cast) -> None:
    secret = _link(cast, LinkPurpose.INVITATION)
    assert use_login_link(actor=NOBODY, secret=secret + "x", purpose=LinkPurpose.INVITATION) is None
    assert use_login_link(actor=NOBODY, secret=secret) is None


def test_using_one_link_ends_the_others(cast: Cast) -> None:
    first, second = _link(cast), _link(cast)
    assert use_login_link(actor=NOBODY, secret=first) is not None
    assert use_login_link(actor=NOBODY, secret=second) is None


def test_a_closed_account_is_opened_by_no_link(cast: Cast) -> None:
    secret = _link(cast)
    close_account(actor=MACHINE, person=cast["lead"].person, reason="départ")
    assert link_of(secret=secret, at=now()) is None
    assert use_login_link(actor=NOBODY, secret=secret) is None


def test_no_more_than_five_links_an_hour_for_one_person(cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        given = [make_login_link(actor=MACHINE, person=cast["lead"].person) for _ in range(LINKS_AN_HOUR + 1)]
        assert [bool(secret) for secret in given] == [True] * LINKS_AN_HOUR + [False]
        assert make_login_link(actor=MACHINE, person=cast["partner"].person)
        clock.shift(timedelta(hours=1, seconds=1))
        assert make_login_link(actor=MACHINE, person=cast["lead"].person)


def test_only_who_manages_accounts_or_the_machine_makes_a_link(cast: Cast) -> None:
    with acting_as(cast["partner"].actor) as actor, pytest.raises(Refused):
        make_login_link(actor=actor, person=cast["lead"].person)
