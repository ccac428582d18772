"""TOTP second factor: enrolment, check, reset. django-otp stores the secret and refuses replays."""

from __future__ import annotations

from base64 import b32encode

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import Person
from pacte.accounts.records import TotpEnrolment
from pacte.accounts.rules.rate_limits import CODE, RateLimitBucket
from pacte.accounts.services.permission_checks import refuse_blank_account_reason, refuse_unless_host
from pacte.accounts.services.rate_limits import consume_tokens, refund_tokens
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import true_now
from pacte.kernel.errors import Conflict, PermissionDenied, TooManyRequests, ValidationError

TOTP_DEVICE_NAME = "téléphone"


def begin_enrolment(*, actor: Actor, person: Person, pending_id: int | None = None) -> TotpEnrolment:
    """Creates an unconfirmed TOTP device, inactive until a code confirms it.

    ``pending_id``: the device already created by this very login; another login must never see it.
    """
    _refuse_unless_self(actor, person)
    pending = TOTPDevice.objects.filter(user=person, confirmed=False, pk=pending_id).first()
    if pending is None:
        TOTPDevice.objects.filter(user=person, confirmed=False).delete()
        pending = TOTPDevice.objects.create(user=person, confirmed=False, name=TOTP_DEVICE_NAME)
    return TotpEnrolment(pending.pk, b32encode(pending.bin_key).decode(), pending.config_url)


def confirm_enrolment(*, actor: Actor, person: Person, pending_id: int | None, code: str) -> TOTPDevice:
    """Confirms the device, which replaces the person's former one. Raises ``ValidationError``."""
    _refuse_unless_self(actor, person)
    device = _verify_code(TOTPDevice.objects.filter(user=person, confirmed=False, pk=pending_id).first(), code)
    with audit_event(
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
    _refuse_unless_self(actor, person)
    return _verify_code(TOTPDevice.objects.filter(user=person, confirmed=True).first(), code)


def reset_second_factor(*, actor: Actor, person: Person, reason: str) -> None:
    """Removes the device of a person who lost it: they enrol another at the next login. Their logins end."""
    refuse_unless_host(actor)
    refuse_blank_account_reason(reason)
    with audit_event(
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


def _verify_code(device: TOTPDevice | None, code: str) -> TOTPDevice:
    """Checks the code.

    Errors are raised outside the transaction that counts failures, so that the count is committed.
    """
    if device is None:
        raise Conflict("no_second_factor", "Aucun téléphone n’est enregistré.", hint="Enregistrez-en un.")
    bucket = RateLimitBucket(CODE, str(device.user_id))
    with transaction.atomic():
        locked = TOTPDevice.objects.select_for_update().get(pk=device.pk)
        allowed, lock_details = locked.verify_is_allowed()
        if allowed and (wait := consume_tokens(bucket)) is not None:
            raise TooManyRequests(
                "code_tries_wait", "Trop de codes faux ont été essayés.", "Chaque essai doit attendre un peu.",
                "Recommencez ensuite, avec un nouveau code.", wait=wait,
            )  # fmt: skip
        if allowed and locked.verify_token(code.replace(" ", "")):
            refund_tokens(bucket)
            return locked
    if not allowed and lock_details:
        seconds = max(1, int((lock_details["locked_until"] - true_now()).total_seconds()) + 1)
        raise ValidationError(
            "code_wait", "Trop de codes faux.", hint=f"Attendez {seconds} secondes, puis essayez avec un nouveau code."
        )
    raise ValidationError(
        "code_wrong",
        "Ce code ne convient pas.",
        "Il est faux, trop ancien, ou il a déjà servi.",
        "Attendez le code suivant, puis écrivez-le.",
    )


def _refuse_unless_self(actor: Actor, person: Person) -> None:
    if actor.person_id != person.pk:
        raise PermissionDenied("second_factor_of_other", "Vous ne pouvez régler que votre second facteur.")
