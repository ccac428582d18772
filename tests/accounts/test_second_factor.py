"""The second factor (TOTP)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.queries import has_second_factor
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import begin_enrolment, check_second_factor, confirm_enrolment, reset_second_factor
from pacte.audit.models import AuditEntry
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from tests.accounts.entering import code_of, telephone
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(cast: Cast) -> Member:
    return cast["pilot"]


def test_a_telephone_counts_once_a_code_has_proved_it(pilot: Member) -> None:
    with acting_as(pilot.actor) as actor:
        begun = begin_enrolment(actor=actor, person=pilot.person)
        assert not has_second_factor(pilot.person)
        code = code_of(TOTPDevice.objects.get(pk=begun.device_id))
        confirm_enrolment(actor=actor, person=pilot.person, pending_id=begun.device_id, code=code)
        assert has_second_factor(pilot.person)
        assert AuditEntry.objects.filter(act="second_factor.enrol").count() == 1


def test_the_code_that_proved_a_telephone_does_not_open_a_login(pilot: Member) -> None:
    with acting_as(pilot.actor) as actor:
        begun = begin_enrolment(actor=actor, person=pilot.person)
        code = code_of(TOTPDevice.objects.get(pk=begun.device_id))
        confirm_enrolment(actor=actor, person=pilot.person, pending_id=begun.device_id, code=code)
        with pytest.raises(ValidationError):
            check_second_factor(actor=actor, person=pilot.person, code=code)


def test_a_code_serves_once(pilot: Member) -> None:
    device = telephone(pilot.person)
    with time_machine.travel(now(), tick=False) as clock, acting_as(pilot.actor) as actor:
        code = code_of(device)
        assert check_second_factor(actor=actor, person=pilot.person, code=code) == device
        with pytest.raises(ValidationError) as refusal:
            check_second_factor(actor=actor, person=pilot.person, code=code)
        assert refusal.value.code == "code_wrong"
        clock.shift(timedelta(seconds=60))
        device.refresh_from_db()
        assert check_second_factor(actor=actor, person=pilot.person, code=code_of(device)) == device


@pytest.mark.parametrize("steps", [-4, 4])
def test_a_code_of_two_minutes_away_is_refused(pilot: Member, steps: int) -> None:
    device = telephone(pilot.person)
    with acting_as(pilot.actor) as actor, pytest.raises(ValidationError):
        check_second_factor(actor=actor, person=pilot.person, code=code_of(device, steps=steps))


def test_wrong_codes_make_one_wait_longer_and_longer_even_for_the_right_one(pilot: Member) -> None:
    device = telephone(pilot.person)
    with time_machine.travel(now(), tick=False) as clock, acting_as(pilot.actor) as actor:
        for wait in (1, 2, 4, 8, 16):
            with pytest.raises(ValidationError) as wrong:
                check_second_factor(actor=actor, person=pilot.person, code="000000")
            with pytest.raises(ValidationError) as early:
                check_second_factor(actor=actor, person=pilot.person, code=code_of(device))
            assert (wrong.value.code, early.value.code) == ("code_wrong", "code_wait")
            clock.shift(timedelta(seconds=wait))
        assert check_second_factor(actor=actor, person=pilot.person, code=code_of(device)) == device


def test_a_pending_telephone_is_shown_to_the_login_that_began_it_only(pilot: Member) -> None:
    with acting_as(pilot.actor) as actor:
        mine = begin_enrolment(actor=actor, person=pilot.person)
        again = begin_enrolment(actor=actor, person=pilot.person, pending_id=mine.device_id)
        other = begin_enrolment(actor=actor, person=pilot.person)
    assert again.secret == mine.secret
    assert other.secret != mine.secret


def test_nobody_enrols_a_telephone_nor_gives_a_code_for_another(cast: Cast, pilot: Member) -> None:
    telephone(pilot.person)
    with acting_as(cast["administrator"].actor) as actor:
        with pytest.raises(PermissionDenied):
            begin_enrolment(actor=actor, person=pilot.person)
        with pytest.raises(PermissionDenied):
            check_second_factor(actor=actor, person=pilot.person, code="000000")


def test_without_a_telephone_no_code_is_right(pilot: Member) -> None:
    with acting_as(pilot.actor) as actor, pytest.raises(Conflict):
        check_second_factor(actor=actor, person=pilot.person, code="000000")


def test_the_administrator_forgets_a_lost_telephone_and_the_logins_end(cast: Cast, pilot: Member) -> None:
    telephone(pilot.person)
    before = pilot.person.get_session_auth_hash()
    with acting_as(cast["administrator"].actor) as actor:
        with pytest.raises(ValidationError):
            reset_second_factor(actor=actor, person=pilot.person, reason="")
        reset_second_factor(actor=actor, person=pilot.person, reason="téléphone perdu, vu en personne")
    assert not has_second_factor(pilot.person)
    pilot.person.refresh_from_db()
    assert pilot.person.get_session_auth_hash() != before
    with acting_as(cast["auditor"].actor) as actor, pytest.raises(PermissionDenied):
        reset_second_factor(actor=actor, person=pilot.person, reason="malice")


def test_the_secret_of_a_telephone_is_in_no_journal(pilot: Member) -> None:
    with acting_as(pilot.actor) as actor:
        begun = begin_enrolment(actor=actor, person=pilot.person)
        device = TOTPDevice.objects.get(pk=begun.device_id)
        confirm_enrolment(actor=actor, person=pilot.person, pending_id=device.pk, code=code_of(device))
        told = " ".join(f"{entry.subject_label} {entry.detail}" for entry in AuditEntry.objects.all())
    assert begun.secret not in told
    assert device.key not in told
