"""Uploaded accounting files, known commitments and dry runs of imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Sum

from pacte.accounts.models import Organisation
from pacte.finance.models import (
    AccountingImport,
    Allocation,
    AllocationRule,
    BudgetLine,
    ColumnMapping,
    Commitment,
    Movement,
)
from pacte.finance.permissions import may
from pacte.finance.records import (
    AllocationRuleMatch,
    AllocationTarget,
    Extract,
    ImportOutcome,
    KnownCommitment,
    MoneyStage,
    PlanStructure,
)
from pacte.finance.rules.import_lines import decide_import, without_reverting_corrections
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.defects import Defect, Severity
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, plan_by_code, plan_summaries, version_on


def accounting_import_by_id(*, actor: Actor, identifier: int) -> AccountingImport:
    """Return an uploaded file. Raises ``NotFound`` when the actor may not import in that organisation."""
    run = AccountingImport.objects.select_related("organisation", "plan").filter(pk=identifier).first()
    if run is None or not may(actor, "finance.import", run.organisation_id):
        raise NotFound
    return run


def accounting_imports(*, actor: Actor, organisation: Organisation, limit: int = 20) -> list[AccountingImport]:
    """Return the uploaded files without their bytes, the latest first. Raises ``NotFound``."""
    if not may(actor, "finance.import", organisation.pk):
        raise NotFound
    return list(
        AccountingImport.objects.filter(organisation=organisation).defer("data").order_by("-created_at")[:limit]
    )


def column_mappings(*, actor: Actor, organisation: Organisation) -> list[ColumnMapping]:
    """Return the saved column mappings of the host, by name."""
    if not may(actor, "finance.import", organisation.pk):
        raise NotFound
    return list(ColumnMapping.objects.filter(organisation=organisation).order_by("name"))


def column_mapping_by_name(*, actor: Actor, organisation: Organisation, name: str) -> ColumnMapping:
    """Return a column mapping by name. Raises ``NotFound`` when it does not exist."""
    for each in column_mappings(actor=actor, organisation=organisation):
        if each.name == name:
            return each
    raise NotFound


def known_commitments(*, actor: Actor, organisation: Organisation, numbers: Iterable[str]) -> list[KnownCommitment]:
    """Return the commitments recorded under these numbers, with totals and target. Four queries."""
    if not may(actor, "finance.import", organisation.pk):
        raise NotFound
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
    if not may(actor, "finance.import", organisation.pk):
        raise NotFound
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


def review_extract(
    *, actor: Actor, organisation: Organisation, extract: Extract, plan: Plan | None = None, content_digest: str = ""
) -> ImportOutcome:
    """Dry run: return what importing the extract would do, given what is known now. Writes nothing.

    Raises ``NotFound``.
    """
    outcome = decide_import(
        extract,
        known_commitments(actor=actor, organisation=organisation, numbers=[line.number for line in extract.lines]),
        plan_structures(actor=actor, organisation=organisation),
        active_allocation_rules(actor=actor, organisation=organisation),
        plan.code if plan else "",
    )
    written = AccountingImport.objects.filter(organisation=organisation, written_at__isnull=False).defer("data")
    same = written.filter(content_digest=content_digest).first() if content_digest else None
    if same is not None and same.written_at is not None:
        return without_reverting_corrections(replace(outcome, run_id=same.pk), format_day(paris_date(same.written_at)))
    latest = written.filter(extracted_on__isnull=False).order_by("-extracted_on").first()
    if extract.extracted_on and latest and latest.extracted_on and extract.extracted_on < latest.extracted_on:
        return replace(outcome, defects=(*outcome.defects, _older_extract_warning(extract, latest)))
    return outcome


def _older_extract_warning(extract: Extract, latest: AccountingImport) -> Defect:
    arrested = format_day(extract.extracted_on) if extract.extracted_on else ""
    return Defect(
        "older_extract",
        f"Cette extraction est arrêtée au {arrested} ; une autre, plus récente, est déjà écrite "
        f"(« {latest.file_name} »).",
        None,
        "",
        "Vérifiez que c’est bien elle que vous voulez : ses montants remplaceront les plus récents.",
        severity=Severity.WARNING,
    )
