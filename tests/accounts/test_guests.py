"""The door without account: a link proved by e-mail, for one scope, that expires, is counted and can be closed."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import ProgrammingError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.models import Guest, GuestLink, Organisation
from pacte.accounts.queries import count_open_guest_links, guest_by_id, this_guest
from pacte.accounts.records import GuestScope, OpenedGuestLink
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.guest_links import GUEST_LINK_LIFE, UNUSED_GUEST_LIFE
from pacte.accounts.rules.rate_limits import PERSONAL_LINK
from pacte.accounts.services import delete_old_guests, ensure_guest, erase_guest, open_guest_link, revoke_guest_links
from pacte.audit.models import AuditEntry
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import clock_stopped_on, now, today
from pacte.kernel.errors import NotFound, PermissionDenied, TooManyRequests, ValidationError
from pacte.notifications.models import GuestLetter
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import queue_guest_letter, request_guest_link
from pacte.notifications.services.guest_letters import delete_old_guest_letters
from tests.accounts.guests_at_hand import guest_of, secret_for, send_waiting_letters
from tests.cast import MACHINE, Cast

pytestmark = pytest.mark.django_db
MAYOR, OTHER = "mairie@exemple.fr", "asso@exemple.fr"
LETTER = GuestLetterInput(GuestScope.APPLY, "Votre lien", "Il ouvre votre dossier :")
EVERY = frozenset(GuestScope)


def opened(secret: str, *scopes: GuestScope) -> OpenedGuestLink | None:
    with acting_as(MACHINE):
        return open_guest_link(actor=MACHINE, secret=secret, scopes=scopes or EVERY)


def asked(host: Organisation, email: str, *, opens_guest: bool = False) -> None:
    with acting_as(MACHINE):
        request_guest_link(actor=MACHINE, host=host, email=email, letter_input=LETTER, opens_guest=opens_guest)


def as_guest(guest: Guest) -> Actor:
    return Actor(name="par son lien", guest_id=guest.pk)


def acts() -> list[str]:
    with acting_as(MACHINE):
        return list(AuditEntry.objects.filter(act__startswith="guest.").order_by("pk").values_list("act", flat=True))


# ------------------------------------------------------------------------------------------- what a link opens


def test_a_link_opens_for_its_guest_its_scope_and_its_thing(cast: Cast) -> None:
    guest = guest_of(cast.region)
    link = opened(secret_for(guest, GuestScope.SIGN, 12), GuestScope.SIGN)
    assert link
    assert (link.actor.guest_id, link.guest_id, link.scope, link.subject_id) == (guest.pk, guest.pk, "sign", 12)
    assert not link.actor.is_anonymous
    assert not link.actor.is_system
    assert link.actor.memberships == ()


def test_a_link_of_one_scope_opens_no_other_and_an_unknown_one_opens_nothing(cast: Cast) -> None:
    secret = secret_for(guest_of(cast.region), GuestScope.CONFIRM)
    assert opened(secret, GuestScope.APPLY, GuestScope.SIGN) is None
    assert opened("n" * 32) is None
    assert opened("") is None


def test_the_first_opening_proves_the_e_mail_once(cast: Cast) -> None:
    guest = guest_of(cast.region)
    assert guest.proved_at is None
    secret = secret_for(guest)
    opened(secret)
    with acting_as(MACHINE):
        proved = Guest.objects.get().proved_at
    assert proved
    opened(secret)
    with acting_as(MACHINE):
        assert Guest.objects.get().proved_at == proved
    assert acts() == ["guest.create", "guest.make_link", "guest.prove_email"]


def test_an_expired_link_opens_nothing(cast: Cast) -> None:
    secret = secret_for(guest_of(cast.region))
    with clock_stopped_on(today() + GUEST_LINK_LIFE - timedelta(days=1)):
        assert opened(secret)
    with clock_stopped_on(today() + GUEST_LINK_LIFE + timedelta(days=1)):
        assert opened(secret) is None


def test_a_link_used_faster_than_a_person_can_pauses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.accounts.services.guests.PERSONAL_LINK", type(PERSONAL_LINK)("x", 2, timedelta(hours=1)))
    first, second = (secret_for(guest_of(cast.region)) for _ in range(2))
    assert opened(first)
    assert opened(first)
    with pytest.raises(TooManyRequests, match="trop vite"):
        opened(first)
    assert opened(second), "another link of the same guest still works"


def test_only_the_digest_of_a_secret_is_stored_and_only_the_machine_makes_or_opens_one(cast: Cast) -> None:
    guest = guest_of(cast.region)
    secret = secret_for(guest)
    with acting_as(MACHINE):
        assert secret not in str(list(GuestLink.objects.values()))
    for actor in (cast["pilot"].actor, as_guest(guest), NOBODY):
        with acting_as(actor), pytest.raises(NotFound):
            open_guest_link(actor=actor, secret=secret, scopes=EVERY)


# ------------------------------------------------------------------------------------------- closing links


def test_a_guest_closes_their_own_links_and_nobody_elses(cast: Cast) -> None:
    mayor, other = guest_of(cast.region, MAYOR), guest_of(cast.region, OTHER)
    mine, theirs = secret_for(mayor), secret_for(other)
    with acting_as(as_guest(mayor)) as actor:
        assert count_open_guest_links(actor=actor, guest=mayor) == 1
        assert revoke_guest_links(actor=actor, guest=mayor) == 1
        with pytest.raises(NotFound):
            revoke_guest_links(actor=actor, guest=other)
    assert opened(mine) is None
    assert opened(theirs)
    assert acts()[-1] != "guest.revoke_links", "the proof came after"
    assert acts().count("guest.revoke_links") == 1


def test_the_region_closes_one_link_and_another_region_none(cast: Cast) -> None:
    guest = guest_of(cast.region)
    kept, closed = (secret_for(guest, GuestScope.CO_APPLY, number) for number in (1, 2))
    with acting_as(cast["pilot"].actor) as pilot:
        assert revoke_guest_links(actor=pilot, guest=guest, scope=GuestScope.CO_APPLY, subject_id=2) == 1
    assert opened(closed) is None
    for part in ("intruder", "adviser", "partner"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            revoke_guest_links(actor=actor, guest=guest)
    assert opened(kept)


# ------------------------------------------------------------------------------------------- rows behind


def test_guests_of_two_regions_never_see_each_other_even_behind(cast: Cast) -> None:
    ours, theirs = guest_of(cast.region), guest_of(cast.other_region)
    assert ours.pk != theirs.pk, "one e-mail in two Regions is two guests"
    for guest, other in ((ours, theirs), (theirs, ours)):
        with acting_as(as_guest(guest)) as actor:
            assert [each.pk for each in Guest.objects.all()] == [guest.pk]
            assert GuestLink.objects.count() == GuestLetter.objects.count() == 0
            assert this_guest(actor=actor).pk == guest.pk
            with pytest.raises(NotFound):
                guest_by_id(actor=actor, guest_id=other.pk)
            with pytest.raises(ProgrammingError), transaction.atomic():
                Guest.objects.create(organisation=cast.region, email=OTHER, created_at=now())
            assert Guest.objects.update(name="x") == 0


def test_members_of_the_region_read_its_guests_and_other_bodies_do_not(cast: Cast) -> None:
    guest = guest_of(cast.region)
    for part, seen in {"pilot": 1, "finance": 1, "intruder": 0, "provider": 0, "adviser": 0, "state_lead": 0}.items():
        with acting_as(cast[part].actor) as actor:
            assert Guest.objects.count() == seen, part
            if not seen:
                with pytest.raises(NotFound):
                    guest_by_id(actor=actor, guest_id=guest.pk)


def test_two_spellings_of_one_address_are_one_guest(cast: Cast) -> None:
    assert guest_of(cast.region, "Mairie@Exemple.FR ").pk == guest_of(cast.region, MAYOR).pk
    with acting_as(MACHINE), pytest.raises(ValidationError):
        ensure_guest(actor=MACHINE, host=cast.region, email="mairie")
    with pytest.raises(NotFound):
        ensure_guest(actor=NOBODY, host=cast.region, email=MAYOR)


# ------------------------------------------------------------------------------------------- letters


def test_a_letter_waits_without_its_secret_and_each_attempt_draws_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = guest_of(cast.region)
    with acting_as(MACHINE):
        queue_guest_letter(actor=MACHINE, guest=guest, letter_input=LETTER)
        assert GuestLink.objects.count() == 0
        job = ProcrastinateJob.objects.get(task_name="guests.send_letter")
        assert job.args == {"letter_id": GuestLetter.objects.get().pk}

    def refused(*_: object, **__: object) -> None:
        raise SMTPException(f"550 <{MAYOR}> rejected")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refused)
        assert send_waiting_letters() == []
    with acting_as(MACHINE):
        waiting = GuestLetter.objects.get()
        assert (waiting.state, waiting.tries, waiting.error) == ("waiting", 1, "550 <…> rejected")
        assert GuestLink.objects.count() == 0, "the link of a letter that did not leave is undone"
    (secret,) = send_waiting_letters()
    assert mail.outbox[-1].to == [MAYOR]
    with acting_as(MACHINE):
        left = GuestLetter.objects.get()
    assert (left.state, left.text, left.email) == ("sent", "", "")
    assert send_waiting_letters() == [], "it leaves once"
    assert opened(secret, GuestScope.APPLY)


def test_asking_writes_the_same_rows_whether_the_address_is_known_or_not(cast: Cast) -> None:
    guest_of(cast.region, MAYOR)
    for email in (MAYOR, OTHER):
        asked(cast.region, email)
    with acting_as(MACHINE):
        known, unknown = GuestLetter.objects.order_by("pk").values()
        jobs = ProcrastinateJob.objects.filter(task_name="guests.send_letter").count()
    apart = {"id", "email", "created_at"}
    assert {key: known[key] for key in known.keys() - apart} == {key: unknown[key] for key in known.keys() - apart}
    assert (jobs, acts()[-2:]) == (2, ["guest.ask_letter"] * 2)
    assert len(send_waiting_letters()) == 1
    assert [each.to for each in mail.outbox] == [[MAYOR]]
    with acting_as(MACHINE):
        assert [each.email for each in Guest.objects.all()] == [MAYOR]
        assert GuestLetter.objects.filter(email=OTHER).count() == 0, "what a stranger typed is forgotten"


def test_a_letter_that_opens_makes_the_guest_when_it_leaves_and_once(cast: Cast) -> None:
    for _ in range(2):
        asked(cast.region, OTHER, opens_guest=True)
    with acting_as(MACHINE):
        assert Guest.objects.count() == 0
    assert len(send_waiting_letters()) == 2
    with acting_as(MACHINE):
        assert [(each.email, each.proved_at) for each in Guest.objects.all()] == [(OTHER, None)]


def test_only_the_machine_asks_in_the_name_of_a_visitor(cast: Cast) -> None:
    for actor in (NOBODY, cast["pilot"].actor):
        with acting_as(actor), pytest.raises(NotFound):
            request_guest_link(actor=actor, host=cast.region, email=MAYOR, letter_input=LETTER)


# ------------------------------------------------------------------------------------------- how long it is kept


def test_each_night_deletes_expired_links_then_guests_whom_nothing_needs(cast: Cast) -> None:
    fresh, used = guest_of(cast.region, "fresh@exemple.fr"), guest_of(cast.region, MAYOR)
    secret_for(used)
    written_to = guest_of(cast.region, OTHER)
    with acting_as(MACHINE):
        queue_guest_letter(actor=MACHINE, guest=written_to, letter_input=LETTER)

    def left_after(life: timedelta) -> set[str]:
        at = now() + life + timedelta(minutes=1)
        with acting_as(MACHINE):
            delete_old_guest_letters(actor=MACHINE, at=at)
            delete_old_guests(actor=MACHINE, at=at)
            return set(Guest.objects.values_list("email", flat=True))

    assert left_after(timedelta()) == {fresh.email, MAYOR, OTHER}
    assert left_after(UNUSED_GUEST_LIFE) == {MAYOR, OTHER}
    assert left_after(GUEST_LINK_LIFE) == set()
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(PermissionDenied):
        delete_old_guests(actor=pilot)


def test_an_erased_guest_leaves_a_remainder_without_address_nor_link(cast: Cast) -> None:
    guest = guest_of(cast.region, MAYOR, "Ada Maire")
    secret = secret_for(guest)
    with acting_as(MACHINE):
        queue_guest_letter(actor=MACHINE, guest=guest, letter_input=LETTER)
        erase_guest(actor=MACHINE, guest=guest, reason="Elle le demande.")
    assert opened(secret) is None
    assert send_waiting_letters() == []
    with acting_as(MACHINE):
        (left,) = Guest.objects.all()
        assert MAYOR not in left.email
        assert (left.name, bool(left.erased_at)) == ("", True)
        with pytest.raises(NotFound):
            queue_guest_letter(actor=MACHINE, guest=left, letter_input=LETTER)
    assert guest_of(cast.region, MAYOR).pk != left.pk, "the same address is another guest later"
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(NotFound):
        erase_guest(actor=pilot, guest=left, reason="x")
