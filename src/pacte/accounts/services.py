"""Writing organisations, people, posts and login links. Each act is journalled."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify

from pacte.accounts.models import LoginLink, Membership, Organisation, OrganisationName, Person, Service
from pacte.accounts.permissions import may
from pacte.accounts.queries import organisation_named
from pacte.accounts.records import OrganisationKind
from pacte.journal.services import act
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, Invalid, Refused
from pacte.kernel.french import plain
from pacte.kernel.siret import checked_siret

LINK_LIFE = timedelta(minutes=30)
INVITATION_LIFE = timedelta(days=7)
LINKS_AN_HOUR = 5


def create_organisation(
    *,
    actor: Actor,
    name: str,
    kind: OrganisationKind = OrganisationKind.OTHER,
    siret: str = "",
    is_host: bool = False,
    valid_from: date | None = None,
    synthetic: bool = False,
) -> Organisation:
    """A new organisation under its first name. Raises ``Refused``, ``Invalid`` (siret, name) or ``Conflict``."""
    _refuse_unless_directory(actor)
    refuse_synthetic_in_real(synthetic)
    if not name.strip():
        raise Invalid("organisation_name", "L’organisme n’a pas de nom.", todo="Écrivez son nom officiel.")
    if organisation_named(name):
        raise Conflict(
            "organisation_exists", f"« {name} » est déjà dans l’annuaire.", todo="Choisissez-le dans la liste."
        )
    with act(actor=actor, name="organisation.create") as entry:
        organisation = Organisation.objects.create(
            code=_free_code(name), kind=kind, siret=checked_siret(siret) if siret else None, is_host=is_host,
            is_synthetic=synthetic,
        )
        add_name(organisation, name, valid_from=valid_from)
        entry.on("organisation", organisation.pk, name)
    return organisation


def ensure_organisation(*, actor: Actor, name: str, kind: OrganisationKind = OrganisationKind.OTHER) -> Organisation:
    """The organisation of that name, made when the directory lacks it (a plan may name a body for the first time)."""
    return organisation_named(name) or create_organisation(actor=actor, name=name, kind=kind)


def add_name(
    organisation: Organisation, name: str, *, valid_from: date | None = None, valid_until: date | None = None
) -> OrganisationName:
    """One more name for an organisation, with its dates."""
    return OrganisationName.objects.create(
        organisation=organisation, name=name.strip(), plain_name=plain(name), valid_from=valid_from,
        valid_until=valid_until,
    )


def rename_organisation(*, actor: Actor, organisation: Organisation, name: str, on: date) -> None:
    """From ``on`` the organisation bears ``name``; before, the old name stays true."""
    _refuse_unless_directory(actor)
    with act(
        actor=actor, name="organisation.rename", subject_kind="organisation", subject_id=organisation.pk,
        subject_label=name,
    ):
        organisation.names.filter(valid_until__isnull=True).update(valid_until=on - timedelta(days=1))
        add_name(organisation, name, valid_from=on)


def ensure_service(*, actor: Actor, organisation: Organisation, code: str, name: str = "") -> Service:
    """The service of that code, made when absent."""
    found = organisation.services.filter(code=code).first()
    if found:
        return found
    _refuse_unless_directory(actor)
    with act(actor=actor, name="service.create") as entry:
        service = Service.objects.create(organisation=organisation, code=code, name=name or code)
        entry.on("service", service.pk, f"{organisation} {code}")
    return service


def create_person(
    *, actor: Actor, email: str, first_name: str, last_name: str, password: str = "", synthetic: bool = False
) -> Person:
    """A person who can log in: by password when one is given, else by link. Raises ``Invalid`` or ``Conflict``."""
    _refuse_unless(actor, "accounts.manage")
    refuse_synthetic_in_real(synthetic)
    _check_email(email)
    if Person.objects.filter(email__iexact=email.strip()).exists():
        raise Conflict("person_exists", f"{email} a déjà un compte.", todo="Ajoutez-lui une fonction.")
    person = Person(email=email.strip().lower(), first_name=first_name, last_name=last_name, is_synthetic=synthetic)
    _set_password(person, password)
    with act(actor=actor, name="person.create") as entry:
        person.save()
        entry.on("person", person.pk, str(person))
    return person


def add_membership(
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    host: Organisation,
    role: Role,
    valid_from: date,
    valid_until: date | None = None,
    service: Service | None = None,
    zone_kind: str = "",
    zone_code: str = "",
) -> Membership:
    """A post with its dates. The person's rights follow at the next request."""
    _refuse_unless(actor, "accounts.manage", host.pk)
    if valid_until and valid_until < valid_from:
        raise Invalid(
            "membership_dates", "La fonction finirait avant de commencer.", todo="Vérifiez les deux dates."
        )
    with act(actor=actor, name="membership.add", organisation_id=host.pk) as entry:
        membership = Membership.objects.create(
            person=person, organisation=organisation, host=host, role=role, service=service,
            zone_kind=zone_kind, zone_code=zone_code, valid_from=valid_from, valid_until=valid_until,
        )
        entry.on("membership", membership.pk, f"{person}, {role}")
    return membership


