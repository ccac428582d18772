"""Unallocated commitments: read from the accounts and not attached to a plan yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from pacte.finance.models import Allocation, Commitment, Movement
from pacte.finance.permissions import may
from pacte.finance.records import Fund, MoneyStage, Section
from pacte.finance.rules.targets import RULE_FIELDS, rule_values_from
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, hide_unless
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class UnallocatedCommitment:
    """Unallocated commitment.

    ``same_value_counts`` gives, for each field that a rule may match, how many other unallocated commitments have the
    same value.
    """

    commitment_id: int
    number: str
    post: str
    year: int
    label: str
    supplier: str
    operation: str
    nature: str
    section: Section
    fund: Fund
    financer: str
    why: str
    amounts: Mapping[MoneyStage, int] = field(default_factory=dict)
    same_value_counts: Mapping[str, int] = field(default_factory=dict)


def unallocated_count(*, actor: Actor, plan: Plan) -> int:
    """Return the number of unallocated commitments; zero when the actor may not allocate them."""
    if not may(actor, "finance.allocate", plan.organisation_id):
        return 0
    return _unallocated(plan.organisation_id).count()


def unallocated_commitments(*, actor: Actor, plan: Plan) -> list[UnallocatedCommitment]:
    """Return the unallocated commitments of the plan's Region, the largest first. Two queries. Raises ``NotFound``."""
    hide_unless(may(actor, "finance.allocate", plan.organisation_id))
    return _to_unallocated(_unallocated(plan.organisation_id))


def unallocated_commitment(*, actor: Actor, plan: Plan, commitment_id: int) -> UnallocatedCommitment:
    """Return one unallocated commitment. Raises ``NotFound``, also when it is allocated already."""
    for line in unallocated_commitments(actor=actor, plan=plan):
        if line.commitment_id == commitment_id:
            return line
    raise NotFound


def _unallocated(host_id: int) -> QuerySet[Commitment]:
    allocated_ids = Allocation.objects.filter(organisation_id=host_id, superseded_at__isnull=True).values(
        "commitment_id"
    )
    return Commitment.objects.filter(organisation_id=host_id).exclude(pk__in=allocated_ids)


def _to_unallocated(unallocated: QuerySet[Commitment]) -> list[UnallocatedCommitment]:
    commitments = list(unallocated)
    amounts: dict[int, dict[MoneyStage, int]] = defaultdict(dict)
    sums = Movement.objects.filter(commitment__in=commitments).order_by().values_list("commitment_id", "stage")
    for identifier, stage, cents in sums.annotate(total=Sum("cents")):
        if identifier is not None:
            amounts[identifier][MoneyStage(stage)] = cents
    values_by_commitment = {
        each.pk: rule_values_from(each.operation, each.supplier, each.label) for each in commitments
    }
    count = Counter((field, value) for values in values_by_commitment.values() for field, value in values.items())
    lines = [
        UnallocatedCommitment(
            commitment_id=each.pk,
            number=each.number,
            post=each.post,
            year=each.year,
            label=each.label,
            supplier=each.supplier,
            operation=each.operation,
            nature=each.nature,
            section=Section(each.section),
            fund=Fund(each.fund),
            financer=each.financer_name,
            why=each.why_waiting,
            amounts=amounts[each.pk],
            same_value_counts={
                name: count[(name, values_by_commitment[each.pk][name])] - 1
                for name in RULE_FIELDS
                if name in values_by_commitment[each.pk]
            },
        )
        for each in commitments
    ]
    return sorted(lines, key=_largest_first)


def _largest_first(line: UnallocatedCommitment) -> tuple[int, str, str, int]:
    return -abs(line.amounts.get(MoneyStage.COMMITTED, 0)), line.number, line.post, line.year
