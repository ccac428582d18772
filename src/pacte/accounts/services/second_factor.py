"""TOTP second factor: enrolment, check, reset. django-otp stores the secret and refuses replays."""

from __future__ import annotations

from base64 import b32encode

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import Person
from pacte.accounts.records import Enrolment
from pacte.accounts.rules.limits import CODE, Bucket
from pacte.accounts.services.limits import give_back, take
from pacte.accounts.services.right import refuse_unless_host, refuse_without_reason
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, Invalid, Refused, TooMany

TELEPHONE = "téléphone"


def begin_enrolment(*, actor: Actor, person: Person, pending_id: int | None = None) -> Enrolment:
    """Creates an unconfirmed TOTP device, inactive until a code confirms it.

    ``pending_id``: the device already created by this very login; another login must never see it.
    """
    _refuse_for_other(actor, person)
    pending = TOTPDevice.objects.filter(user=person, confirmed=False, pk=pending_id).first()
    if pending is None:
        TOTPDevice.objects.filter(user=person, confirmed=False).delete()
        pending = TOTPDevice.objects.create(user=person, confirmed=False, name=TELEPHONE)
    return Enrolment(pending.pk, b32encode(pending.bin_key).decode(), pending.config_url)


def confirm_enrolment(*, actor: Actor, person: Person, pending_id: int | None, code: str) -> TOTPDevice:
    """Confirms the device, which replaces the person's former one. Raises ``ValidationError``."""
    _refuse_for_other(actor, person)
    device = _verified(TOTPDevice.objects.filter(user=person, confirmed=False, pk=pending_id).first(), code)
    with act(
        actor=actor, name="second_factor.enrol", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        TOTPDevice.objects.filter(user=person).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    return device


def check_second_factor(*, actor: Actor, person: Person, code: str) -> TOTPDevice:
    """The device of this code, which is accepted once.

    Raises ``ValidationError`` for a wrong code, ``TooManyRequests`` after many.
    """
    _refuse_for_other(actor, person)
    return _verified(TOTPDevice.objects.filter(user=person, confirmed=True).first(), code)


def reset_second_factor(*, actor: Actor, person: Person, reason: str) -> None:
    """Removes the device of a person who lost it: they enrol another at the next login. Their logins end."""
    refuse_unless_host(actor)
    refuse_without_reason(reason)
    with act(
        actor=actor,
        name="second_factor.reset",
        subject_kind="person",
        subject_id=person.pk,
        subject_label=str(person),
        reason=reason,
    ):
        TOTPDevice.objects.filter(user=person).delete()
        person.login_generation += 1
        person.save(update_fields=["login_generation"])


def _verified(device: TOTPDevice | None, code: str) -> TOTPDevice:
    """Checks the code.

    Errors are raised outside the transaction that counts failures, so that the count is committed.
    """
    if device is None:
        raise Conflict("no_second_factor", "Aucun téléphone n’est enregistré.", todo="Enregistrez-en un.")
    bucket = Bucket(CODE, str(device.user_id))
    with transaction.atomic():
        locked = TOTPDevice.objects.select_for_update().get(pk=device.pk)
        allowed, why = locked.verify_is_allowed()
        if allowed and (wait := take(bucket)) is not None:
            raise TooMany(
                "code_tries_wait", "Trop de codes faux ont été essayés.", "Chaque essai doit attendre un peu.",
                "Recommencez ensuite, avec un nouveau code.", wait=wait,
            )  # fmt: skip
        if allowed and locked.verify_token(code.replace(" ", "")):
            give_back(bucket)
            return locked
    if not allowed and why:
        seconds = max(1, int((why["locked_until"] - now()).total_seconds()) + 1)
        raise Invalid(
            "code_wait", "Trop de codes faux.", todo=f"Attendez {seconds} secondes, puis essayez avec un nouveau code."
        )
    raise Invalid(
        "code_wrong",
        "Ce code ne convient pas.",
        "Il est faux, trop ancien, ou il a déjà servi.",
        "Attendez le code suivant, puis écrivez-le.",
    )


def _refuse_for_other(actor: Actor, person: Person) -> None:
    if actor.person_id != person.pk:
        raise Refused("second_factor_of_other", "Vous ne pouvez régler que votre second facteur.")
