"""Writes the directory: organisations, their dated names, their departments."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.text import slugify

from pacte.accounts.models import Organisation, OrganisationName, Service
from pacte.accounts.queries import organisation_by_name
from pacte.accounts.records import OrganisationKind
from pacte.accounts.services.permission_checks import refuse_synthetic_in_real, refuse_unless_directory
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.single_line import to_single_line
from pacte.kernel.siret import checked_siret


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
    """Creates an organisation with its first name.

    Raises ``PermissionDenied``, ``ValidationError`` (siret, name) or ``Conflict``.
    """
    refuse_unless_directory(actor)
    refuse_synthetic_in_real(synthetic)
    _validate_organisation_name(name)
    number = _unused_siret(siret)
    with audit_event(actor=actor, name="organisation.create") as entry:
        organisation = Organisation.objects.create(
            code=_unused_code(name), kind=kind, siret=number, is_host=is_host, is_synthetic=synthetic
        )
        add_name(organisation, name, valid_from=valid_from)
        entry.set_subject("organisation", organisation.pk, name)
    return organisation


def ensure_organisation(*, actor: Actor, name: str, kind: OrganisationKind = OrganisationKind.OTHER) -> Organisation:
    """Gets the organisation by name, or creates it (a plan may name an organisation for the first time)."""
    return organisation_by_name(name) or create_organisation(actor=actor, name=name, kind=kind)


def change_organisation(
    *, actor: Actor, organisation: Organisation, kind: OrganisationKind, siret: str, phone: str = "", reason: str = ""
) -> None:
    """Corrects the kind, the SIRET and the telephone of the reception.

    Raises ``PermissionDenied``, ``ValidationError`` (siret) or ``Conflict`` (siret taken).
    """
    refuse_unless_directory(actor)
    number = _unused_siret(siret, exclude=organisation)
    with audit_event(
        actor=actor,
        name="organisation.change",
        subject_kind="organisation",
        subject_id=organisation.pk,
        subject_label=organisation.code,
        reason=reason,
    ) as entry:
        before = {"kind": organisation.kind, "siret": organisation.siret, "phone": organisation.phone}
        entry.detail = {"before": before}
        organisation.kind, organisation.siret, organisation.phone = kind, number, phone
        organisation.save(update_fields=["kind", "siret", "phone"])


def add_name(
    organisation: Organisation, name: str, *, valid_from: date | None = None, valid_until: date | None = None
) -> OrganisationName:
    """Adds a dated name to an organisation."""
    return OrganisationName.objects.create(
        organisation=organisation,
        name=to_single_line(name),
        plain_name=fold_text(to_single_line(name)),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def rename_organisation(*, actor: Actor, organisation: Organisation, name: str, on: date) -> None:
    """Gives the organisation a new name from ``on``; the old name stays valid before.

    Raises ``ValidationError`` when the current name begins that day or later, ``Conflict`` when another organisation
    has the name.
    """
    refuse_unless_directory(actor)
    _validate_organisation_name(name, exclude=organisation)
    if organisation.names.filter(valid_until__isnull=True, valid_from__gte=on).exists():
        raise ValidationError(
            "rename_too_early",
            "Ce changement de nom est trop ancien.",
            "Le nom actuel commence ce jour-là, ou plus tard.",
            "Donnez une date postérieure.",
        )
    with audit_event(
        actor=actor,
        name="organisation.rename",
        subject_kind="organisation",
        subject_id=organisation.pk,
        subject_label=name,
    ):
        organisation.names.filter(valid_until__isnull=True).update(valid_until=on - timedelta(days=1))
        add_name(organisation, name, valid_from=on)


def create_service(*, actor: Actor, organisation: Organisation, code: str, name: str) -> Service:
    """Creates a department.

    Raises ``PermissionDenied``, ``ValidationError`` (code) or ``Conflict`` when the code is taken.
    """
    refuse_unless_directory(actor)
    acronym = to_single_line(code)
    if not acronym:
        raise ValidationError("service_code", "Le service n’a pas de sigle.", hint="Écrivez-le, par exemple « DFP ».")
    if organisation.services.filter(code__iexact=acronym).exists():
        raise Conflict("service_exists", f"Le service « {acronym} » existe déjà.", hint="Changez le sigle.")
    with audit_event(actor=actor, name="service.create") as entry:
        service = Service.objects.create(organisation=organisation, code=acronym, name=to_single_line(name) or acronym)
        entry.set_subject("service", service.pk, f"{organisation} {service.code}")
    return service


def ensure_service(*, actor: Actor, organisation: Organisation, code: str, name: str = "") -> Service:
    """Gets the department by code, or creates it."""
    service = organisation.services.filter(code=code).first()
    return service or create_service(actor=actor, organisation=organisation, code=code, name=name)


def _validate_organisation_name(name: str, exclude: Organisation | None = None) -> None:
    if not to_single_line(name):
        raise ValidationError("organisation_name", "L’organisme n’a pas de nom.", hint="Écrivez son nom officiel.")
    existing = organisation_by_name(name)
    if existing is not None and existing != exclude:
        raise Conflict(
            "organisation_exists", f"« {name} » est déjà dans l’annuaire.", hint="Choisissez-le dans la liste."
        )
    if exclude is not None and exclude.names.filter(name=name.strip(), valid_until__isnull=True).exists():
        raise Conflict("name_borne", f"L’organisme porte déjà le nom « {name} ».", hint="Écrivez son nouveau nom.")


def _unused_siret(siret: str, exclude: Organisation | None = None) -> str | None:
    if not siret.strip():
        return None
    number = checked_siret(siret)
    others = Organisation.objects.filter(siret=number)
    if others.exclude(pk=exclude.pk if exclude else None).exists():
        raise Conflict(
            "siret_taken",
            f"Le SIRET {number} est celui d’un autre organisme.",
            hint="Cherchez-le dans l’annuaire, ou vérifiez le numéro.",
        )
    return number


def _unused_code(name: str) -> str:
    code = slugify(name)[:70] or "organisme"
    taken = set(Organisation.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(
        candidate for candidate in (code, *(f"{code}-{rank}" for rank in range(2, 1000))) if candidate not in taken
    )
