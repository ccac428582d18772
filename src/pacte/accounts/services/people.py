"""Creates, corrects, closes and reopens accounts; changes one's own password."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import F

from pacte.accounts.models import LoginLink, Person
from pacte.accounts.services.permission_checks import (
    refuse_blank_account_reason,
    refuse_synthetic_in_real,
    refuse_unless,
    refuse_unless_host,
)
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import true_now
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.kernel.single_line import to_single_line


def create_person(
    *,
    actor: Actor,
    email: str,
    first_name: str,
    last_name: str,
    password: str = "",
    synthetic: bool = False,
    same_password_as: Person | None = None,
) -> Person:
    """Creates a person who logs in by password when one is given, else by link.

    Raises ``ValidationError`` or ``Conflict``. ``same_password_as``: for synthetic people, whose common password is
    public; it is hashed once.
    """
    refuse_unless(actor, "accounts.manage")
    refuse_synthetic_in_real(synthetic)
    address = canonical_email(email)
    if Person.objects.filter(email=address).exists():
        raise Conflict("person_exists", f"{address} a déjà un compte.", hint="Ajoutez-lui une fonction.")
    person = Person(
        email=address,
        first_name=to_single_line(first_name),
        last_name=to_single_line(last_name),
        is_synthetic=synthetic,
    )
    if synthetic and same_password_as is not None and same_password_as.is_synthetic:
        person.password = same_password_as.password
    else:
        _set_password(person, password)
    with audit_event(actor=actor, name="person.create") as entry:
        person.save()
        entry.set_subject("person", person.pk, str(person))
    return person


def change_person(*, actor: Actor, person: Person, first_name: str, last_name: str) -> None:
    """Corrects a name; people may correct their own."""
    if actor.person_id != person.pk:
        refuse_unless(actor, "accounts.manage")
    given_name, family_name = to_single_line(first_name), to_single_line(last_name)
    if not family_name:
        raise ValidationError("person_name", "Il manque le nom.", hint="Écrivez le nom de famille.")
    with audit_event(
        actor=actor, name="person.change", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        person.first_name, person.last_name = given_name, family_name
        person.save(update_fields=["first_name", "last_name"])


def close_account(*, actor: Actor, person: Person, reason: str) -> None:
    """Closes the account; its logins end at once. Raises ``PermissionDenied`` or ``ValidationError``."""
    refuse_unless_host(actor)
    refuse_blank_account_reason(reason)
    if actor.person_id == person.pk:
        raise PermissionDenied(
            "own_account",
            "Vous ne pouvez pas fermer votre propre compte.",
            hint="Demandez-le à un autre administrateur.",
        )
    with audit_event(
        actor=actor,
        name="person.close",
        subject_kind="person",
        subject_id=person.pk,
        subject_label=str(person),
        reason=reason,
    ):
        person.is_active = False
        person.login_generation = F("login_generation") + 1
        person.save(update_fields=["is_active", "login_generation"])
        LoginLink.objects.filter(person=person, used_at__isnull=True).update(expires_at=true_now())
    person.refresh_from_db()


def reopen_account(*, actor: Actor, person: Person, reason: str) -> None:
    """Reopens the account; earlier logins stay closed."""
    refuse_unless_host(actor)
    refuse_blank_account_reason(reason)
    with audit_event(
        actor=actor,
        name="person.reopen",
        subject_kind="person",
        subject_id=person.pk,
        subject_label=str(person),
        reason=reason,
    ):
        person.is_active = True
        person.save(update_fields=["is_active"])


def set_password(*, actor: Actor, person: Person, password: str) -> None:
    """Changes one's own password. Raises ``ValidationError`` with all the reasons when it is too weak."""
    if not actor.is_system and actor.person_id != person.pk:
        raise PermissionDenied("password_of_other", "Vous ne pouvez changer que votre mot de passe.")
    _set_password(person, password)
    with audit_event(
        actor=actor, name="person.password", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        person.save(update_fields=["password"])


def _set_password(person: Person, password: str) -> None:
    if not password:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except DjangoValidationError as error:
        raise ValidationError(
            "password_weak", "Ce mot de passe ne convient pas.", " ".join(error.messages), "Choisissez-en un autre."
        ) from error
    person.set_password(password)
