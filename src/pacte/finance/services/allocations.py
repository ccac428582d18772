"""Allocates commitments to targets, and creates rules for the next files."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.audit.services import audit_event
from pacte.finance.models import Allocation, AllocationRule, Commitment
from pacte.finance.permissions import may
from pacte.finance.records import AllocationTarget, Fund, Section
from pacte.finance.rules.targets import RULE_FIELDS, rule_values_from
from pacte.finance.services.budget_lines import BudgetLineKey, BudgetLineResolver
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError, refuse_blank
from pacte.plan.models import Plan


def allocate_commitments(
    *,
    actor: Actor,
    plan: Plan,
    commitment_ids: Sequence[int],
    target: AllocationTarget,
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
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "L’histoire de l’engagement le garde.", "Écrivez-le.")
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
        commitments = list(
            Commitment.objects.select_for_update().filter(pk__in=set(commitment_ids), organisation=host).order_by("pk")
        )
        if len(commitments) != len(set(commitment_ids)) or not commitments:
            raise NotFound
        rule = _create_rule(actor, plan, commitments[0], target, learn) if learn else None
        if rule is not None:
            commitments += _matching_unallocated(rule, commitments)
        allocated_count = _write_allocations(actor, plan, commitments, target, fund, reason.strip(), rule)
        if not allocated_count:
            raise Conflict("already_there", "Ces engagements y sont déjà affectés.", hint="Rechargez la page.")
        entry.set_subject("finance_commitment", commitments[0].pk, f"Engagement {commitments[0].number}")
        entry.detail.update(
            commitments=[each.number for each in commitments], plan=plan.code, target=target.label, learnt=learn
        )
    return allocated_count


def _write_allocations(
    actor: Actor,
    plan: Plan,
    commitments: Sequence[Commitment],
    target: AllocationTarget,
    fund: Fund | None,
    reason: str,
    rule: AllocationRule | None,
) -> int:
    at = now()
    resolver = BudgetLineResolver(actor, plan.organisation)
    current_allocations = {
        each.commitment_id: each
        for each in Allocation.objects.filter(commitment__in=commitments, superseded_at__isnull=True)
    }
    fresh = []
    for each in commitments:
        effective_fund = fund or Fund(each.fund)
        line = resolver.line(
            BudgetLineKey(target, each.year, Section(each.section), effective_fund, each.financer_name)
        )
        before = current_allocations.get(each.pk)
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


def _create_rule(
    actor: Actor, plan: Plan, commitment: Commitment, target: AllocationTarget, field: str
) -> AllocationRule:
    value = rule_values_from(commitment.operation, commitment.supplier, commitment.label).get(field)
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
        plan_action=BudgetLineResolver(actor, plan.organisation).action(target),
        person_name=actor.name[:200],
        recorded_at=at,
    )


def _matching_unallocated(rule: AllocationRule, chosen: Sequence[Commitment]) -> list[Commitment]:
    """Return the other unallocated commitments that match the new rule."""
    allocated_ids = Allocation.objects.filter(superseded_at__isnull=True).values("commitment_id")
    waiting = Commitment.objects.filter(organisation=rule.organisation).exclude(pk__in=allocated_ids)
    chosen_ids = {each.pk for each in chosen}
    return [
        each
        for each in waiting.select_for_update().order_by("pk")
        if each.pk not in chosen_ids
        and rule_values_from(each.operation, each.supplier, each.label).get(rule.field) == rule.value
    ]


def _refused() -> PermissionDenied:
    return PermissionDenied(
        "finance_right",
        "Votre fonction ne permet pas d’affecter l’argent du pacte.",
        hint="Demandez-le à la gestion financière ou au pilote du pacte.",
    )
