"""Imports an accounting extract: writes differences in one transaction, one file at a time per host."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.finance.models import Allocation, Commitment, Movement
from pacte.finance.permissions import may
from pacte.finance.queries.imports import review_extract
from pacte.finance.records import AmountSource, Extract, ImportLineOutcome, ImportLineStatus, ImportOutcome, MoneyStage
from pacte.finance.rules.source_labels import source_label_of
from pacte.finance.rules.targets import fund_of_line, section_of_line
from pacte.finance.services.budget_lines import BudgetLineKey, BudgetLineResolver, host_display_name
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date
from pacte.kernel.errors import ConfigurationError, deny_unless
from pacte.plan.models import Plan

_LOCK = "finance.import"


@dataclass(frozen=True, slots=True)
class _ImportContext:
    """Values shared by all the movements of one import."""

    host: Organisation
    at: datetime
    extract: Extract
    file_id: int | None
    person_name: str
    host_name: str


def import_extract(
    *,
    actor: Actor,
    organisation: Organisation,
    extract: Extract,
    plan: Plan | None = None,
    file_id: int = 0,
    at: datetime | None = None,
) -> ImportOutcome:
    """Import the valid lines of ``extract``. Idempotent: importing a file again, even concurrently, changes nothing.

    ``plan`` is the plan of the actions when the file does not give it; ``file_id`` the number of its file among
    received files, 0 when it came by none; ``at`` the instant at which it became known, reserved for the system actor
    (demonstration). Raises ``PermissionDenied``.
    """
    deny_unless(
        may(actor, "finance.import", organisation.pk),
        "finance_right",
        "Votre fonction ne permet pas d’importer une extraction comptable.",
        hint="Demandez-le à la gestion financière ou au pilote du pacte.",
    )
    if at is not None and not actor.is_system:
        raise ConfigurationError("backdated", "Seule la machine peut dater un import d’un autre instant.")
    with transaction.atomic():
        _lock_host_imports(organisation)
        outcome = review_extract(actor=actor, organisation=organisation, extract=extract, plan=plan, file_id=file_id)
        if outcome.changes_nothing:
            return outcome
        context = _ImportContext(
            organisation, at or now(), extract, file_id or None, actor.name[:200],
            host_display_name(actor, organisation),
        )  # fmt: skip
        _write_import(actor, context, outcome)
    return replace(outcome, written=True)


def _lock_host_imports(organisation: Organisation) -> None:
    """Lock the imports of a host: a concurrent import waits for the commit, then sees what was written."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [_LOCK, organisation.pk])


def _write_import(actor: Actor, context: _ImportContext, outcome: ImportOutcome) -> None:
    with audit_event(
        actor=actor, name="finance.import", organisation_id=context.host.pk, subject_kind="received_file",
        subject_id=context.file_id or "", subject_label=context.extract.name,
    ) as entry:  # fmt: skip
        resolver = BudgetLineResolver(actor, context.host)
        commitments = _get_or_create_commitments(context, outcome)
        _write_allocations(context, resolver, outcome, commitments)
        _write_movements(context, outcome, commitments)
        entry.detail.update(
            added=outcome.added, changed=outcome.changed, known=outcome.known, unmatched=outcome.unmatched,
            moved_cents={str(stage): cents for stage, cents in outcome.moved_cents.items()},
        )  # fmt: skip


def _get_or_create_commitments(context: _ImportContext, outcome: ImportOutcome) -> dict[int, int]:
    """Return the commitment identifier of each outcome, by rank. New commitments are created."""
    accepted = [
        (rank, each) for rank, each in enumerate(outcome.outcomes) if each.status is not ImportLineStatus.SKIPPED
    ]
    fresh = [(rank, each) for rank, each in accepted if each.known_id is None]
    created = Commitment.objects.bulk_create(_new_commitment(context, each) for _, each in fresh)
    known_ids = {rank: each.known_id for rank, each in accepted if each.known_id is not None}
    return known_ids | {rank: commitment.pk for (rank, _), commitment in zip(fresh, created, strict=True)}


def _new_commitment(context: _ImportContext, each: ImportLineOutcome) -> Commitment:
    line = each.line
    return Commitment(
        organisation=context.host,
        number=line.number,
        post=each.post,
        year=each.year,
        label=line.label[:300],
        supplier=line.supplier[:200],
        operation=line.imputation.operation[:80],
        nature=line.imputation.nature[:40],
        section=section_of_line(line),
        fund=fund_of_line(line),
        financer_name=(line.imputation.financer or context.host_name)[:200],
        why_waiting=each.why_waiting[:300],
        recorded_at=context.at,
    )


def _write_allocations(
    context: _ImportContext, resolver: BudgetLineResolver, outcome: ImportOutcome, commitments: dict[int, int]
) -> None:
    """Write the allocations given by the file or by a rule."""
    wanted = [
        (commitments[rank], each)
        for rank, each in enumerate(outcome.outcomes)
        if each.is_newly_allocated and each.target
    ]
    known = Commitment.objects.in_bulk([identifier for identifier, _ in wanted])
    allocations = []
    for identifier, each in wanted:
        commitment = known[identifier]
        if each.target is None:
            continue
        key = BudgetLineKey(
            each.target, commitment.year, section_of_line(each.line), fund_of_line(each.line), commitment.financer_name
        )
        allocations.append(
            Allocation(
                organisation=context.host,
                commitment=commitment,
                budget_line=resolver.line(key),
                rule_id=each.rule_id,
                recorded_at=context.at,
                person_name=context.person_name,
                reason="" if each.rule_id else f"Le fichier « {context.extract.name} » le dit.",
            )
        )
    Allocation.objects.bulk_create(allocations)


def _write_movements(context: _ImportContext, outcome: ImportOutcome, commitments: dict[int, int]) -> None:
    """Write one movement per changed stage. A decrease references the last movement, which it corrects."""
    lowered = [commitments[r] for r, each in enumerate(outcome.outcomes) if any(c < 0 for c in each.deltas.values())]
    last: dict[tuple[int, str], int] = {}
    rows: Any = Movement.objects.filter(commitment_id__in=lowered).order_by("pk")
    for pk, identifier, stage in rows.values_list("pk", "commitment_id", "stage"):
        last[(identifier, stage)] = pk
    Movement.objects.bulk_create(
        Movement(
            organisation=context.host,
            commitment_id=commitments[rank],
            stage=stage,
            cents=cents,
            happened_on=_happened_on(context, each, stage),
            recorded_at=context.at,
            source=AmountSource.ACCOUNTING,
            source_label=source_label_of(context.extract.name, each.line.cell),
            file_id=context.file_id,
            extracted_on=context.extract.extracted_on,
            person_name=context.person_name,
            corrects_id=last.get((commitments[rank], stage)) if cents < 0 else None,
        )
        for rank, each in enumerate(outcome.outcomes)
        for stage, cents in each.deltas.items()
    )


def _happened_on(context: _ImportContext, each: ImportLineOutcome, stage: MoneyStage) -> date:
    """Return the file's date for that stage, else the extraction date.

    For a new commitment of a past year, the default is 31 December of that year.
    """
    if stage in each.line.dates:
        return each.line.dates[stage]
    drawn = context.extract.extracted_on or paris_date(context.at)
    if each.status is ImportLineStatus.ADDED and each.year < drawn.year:
        return date(each.year, 12, 31)
    return drawn
