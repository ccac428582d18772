"""Allocates commitments to targets, and creates rules for the next files."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.audit.services import audit_event
from pacte.finance.models import Allocation, AllocationRule, Commitment
from pacte.finance.permissions import may
from pacte.finance.records import Fund, Section, Target
from pacte.finance.rules.targets import RULE_FIELDS, values_of
from pacte.finance.services.lines import Pocket, Pockets
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.plan.models import Plan


def allocate(
    *,
    actor: Actor,
    plan: Plan,
    commitment_ids: Sequence[int],
    target: Target,
    reason: str,
    fund: Fund | None = None,
    learn: str = "",
) -> int:
    """Allocate commitments to an action or an axis of ``plan``. Existing allocations are superseded, not deleted.

    ``fund`` corrects the one given by the file. ``learn`` is the field of a new rule for the next files (operation,
    supplier or label); unallocated commitments with the same value are allocated at once. Returns the number of
    allocated commitments. Raises ``PermissionDenied``, ``NotFound``, ``ValidationError`` (reason, target) or
    ``Conflict`` (already allocated there).
    """
    host = plan.organisation
    if not may(actor, "finance.allocate", host.pk):
        raise _refused()
    if not reason.strip():
        raise ValidationError(
            "reason_missing", "Il manque le motif.", "L’histoire de l’engagement le garde.", "Écrivez-le."
        )
    if target.plan_code != plan.code:
        raise ValidationError(
            "target_plan", "La destination est d’un autre plan.", hint="Choisissez une action de ce plan."
        )
    if learn and learn not in RULE_FIELDS:
        raise ValidationError("learn_field", "Cette règle n’est pas connue.", hint="Choisissez dans la liste.")
    with audit_event(
        actor=actor, name="finance.allocate", organisation_id=host.pk, subject_kind="finance_commitment",
        reason=reason.strip(),
    ) as entry:  # fmt: skip
        found = list(
            Commitment.objects.select_for_update().filter(pk__in=set(commitment_ids), organisation=host).order_by("pk")
        )
        if len(found) != len(set(commitment_ids)) or not found:
            raise NotFound
        rule = _taught(actor, plan, found[0], target, learn) if learn else None
        if rule is not None:
            found += _alike(rule, found)
        moved = _attach(actor, plan, found, target, fund, reason.strip(), rule)
        if not moved:
            raise Conflict("already_there", "Ces engagements y sont déjà affectés.", hint="Rechargez la page.")
        entry.set_subject("finance_commitment", found[0].pk, f"Engagement {found[0].number}")
        entry.detail.update(
            commitments=[each.number for each in found], plan=plan.code, target=target.label, learnt=learn
        )
    return moved


def end_rule(*, actor: Actor, plan: Plan, rule_id: int) -> None:
    """End a rule: the next files ignore it. Its existing allocations are unchanged."""
    if not may(actor, "finance.allocate", plan.organisation_id):
        raise _refused()
    rule = AllocationRule.objects.filter(
        pk=rule_id, organisation_id=plan.organisation_id, ended_at__isnull=True
    ).first()
    if rule is None:
        raise NotFound
    with audit_event(
        actor=actor, name="finance.end_rule", organisation_id=plan.organisation_id, subject_kind="finance_rule",
        subject_id=rule.pk, subject_label=f"{rule.field} : {rule.value}",
    ):  # fmt: skip
        rule.ended_at = now()
        rule.save(update_fields=["ended_at"])


def _attach(
    actor: Actor, plan: Plan, commitments: Sequence[Commitment], target: Target, fund: Fund | None, reason: str,
    rule: AllocationRule | None,
) -> int:  # fmt: skip
    at = now()
    pockets = Pockets(actor, plan.organisation)
    present = {
        each.commitment_id: each
        for each in Allocation.objects.filter(commitment__in=commitments, superseded_at__isnull=True)
    }
    fresh = []
    for each in commitments:
        kept = fund or Fund(each.fund)
        line = pockets.line(Pocket(target, each.year, Section(each.section), kept, each.financer_name))
        before = present.get(each.pk)
        if before is not None and before.budget_line_id == line.pk:
            continue
        if before is not None:
            before.superseded_at = at
            before.save(update_fields=["superseded_at"])
        fresh.append(
            Allocation(
                organisation=plan.organisation,
                commitment=each,
                budget_line=line,
                rule=rule,
                recorded_at=at,
                person_name=actor.name[:200],
                reason=reason,
            )
        )
    Allocation.objects.bulk_create(fresh)
    return len(fresh)


def _taught(actor: Actor, plan: Plan, commitment: Commitment, target: Target, field: str) -> AllocationRule:
    value = values_of(commitment.operation, commitment.supplier, commitment.label).get(field)
    if not value:
        raise ValidationError(
            "learn_value", "Cette ligne n’a rien à retenir sous ce nom.", hint="Choisissez une autre règle, ou aucune."
        )
    at = now()
    AllocationRule.objects.filter(
        organisation=plan.organisation, field=field, value=value, ended_at__isnull=True
    ).update(ended_at=at)
    return AllocationRule.objects.create(
        organisation=plan.organisation,
        plan=plan,
        field=field,
        value=value[:300],
        axis_code=target.axis_code,
        plan_action=Pockets(actor, plan.organisation).action(target),
        person_name=actor.name[:200],
        recorded_at=at,
    )


def _alike(rule: AllocationRule, chosen: Sequence[Commitment]) -> list[Commitment]:
    """Return the other unallocated commitments that match the new rule."""
    held = Allocation.objects.filter(superseded_at__isnull=True).values("commitment_id")
    waiting = Commitment.objects.filter(organisation=rule.organisation).exclude(pk__in=held)
    taken = {each.pk for each in chosen}
    return [
        each
        for each in waiting.select_for_update().order_by("pk")
        if each.pk not in taken and values_of(each.operation, each.supplier, each.label).get(rule.field) == rule.value
    ]


def _refused() -> PermissionDenied:
    return PermissionDenied(
        "finance_right",
        "Votre fonction ne permet pas d’affecter l’argent du pacte.",
        hint="Demandez-le à la gestion financière ou au pilote du pacte.",
    )
