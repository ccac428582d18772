"""Who was asked to sign a paper is reminded twice, and the owner of the case learns that everybody has signed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.models import Guest
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import clock_stopped_on, now
from pacte.notifications.models import GuestLetter, Notification
from pacte.procedures.models import Case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.papers import signing_reminder
from pacte.procedures.services import appoint_case_owner, move_case
from pacte.procedures.services.paper_reminders import remind_signatories
from pacte.procedures.services.papers import remake_paper
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.signing import sign_by_hand
from tests.procedures.test_papers import BAKERY, OPENED, SOAP, Signing, signing
from tests.web.plan_stage import plain


def test_a_reminder_is_due_after_seven_days_then_after_twenty_one_and_each_once() -> None:
    def due(days: int, *reminded: int) -> int:
        return signing_reminder(OPENED, OPENED + timedelta(days=days), reminded)

    assert [due(days) for days in (0, 6, 7, 20, 21, 400)] == [0, 0, 7, 7, 21, 21]
    assert (due(7, 7), due(20, 7), due(21, 7), due(21, 7, 21), due(22, 21)) == (0, 0, 21, 0, 0)


def signed_on_that_day() -> Signing:
    """The papers were made, and the letters left, on the day that they say."""
    with clock_stopped_on(OPENED):
        return signing()


kept_signing = kept_for_module(signed_on_that_day)


@pytest.fixture
def made(kept_signing: Signing, db: None) -> Signing:
    with acting_as(MACHINE):
        return Signing(kept_signing.stage, Case.objects.get(pk=kept_signing.case.pk))


def remind(days: int) -> int:
    with acting_as(MACHINE):
        return remind_signatories(actor=MACHINE, on=OPENED + timedelta(days=days))


def letters_to(made: Signing, party: str) -> list[str]:
    with acting_as(MACHINE):
        letters = GuestLetter.objects.filter(scope=GuestScope.SIGN, subject_id=made.signatory(party).pk)
        return list(letters.order_by("pk").values_list("title", flat=True))


def test_who_has_not_answered_is_written_to_again_and_never_twice_for_the_same_delay(made: Signing) -> None:
    assert [remind(days) for days in (6, 7, 7, 8)] == [0, 2, 0, 0], "both firms, not the Region, which signs inside"
    made.answer(SOAP)
    assert [remind(days) for days in (20, 21, 21, 60)] == [0, 1, 0, 0]
    assert letters_to(made, SOAP) == ["À signer : Convention", "Rappel, à signer : Convention"]
    assert letters_to(made, BAKERY) == ["À signer : Convention", *["Rappel, à signer : Convention"] * 2]
    with acting_as(MACHINE):
        text = GuestLetter.objects.filter(subject_id=made.signatory(BAKERY).pk).latest("pk").text
        told = made.case.steps.filter(kind=CaseEventKind.PAPER_REMINDED).order_by("pk").values_list("after", flat=True)
    assert "Le 5 octobre 2020" in plain(text)
    assert told[2] == "Convention, Fournil : 21 jours après la demande"


def test_a_site_that_was_off_writes_once(made: Signing) -> None:
    assert [remind(days) for days in (30, 31)] == [2, 0]


def test_who_refused_a_paper_that_changed_and_a_case_that_waits_or_ended_are_left_in_peace(made: Signing) -> None:
    made.answer(BAKERY, reason="Trop de postes.")
    assert remind(7) == 1, "the bakery has answered"
    with acting_as(MACHINE):
        Case.objects.filter(pk=made.case.pk).update(held_since=OPENED, held_until_what="un arrêté")
    assert remind(21) == 0, "the case waits"
    with acting_as(MACHINE):
        Case.objects.filter(pk=made.case.pk).update(held_since=None, held_until_what="")
    made.change(design="Six semaines.")
    assert remind(21) == 0, "its text is no longer to be signed"
    later = OPENED + timedelta(days=30)
    with acting_as(MACHINE), clock_stopped_on(later):
        remake_paper(actor=MACHINE, case=made.case, code="convention")
    assert [remind(days) for days in (36, 37)] == [0, 2], "asked again, and reminded again"
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=made.case, transition="drop", on=later, reason="Plus de besoin.")
    assert remind(51) == 0, "the case has ended"


def test_an_erased_address_is_not_written_to(made: Signing) -> None:
    guest = made.signatory(SOAP).guest
    assert guest is not None
    with acting_as(MACHINE):
        Guest.objects.filter(pk=guest.pk).update(erased_at=now())
    assert remind(7) == 1


def notices(made: Signing, who: str) -> list[str]:
    with acting_as(MACHINE):
        rows = Notification.objects.filter(person=made.stage.cast[who].person, kind="application")
        return list(rows.order_by("pk").values_list("subject", flat=True))


def test_the_owner_learns_once_that_everybody_has_signed(made: Signing) -> None:
    owner = made.stage.cast["analyst"].person
    with acting_as(MACHINE):
        appoint_case_owner(actor=MACHINE, case=made.case, person=owner, on=OPENED, reason="Suit ce dossier.")
    made.answer(SOAP)
    made.sign_inside("pilot")
    made.answer(BAKERY, reason="Trop de postes.")
    assert notices(made, "analyst") == [], "a firm has refused"
    made.answer(BAKERY)
    assert notices(made, "analyst") == ["Signé par tous : Convention"]
    assert notices(made, "pilot") == []


def test_who_gives_the_last_signature_is_not_told_of_it(made: Signing) -> None:
    owner = made.stage.cast["pilot"].person
    with acting_as(MACHINE):
        appoint_case_owner(actor=MACHINE, case=made.case, person=owner, on=OPENED, reason="Suit ce dossier.")
    made.answer(SOAP)
    made.answer(BAKERY)
    made.sign_inside("pilot")
    assert notices(made, "pilot") == []


def test_signatures_by_hand_tell_the_owner_once_too(made: Signing) -> None:
    owner = made.stage.cast["pilot"].person
    with acting_as(MACHINE):
        appoint_case_owner(actor=MACHINE, case=made.case, person=owner, on=OPENED, reason="Suit ce dossier.")
        sign_by_hand(made.case, "convention", OPENED)
    assert notices(made, "pilot") == ["Signé par tous : Convention"]
    assert remind(7) == 0
