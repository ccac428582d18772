"""Login links: each works once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from pacte.accounts.models import LoginLink
from pacte.accounts.queries import usable_login_link
from pacte.accounts.records import LinkPurpose
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.accounts.rules.rate_limits import INVITATION, LOGIN_LINK, LOGIN_LINK_BY_ADDRESS, RateLimitBucket
from pacte.accounts.services import close_account, consume_tokens, create_login_link, use_login_link
from pacte.accounts.services.links import INVITATION_LIFETIME, LINK_LIFETIME
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied
from tests.cast import MACHINE, Cast, gather_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    gathered = gather_cast()
    set_row_context(MACHINE)
    return gathered


def _link(cast: Cast, purpose: LinkPurpose = LinkPurpose.LOGIN) -> str:
    secret = create_login_link(actor=MACHINE, person=cast["lead"].person, purpose=purpose)
    assert secret
    return secret


def test_a_link_gives_its_person_once(cast: Cast) -> None:
    secret = _link(cast)
    assert use_login_link(actor=NOBODY, secret=secret) == cast["lead"].person
    assert use_login_link(actor=NOBODY, secret=secret) is None


def test_reading_a_link_does_not_use_it(cast: Cast) -> None:
    secret = _link(cast)
    assert usable_login_link(secret=secret, at=now()) is not None
    assert usable_login_link(secret=secret, at=now()) is not None
    assert use_login_link(actor=NOBODY, secret=secret) is not None


def test_the_database_keeps_no_secret(cast: Cast) -> None:
    secret = _link(cast)
    kept = LoginLink.objects.get()
    assert secret not in (kept.digest, kept.purpose, str(kept))


@pytest.mark.parametrize(
    ("purpose", "life"), [(LinkPurpose.LOGIN, LINK_LIFETIME), (LinkPurpose.INVITATION, INVITATION_LIFETIME)]
)
def test_a_link_serves_until_its_time_and_not_after(cast: Cast, purpose: LinkPurpose, life: timedelta) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        secret = _link(cast, purpose)
        clock.shift(life)
        assert usable_login_link(secret=secret, at=now()) is not None
        clock.shift(timedelta(seconds=1))
        assert usable_login_link(secret=secret, at=now()) is None
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
    assert usable_login_link(secret=secret, at=now()) is None
    assert use_login_link(actor=NOBODY, secret=secret) is None


def test_strangers_who_ask_for_links_never_leave_their_owner_without_one(cast: Cast) -> None:
    """L6: whatever strangers ask, the last link sent still works, and few links are sent."""
    sent: list[tuple[datetime, str]] = []
    with time_machine.travel(now(), tick=False) as clock:
        for _minute in range(180):
            secret = create_login_link(actor=MACHINE, person=cast["lead"].person, network="192.0.2.66")
            sent += [(now(), secret)] if secret else []
            assert usable_login_link(secret=sent[-1][1], at=now()) is not None
            clock.shift(timedelta(minutes=1))
    assert len(sent) <= LOGIN_LINK.capacity + 18, "a mailbox is not flooded"


def test_a_network_that_asked_for_many_links_still_gets_the_first_one_of_each_person(cast: Cast) -> None:
    with time_machine.travel(now(), tick=False):
        for _ in range(LOGIN_LINK_BY_ADDRESS.capacity):
            consume_tokens(RateLimitBucket(LOGIN_LINK_BY_ADDRESS, "192.0.2.66"))
        asked = [create_login_link(actor=MACHINE, person=cast["lead"].person, network="192.0.2.66") for _ in range(3)]
        assert [bool(secret) for secret in asked] == [True, False, False]
        assert create_login_link(actor=MACHINE, person=cast["lead"].person, network="198.51.100.7")


def test_invitations_have_a_pace_of_their_own(cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(9):
            create_login_link(actor=MACHINE, person=cast["lead"].person)
        given = [
            create_login_link(actor=MACHINE, person=cast["lead"].person, purpose=LinkPurpose.INVITATION)
            for _ in range(INVITATION.capacity + 1)
        ]
        assert [bool(secret) for secret in given] == [True] * INVITATION.capacity + [False]
        clock.shift(INVITATION.refill)
        assert create_login_link(actor=MACHINE, person=cast["lead"].person, purpose=LinkPurpose.INVITATION)


def test_only_who_manages_accounts_or_the_machine_makes_a_link(cast: Cast) -> None:
    with acting_as(cast["partner"].actor) as actor, pytest.raises(PermissionDenied):
        create_login_link(actor=actor, person=cast["lead"].person)
