"""Known commitments and dry runs of imports of accounting extracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Min, QuerySet, Sum

from pacte.accounts.models import Organisation
from pacte.finance.models import Allocation, AllocationRule, BudgetLine, Commitment, Movement
from pacte.finance.permissions import may
from pacte.finance.records import (
    AllocationRuleMatch,
    AllocationTarget,
    AmountSource,
    Extract,
    ImportLineStatus,
    ImportOutcome,
    KnownCommitment,
    MoneyStage,
    PlanStructure,
)
from pacte.finance.rules.import_lines import decide_import, without_reverting_corrections
from pacte.finance.rules.source_labels import file_name_of
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.defects import Defect, Severity
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, plan_by_code, plan_summaries, version_on


def known_commitments(*, actor: Actor, organisation: Organisation, numbers: Iterable[str]) -> list[KnownCommitment]:
    """Return the commitments recorded under these numbers, with totals and target. Four queries."""
    hide_unless(may(actor, "finance.import", organisation.pk))
    commitments = list(Commitment.objects.filter(organisation=organisation, number__in=set(numbers)).order_by("pk"))
    totals: dict[int, dict[MoneyStage, int]] = defaultdict(dict)
    sums = Movement.objects.filter(commitment__in=commitments).order_by().values_list("commitment_id", "stage")
    for identifier, stage, cents in sums.annotate(total=Sum("cents")):
        if identifier is not None:
            totals[identifier][MoneyStage(stage)] = cents
    line_by_commitment = dict(
        Allocation.objects.filter(commitment__in=commitments, superseded_at__isnull=True).values_list(
            "commitment_id", "budget_line_id"
        )
    )
    lines = BudgetLine.objects.filter(pk__in=set(line_by_commitment.values()))
    target_by_line = {
        identifier: AllocationTarget(code, axis_code, action)
        for identifier, code, axis_code, action in lines.values_list(
            "pk", "plan__code", "axis_code", "plan_action__number"
        )
    }
    targets = {commitment: target_by_line[line] for commitment, line in line_by_commitment.items()}
    return [
        KnownCommitment(each.pk, each.number, each.post, each.year, totals[each.pk], targets.get(each.pk))
        for each in commitments
    ]


def plan_structures(*, actor: Actor, organisation: Organisation) -> dict[str, PlanStructure]:
    """Return the plans of the host as they are today (a draft, when there is nothing else)."""
    structures = {}
    for line in plan_summaries(actor=actor):
        if line.host_id == organisation.pk:
            plan = plan_by_code(actor=actor, code=line.code)
            content = content_of_version(version_on(actor=actor, plan=plan, on=today()))
            actions = {row.number: row.axis_code for row in reversed(content.rows)}
            axes = frozenset(axis.code for axis in content.axes)
            structures[line.code] = PlanStructure(line.code, line.first_year, line.last_year, actions, axes)
    return structures


def active_allocation_rules(*, actor: Actor, organisation: Organisation) -> list[AllocationRuleMatch]:
    """Return the allocation rules in force, the latest first."""
    hide_unless(may(actor, "finance.import", organisation.pk))
    rules = AllocationRule.objects.filter(organisation=organisation, ended_at__isnull=True)
    return [
        AllocationRuleMatch(
            each.pk,
            each.field,
            each.value,
            AllocationTarget(each.plan.code, each.axis_code, each.plan_action.number if each.plan_action else None),
        )
        for each in rules.select_related("plan", "plan_action").order_by("-recorded_at", "-pk")
    ]


def has_accounting_movements(*, actor: Actor, organisation: Organisation) -> bool:
    """True once an extract is imported for that host. Raises ``NotFound``."""
    hide_unless(may(actor, "finance.import", organisation.pk))
    return _accounting_movements(organisation).exists()


def review_extract(
    *, actor: Actor, organisation: Organisation, extract: Extract, plan: Plan | None = None, file_id: int = 0
) -> ImportOutcome:
    """Dry run: return what importing the extract would do, given what is known now. Writes nothing.

    ``file_id``: number of its file among received files; 0 when it came by none. Raises ``NotFound``.
    """
    outcome = decide_import(
        extract,
        known_commitments(actor=actor, organisation=organisation, numbers=[line.number for line in extract.lines]),
        plan_structures(actor=actor, organisation=organisation),
        active_allocation_rules(actor=actor, organisation=organisation),
        plan.code if plan else "",
    )
    movements = _accounting_movements(organisation)
    written_at = movements.filter(file_id=file_id).aggregate(first=Min("recorded_at"))["first"] if file_id else None
    if written_at is not None:
        corrected = _corrected_since(movements, outcome, file_id, written_at)
        return without_reverting_corrections(outcome, corrected, format_day(paris_date(written_at)))
    latest = movements.filter(extracted_on__isnull=False).order_by("-extracted_on", "-pk").first()
    if extract.extracted_on and latest and latest.extracted_on and extract.extracted_on < latest.extracted_on:
        return replace(outcome, defects=(*outcome.defects, _older_extract_warning(extract.extracted_on, latest)))
    return outcome


def _accounting_movements(organisation: Organisation) -> QuerySet[Movement]:
    return Movement.objects.filter(organisation=organisation, source=AmountSource.ACCOUNTING)


def _corrected_since(
    movements: QuerySet[Movement], outcome: ImportOutcome, file_id: int, written_at: datetime
) -> set[tuple[int, MoneyStage]]:
    """(commitment, stage) moved by another file since this one was first written."""
    changed_ids = [each.known_id for each in outcome.outcomes if each.status is ImportLineStatus.CHANGED]
    later = movements.filter(commitment_id__in=changed_ids, recorded_at__gt=written_at).exclude(file_id=file_id)
    pairs = later.order_by().values_list("commitment_id", "stage").distinct()
    return {(identifier, MoneyStage(stage)) for identifier, stage in pairs if identifier is not None}


def _older_extract_warning(extracted_on: date, latest: Movement) -> Defect:
    return Defect(
        "older_extract",
        f"Cette extraction est arrêtée au {format_day(extracted_on)} ; une autre, plus récente, est déjà écrite "
        f"(« {file_name_of(latest.source_label)} »).",
        None,
        "",
        "Vérifiez que c’est bien elle que vous voulez : ses montants remplaceront les plus récents.",
        severity=Severity.WARNING,
    )
