"""Disputes between two figures: open, record the sides and lists, appoint an arbiter, settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Max

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.indicators.models import Dispute, DisputeRecord, DisputeSide
from pacte.indicators.permissions import can_give_side, can_open_dispute, may
from pacte.indicators.records.dispute import DisputeInput, DisputeOutcome, DisputeSideInput
from pacte.indicators.rules.dispute import compare_record_lists
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError, deny_unless, hide_unless, refuse_blank
from pacte.notifications.services.system_access import as_system

_BATCH = 2_000


def open_dispute(*, actor: Actor, host: Organisation, data: DisputeInput) -> Dispute:
    """Opens a dispute between two organisations. Raises ``NotFound`` (no right), ``PermissionDenied`` or
    ``ValidationError``.
    """
    hide_unless(may(actor, "indicators.see_disputes", host.pk))
    if not can_open_dispute(actor, host.pk, data.bodies):
        raise PermissionDenied(
            "dispute_right", "Vous n’ouvrez un désaccord que pour votre organisme.",
            hint="Choisissez le vôtre parmi les deux, ou demandez-le au pilote du pacte.",
        )  # fmt: skip
    _refuse_invalid(data)
    with audit_event(
        actor=actor, name="indicators.open_dispute", subject_kind="dispute", subject_label=data.subject,
        organisation_id=host.pk,
    ) as entry:  # fmt: skip
        fields = asdict(data)
        made = Dispute.objects.create(
            organisation=host, number=_next_number(actor, host), body_ids=list(fields.pop("bodies")), opened_on=today(),
            recorded_at=now(), person_name=actor.name[:200], **fields,
        )  # fmt: skip
        entry.set_subject("dispute", made.number, made.subject)
    return made


def record_dispute_side(*, actor: Actor, dispute: Dispute, body: Organisation, data: DisputeSideInput) -> DisputeSide:
    """Records the figure of an organisation and its definition, as a new version; earlier versions are retained."""
    _refuse_closed(dispute)
    _refuse_outsider(actor, dispute, body)
    for name, word in (("counted", "ce qui est compté"), ("source", "la source"), ("date_rule", "la date qui compte")):
        refuse_blank(
            str(getattr(data, name)),
            name,
            f"Il manque {word}.",
            hint="Sans définition, deux chiffres ne se comparent pas.",
        )
    with audit_event(
        actor=actor, name="indicators.give_side", subject_kind="dispute", subject_id=dispute.number,
        subject_label=dispute.subject, organisation_id=dispute.organisation_id,
    ):  # fmt: skip
        last = DisputeSide.objects.filter(dispute=dispute, body=body).aggregate(last=Max("version"))["last"] or 0
        return DisputeSide.objects.create(
            dispute=dispute, body=body, version=last + 1, recorded_at=now(), person_name=actor.name[:200],
            **asdict(data),
        )  # fmt: skip


def record_dispute_list(
    *, actor: Actor, dispute: Dispute, body: Organisation, records: Mapping[str, Mapping[str, str]]
) -> int:
    """Records the keys counted by this side, with the compared columns. A new list replaces the previous one."""
    _refuse_closed(dispute)
    _refuse_outsider(actor, dispute, body)
    with audit_event(
        actor=actor, name="indicators.give_list", subject_kind="dispute", subject_id=dispute.number,
        subject_label=dispute.subject, organisation_id=dispute.organisation_id,
    ) as entry:  # fmt: skip
        DisputeRecord.objects.filter(dispute=dispute, body=body).delete()
        DisputeRecord.objects.bulk_create(
            [
                DisputeRecord(dispute=dispute, body=body, key=key, values=dict(values))
                for key, values in records.items()
            ],
            batch_size=_BATCH,
        )
        entry.detail.update(lines=len(records), body=body.pk)
    return len(records)


def appoint_arbiter(
    *, actor: Actor, dispute: Dispute, person_id: int, name: str, organisation_id: int, due_on: date
) -> None:
    """Appoints the arbiter and the deadline. Members of either organisation cannot be appointed.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    _refuse_closed(dispute)
    deny_unless(
        may(actor, "indicators.settle", dispute.organisation_id),
        "arbiter_right",
        "Le pilote du pacte ou l’analyste désigne l’arbitre.",
    )
    if organisation_id in dispute.body_ids:
        raise ValidationError(
            "arbiter", "Cette personne travaille pour l’un des deux organismes.",
            "Personne n’arbitre son propre chiffre.", "Choisissez quelqu’un d’un autre organisme.",
        )  # fmt: skip
    with audit_event(
        actor=actor, name="indicators.appoint_arbiter", subject_kind="dispute", subject_id=dispute.number,
        subject_label=dispute.subject, organisation_id=dispute.organisation_id,
    ) as entry:  # fmt: skip
        dispute.arbiter_id, dispute.arbiter_name, dispute.due_on = person_id, name[:200], due_on
        dispute.save(update_fields=["arbiter_id", "arbiter_name", "due_on"])
        entry.detail.update(arbiter=name, due_on=due_on.isoformat())