def end_membership(*, actor: Actor, membership: Membership, on: date, reason: str) -> None:
    """Ends a post: its last day is the eve of ``on``, so the next request from ``on`` is refused."""
    _refuse_unless(actor, "accounts.manage", membership.host_id)
    last_day = on - timedelta(days=1)
    with act(
        actor=actor, name="membership.end", subject_kind="membership", subject_id=membership.pk,
        subject_label=str(membership), organisation_id=membership.host_id, reason=reason,
    ):
        if last_day < membership.valid_from:
            membership.delete()
        else:
            membership.valid_until = last_day
            membership.save(update_fields=["valid_until"])


def set_password(*, actor: Actor, person: Person, password: str) -> None:
    """One's own password. Raises ``Invalid`` when it is too weak, with all the reasons."""
    if not actor.is_system and actor.person_id != person.pk:
        raise Refused("password_of_other", "Vous ne pouvez changer que votre mot de passe.")
    _set_password(person, password)
    with act(
        actor=actor, name="person.password", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        person.save(update_fields=["password"])


def make_login_link(*, person: Person, purpose: str = "login") -> str | None:
    """The secret of a link to be used once; None when too many were asked in the hour."""
    moment = now()
    recent = LoginLink.objects.filter(person=person, created_at__gt=moment - timedelta(hours=1))
    if recent.count() >= LINKS_AN_HOUR:
        return None
    secret = secrets.token_urlsafe(32)
    life = INVITATION_LIFE if purpose == "invitation" else LINK_LIFE
    LoginLink.objects.create(
        person=person, digest=_digest(secret), purpose=purpose, created_at=moment, expires_at=moment + life
    )
    return secret


def use_login_link(*, secret: str) -> Person | None:
    """The person whom the link logs in, once; None when it is unknown, used or too old. Safe when clicked twice."""
    moment = now()
    link = LoginLink.objects.select_for_update().filter(digest=_digest(secret)).first()
    if link is None or link.used_at or link.expires_at < moment or not link.person.is_active:
        return None
    link.used_at = moment
    link.save(update_fields=["used_at"])
    return link.person


def refuse_synthetic_in_real(synthetic: bool) -> None:
    """A real installation holds no invented record. Raises ``Refused``."""
    if synthetic and not settings.SYNTHETIC_ALLOWED:
        raise Refused(
            "synthetic_in_real",
            "Cette installation est réelle : elle refuse les données fictives.",
            todo="Essayez-les avec ./pacte demo.",
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _set_password(person: Person, password: str) -> None:
    if not password:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(
            "password_weak", "Ce mot de passe ne convient pas.", " ".join(error.messages), "Choisissez-en un autre."
        ) from error
    person.set_password(password)


def _check_email(email: str) -> None:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Invalid(
            "email", f"« {email} » n’est pas une adresse électronique.", todo="Vérifiez l’adresse."
        ) from error


def _free_code(name: str) -> str:
    code = slugify(name)[:70] or "organisme"
    taken = set(Organisation.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(each for each in (code, *(f"{code}-{rank}" for rank in range(2, 1000))) if each not in taken)


def _refuse_unless(actor: Actor, name: str, host_id: int | None = None) -> None:
    if not may(actor, name, host_id):
        raise Refused("accounts_right", "Vous n’avez pas le droit de gérer les comptes.")


def _refuse_unless_directory(actor: Actor) -> None:
    if not actor.is_system and not actor.holds(Role.ADMINISTRATOR, Role.REGION_PILOT):
        raise Refused("directory_right", "Vous n’avez pas le droit de modifier l’annuaire des organismes.")
