"""Writes memberships: who acts for which organisation, between which dates."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from pacte.accounts.models import Membership, Organisation, Person, Service
from pacte.accounts.queries import valid_on
from pacte.accounts.records import ROLE_LABELS
from pacte.accounts.services.permission_checks import refuse_unless
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import Conflict, ValidationError
from pacte.reference.queries import place_by_code, territory_editions
from pacte.reference.records import ZoneKind


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
    """Adds a dated membership. The person's rights change at the next request.

    Raises ``ValidationError`` or ``Conflict``.
    """
    refuse_unless(actor, "accounts.manage", host.pk)
    if valid_until and valid_until < valid_from:
        raise ValidationError(
            "membership_dates", "La fonction finirait avant de commencer.", hint="Vérifiez les deux dates."
        )
    if service and service.organisation_id != organisation.pk:
        raise ValidationError(
            "service_elsewhere",
            f"Le service « {service.code} » n’est pas de cet organisme.",
            hint="Choisissez un service de l’organisme, ou aucun.",
        )
    _refuse_unknown_zone(zone_kind, zone_code)
    duplicates = Membership.objects.filter(
        person=person,
        organisation=organisation,
        host=host,
        role=role,
        service=service,
        zone_kind=zone_kind,
        zone_code=zone_code,
    )
    if duplicates.filter(_overlaps(valid_from, valid_until)).exists():
        raise Conflict(
            "membership_exists", "Cette personne a déjà cette fonction à ces dates.", hint="Changez les dates."
        )
    with audit_event(actor=actor, name="membership.add", organisation_id=host.pk) as entry:
        membership = Membership.objects.create(
            person=person,
            organisation=organisation,
            host=host,
            role=role,
            service=service,
            zone_kind=zone_kind,
            zone_code=zone_code,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        entry.set_subject("membership", membership.pk, f"{person}, {role}")
    return membership


def end_membership(*, actor: Actor, membership: Membership, on: date, reason: str) -> None:
    """Ends a membership: its last day is the day before ``on``, so requests from ``on`` are refused.

    Raises ``Conflict`` when it already ends before, or when it is that of the last administrator of the pact.
    """
    refuse_unless(actor, "accounts.manage", membership.host_id)
    last_day = on - timedelta(days=1)
    if membership.valid_until and membership.valid_until <= last_day:
        raise Conflict("membership_ended", "Cette fonction est déjà finie à cette date.")
    _refuse_last_administrator(membership, on)
    with audit_event(
        actor=actor,
        name="membership.end",
        subject_kind="membership",
        subject_id=membership.pk,
        subject_label=str(membership),
        organisation_id=membership.host_id,
        reason=reason,
    ):
        if last_day < membership.valid_from:
            membership.delete()
        else:
            membership.valid_until = last_day
            membership.save(update_fields=["valid_until"])


def _refuse_unknown_zone(kind: str, code: str) -> None:
    """Checks the zone against the reference territory, once it is loaded."""
    if not kind and not code:
        return
    if kind not in set(ZoneKind) or (territory_editions() and place_by_code(ZoneKind(kind), code) is None):
        raise ValidationError(
            "zone_unknown",
            f"Aucun territoire de cette sorte n’a le code « {code} ».",
            hint="Vérifiez le code et la sorte de territoire.",
        )


def _overlaps(first: date, last: date | None) -> Q:
    ends_after_start = Q(valid_until__isnull=True) | Q(valid_until__gte=first)
    return ends_after_start & Q(valid_from__lte=last) if last else ends_after_start


def _refuse_last_administrator(membership: Membership, on: date) -> None:
    if membership.role != Role.ADMINISTRATOR:
        return
    others = Membership.objects.filter(
        valid_on(on), host_id=membership.host_id, role=Role.ADMINISTRATOR, person__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise Conflict(
            "last_administrator",
            f"C’est la dernière fonction « {ROLE_LABELS[Role.ADMINISTRATOR]} » du pacte.",
            "Plus personne ne pourrait ouvrir d’accès.",
            "Donnez d’abord cette fonction à quelqu’un d’autre.",
        )
