"""Requirements for the purchases to come: write one, end it, carry it into a lot."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day
from pacte.offer.models import Lot, LotRequirement, PurchaseRequirement
from pacte.offer.permissions import OfferScope, buyer_organisation_ids
from pacte.offer.records import LOT_STATE_LABELS, LotState
from pacte.offer.records.requirements import RequirementTerms
from pacte.offer.rules.requirements import OPEN_LOT_STATES, is_in_force, requirement_refusals
from pacte.offer.services.field_limits import refuse_rows_out_of_limits
from pacte.offer.services.permissions_check import refuse_any, refuse_unless
from pacte.reference.codes import parse_certification_code


def write_requirement(*, actor: Actor, host_id: int, terms: RequirementTerms) -> PurchaseRequirement:
    """Write a requirement for the coming purchases of the Region; the same text of the same origin is one row.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    refuse_unless(actor=actor, act="offer.write_requirement", scope=OfferScope(host_id))
    refuse_any(actor=actor, reasons=requirement_refusals(terms))
    requirement = PurchaseRequirement(
        organisation_id=host_id,
        text=terms.text.strip(),
        certification_code=_certification_code(terms),
        domain_code=terms.domain_code.strip(),
        origin_label=terms.origin_label.strip(),
        origin_reference=terms.origin_reference.strip(),
        since=terms.since,
        until=terms.until,
        written_at=now(),
        written_by_name=actor.name[:200],
    )
    refuse_rows_out_of_limits(actor=actor, rows=[requirement])
    keys = {"organisation_id": host_id, "origin_reference": requirement.origin_reference, "text": requirement.text}
    known = PurchaseRequirement.objects.filter(**keys).first()
    if known is not None:
        return known
    with audit_event(actor=actor, name="offer.write_requirement", organisation_id=host_id) as entry:
        try:
            with transaction.atomic():
                requirement.save(force_insert=True)
        except IntegrityError:
            # Somebody wrote the same one meanwhile.
            requirement = PurchaseRequirement.objects.get(**keys)
        entry.set_subject("purchaserequirement", requirement.pk, str(requirement))
    return requirement


def end_requirement(*, actor: Actor, requirement: PurchaseRequirement, until: date) -> None:
    """Set its last day: later lots no longer carry it. Raises ``PermissionDenied`` or ``ValidationError``."""
    refuse_unless(actor=actor, act="offer.write_requirement", scope=OfferScope(requirement.organisation_id))
    if until < requirement.since:
        raise ValidationError(
            "requirement_dates", "L’exigence finit avant de commencer.", hint="Choisissez un jour plus tardif."
        )
    with audit_event(
        actor=actor,
        name="offer.end_requirement",
        subject_kind="purchaserequirement",
        subject_id=requirement.pk,
        subject_label=str(requirement),
        organisation_id=requirement.organisation_id,
    ) as entry:
        requirement.until = until
        requirement.save(update_fields=["until"])
        entry.detail.update(until=until.isoformat())


def carry_requirement(*, actor: Actor, requirement: PurchaseRequirement, lot: Lot) -> LotRequirement:
    """Carry the requirement into the lot; a second time changes nothing.

    Raises ``PermissionDenied`` (lot of another buyer), ``NotFound`` (of another Region) or ``Conflict`` (lot awarded or
    dropped, requirement not in force).
    """
    _refuse_lot_of_another(actor, requirement, lot)
    if not is_in_force(requirement.since, requirement.until, today()):
        raise Conflict("requirement_over", _not_in_force(requirement), hint="Rechargez la page.")
    with audit_event(
        actor=actor,
        name="offer.carry_requirement",
        subject_kind="lot",
        subject_id=lot.pk,
        subject_label=lot.code,
        organisation_id=lot.organisation_id,
    ) as entry:
        _lock_open_lot(lot, OPEN_LOT_STATES)
        carried, is_new = LotRequirement.objects.get_or_create(
            requirement=requirement,
            lot=lot,
            defaults={
                "organisation_id": lot.organisation_id,
                "carried_at": now(),
                "carried_by_name": actor.name[:200],
            },
        )
        entry.detail.update(requirement=requirement.pk, is_new=is_new)
    return carried


def remove_lot_requirement(*, actor: Actor, requirement: PurchaseRequirement, lot: Lot) -> None:
    """Take the requirement off a lot that is still being prepared; the history of rows keeps that it was there.

    Raises ``PermissionDenied``, ``NotFound`` or ``Conflict`` (lot published already).
    """
    _refuse_lot_of_another(actor, requirement, lot)
    with audit_event(
        actor=actor,
        name="offer.remove_lot_requirement",
        subject_kind="lot",
        subject_id=lot.pk,
        subject_label=lot.code,
        organisation_id=lot.organisation_id,
    ) as entry:
        _lock_open_lot(lot, (LotState.DRAFT,))
        LotRequirement.objects.filter(requirement=requirement, lot=lot).delete()
        entry.detail.update(requirement=requirement.pk)


def _certification_code(terms: RequirementTerms) -> str:
    """Raises ``ValidationError``."""
    typed = terms.certification_code.strip()
    code = parse_certification_code(typed) if typed else ""
    if code is None:
        raise ValidationError(
            "requirement_certification",
            f"« {typed[:40]} » n’est pas un code de certification.",
            hint="Écrivez-le comme RNCP34502 ou RS5719.",
        )
    return code


def _refuse_lot_of_another(actor: Actor, requirement: PurchaseRequirement, lot: Lot) -> None:
    if requirement.organisation_id != lot.organisation_id:
        raise NotFound
    refuse_unless(actor=actor, act="offer.purchase", scope=OfferScope(lot.organisation_id))
    if not actor.is_system and lot.buyer_id not in buyer_organisation_ids(actor, lot.organisation_id):
        raise PermissionDenied("other_buyer", "Ce lot est celui d’un autre acheteur.")


def _lock_open_lot(lot: Lot, states: tuple[LotState, ...]) -> None:
    locked = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    if LotState(locked.state) not in states:
        label = LOT_STATE_LABELS[LotState(locked.state)]
        raise Conflict("lot_state", f"Le lot est {label} : ses exigences ne changent plus.", hint="Rechargez la page.")


def _not_in_force(requirement: PurchaseRequirement) -> str:
    if requirement.since > today():
        return f"Cette exigence ne court qu’à partir du {format_day(requirement.since)}."
    return f"Cette exigence a pris fin le {format_day(requirement.until or requirement.since)}."