def settle_dispute(
    *,
    actor: Actor,
    dispute: Dispute,
    outcome: DisputeOutcome,
    reason: str,
    value: Decimal | None = None,
    decision: str = "",
) -> None:
    """Records the decision of the arbiter and its reason. Both lists are deleted; their comparison counts are stored.

    Raises ``Conflict`` when it is already settled, ``PermissionDenied`` when the actor is not the arbiter, or
    ``ValidationError``.
    """
    _refuse_closed(dispute)
    if not actor.is_system and (dispute.arbiter_id is None or actor.person_id != dispute.arbiter_id):
        raise PermissionDenied(
            "not_arbiter", "Seul l’arbitre tranche ce désaccord.",
            hint="Le pilote du pacte ou l’analyste le désigne.",
        )  # fmt: skip
    refuse_blank(reason, "reason", "Il manque la raison.", hint="Dites en une phrase pourquoi ce chiffre est retenu.")
    if outcome is DisputeOutcome.ANOTHER and value is None:
        raise ValidationError("value", "Il manque le chiffre retenu.", hint="Écrivez-le, ou choisissez l’un des deux.")
    with audit_event(
        actor=actor, name="indicators.settle_dispute", subject_kind="dispute", subject_id=dispute.number,
        subject_label=dispute.subject, organisation_id=dispute.organisation_id, reason=reason,
    ):  # fmt: skip
        row = Dispute.objects.select_for_update().get(pk=dispute.pk)
        _refuse_closed(row)
        row.comparison = _counts(row)
        row.settled_on, row.outcome, row.settled_reason = today(), outcome.value, reason.strip()
        row.settled_value = value if value is not None else _value_of(row, outcome)
        row.settled_by, row.decision_reference = actor.name[:200], decision.strip()[:200]
        row.save()
        DisputeRecord.objects.filter(dispute=row).delete()


def _counts(dispute: Dispute) -> dict[str, int] | None:
    """Counts of the differences between the two lists; None when one is missing."""
    lists: dict[int, dict[str, dict[str, str]]] = {}
    for row in DisputeRecord.objects.filter(dispute=dispute):
        lists.setdefault(row.body_id, {})[row.key] = row.values
    if set(lists) != set(dispute.body_ids):
        return None
    first, second = dispute.body_ids
    return dict(compare_record_lists(lists[first], lists[second]).counts)


def _value_of(dispute: Dispute, outcome: DisputeOutcome) -> Decimal | None:
    rank = {DisputeOutcome.FIRST: 0, DisputeOutcome.SECOND: 1}.get(outcome)
    if rank is None:
        return None
    side = DisputeSide.objects.filter(dispute=dispute, body_id=dispute.body_ids[rank]).order_by("-version").first()
    if side is None:
        raise ValidationError(
            "outcome", "Cet organisme n’a pas donné son chiffre.", hint="Attendez-le, ou choisissez l’autre."
        )
    return side.value


def _refuse_invalid(data: DisputeInput) -> None:
    refuse_blank(
        data.subject, "subject", "Le désaccord n’a pas d’objet.", hint="Dites en une phrase quel chiffre diffère."
    )
    if data.bodies[0] == data.bodies[1]:
        raise ValidationError(
            "second", "Un organisme ne se contredit pas lui-même.", hint="Choisissez deux organismes."
        )
    if data.last_on < data.first_on:
        raise ValidationError("last_on", "La période finit avant de commencer.", hint="Vérifiez les deux jours.")


def _refuse_closed(dispute: Dispute) -> None:
    if dispute.settled_on is not None:
        raise Conflict("dispute_settled", "Ce désaccord est tranché.", "Son issue est gardée telle quelle.")


def _refuse_outsider(actor: Actor, dispute: Dispute, body: Organisation) -> None:
    deny_unless(
        can_give_side(actor, dispute.organisation_id, body.pk, tuple(dispute.body_ids)),
        "side_right",
        "Vous ne parlez que pour votre organisme.",
        hint="Demandez au pilote du pacte.",
    )


def _next_number(actor: Actor, host: Organisation) -> int:
    """Next sequential number. Runs as the system actor: row-level security hides the disputes of others."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('indicators.dispute'), %s)", [host.pk])
    with as_system(actor):
        last = Dispute.objects.filter(organisation=host).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1
