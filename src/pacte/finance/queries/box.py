"""Unallocated commitments: read from the accounts and not attached to a plan yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from pacte.finance.models import Allocation, Commitment, Movement
from pacte.finance.permissions import may
from pacte.finance.records import Fund, Section, Stage
from pacte.finance.rules.targets import RULE_FIELDS, values_of
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class WaitingLine:
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
    amounts: Mapping[Stage, int] = field(default_factory=dict)
    alike: Mapping[str, int] = field(default_factory=dict)


def waiting_count(*, actor: Actor, plan: Plan) -> int:
    """Return the number of unallocated commitments; zero when the actor may not allocate them."""
    if not may(actor, "finance.allocate", plan.organisation_id):
        return 0
    return _loose(plan.organisation_id).count()


def waiting_lines(*, actor: Actor, plan: Plan) -> list[WaitingLine]:
    """Return the unallocated commitments of the plan's Region, the largest first. Two queries. Raises ``NotFound``."""
    if not may(actor, "finance.allocate", plan.organisation_id):
        raise NotFound
    return _lines(_loose(plan.organisation_id))


def waiting_line(*, actor: Actor, plan: Plan, commitment_id: int) -> WaitingLine:
    """Return one unallocated commitment. Raises ``NotFound``, also when it is allocated already."""
    for line in waiting_lines(actor=actor, plan=plan):
        if line.commitment_id == commitment_id:
            return line
    raise NotFound


def _loose(host_id: int) -> QuerySet[Commitment]:
    held = Allocation.objects.filter(organisation_id=host_id, superseded_at__isnull=True).values("commitment_id")
    return Commitment.objects.filter(organisation_id=host_id).exclude(pk__in=held)


def _lines(loose: QuerySet[Commitment]) -> list[WaitingLine]:
    commitments = list(loose)
    amounts: dict[int, dict[Stage, int]] = defaultdict(dict)
    sums = Movement.objects.filter(commitment__in=commitments).order_by().values_list("commitment_id", "stage")
    for identifier, stage, cents in sums.annotate(total=Sum("cents")):
        if identifier is not None:
            amounts[identifier][Stage(stage)] = cents
    borne = {each.pk: values_of(each.operation, each.supplier, each.label) for each in commitments}
    count = Counter((field, value) for values in borne.values() for field, value in values.items())
    lines = [
        WaitingLine(
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
            alike={name: count[(name, borne[each.pk][name])] - 1 for name in RULE_FIELDS if name in borne[each.pk]},
        )
        for each in commitments
    ]
    return sorted(lines, key=_largest_first)


def _largest_first(line: WaitingLine) -> tuple[int, str, str, int]:
    return -abs(line.amounts.get(Stage.COMMITTED, 0)), line.number, line.post, line.year
