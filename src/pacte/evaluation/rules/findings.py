"""The value found by an experiment, beside what its indicator counts of the same days. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pacte.evaluation.records import FoundValue, ProtocolContent
from pacte.evaluation.rules.wording import format_quantity
from pacte.indicators.records.evidence import EvidenceRow, LeadDeclaration
from pacte.indicators.rules.evidence import difference_text
from pacte.plan.records import Figure, FigureKind
from pacte.plan.rules.progress import ProgressOutcome, TargetProgress, target_progress

_NOT_JUDGED = frozenset({ProgressOutcome.NO_FIGURE, ProgressOutcome.NOT_MEASURED, ProgressOutcome.NOT_COMPUTABLE})


def finding_span(locked_on: date, end_on: date | None, found_on: date) -> tuple[date, date]:
    """Return the days of the experiment: from its first entry to its end, or to its finding when that is earlier."""
    return locked_on, min(found_on, end_on) if end_on and end_on >= locked_on else found_on


def promised_figure(content: ProtocolContent) -> Figure:
    """The target of the protocol as a figure of the plan."""
    return Figure(
        content.indicator.strip() or content.indicator_code,
        kind=FigureKind.TARGET,
        value=content.target_value,
        unit=content.unit,
        indicator_code=content.indicator_code.strip(),
    )


def with_finding(row: EvidenceRow, content: ProtocolContent, finding: FoundValue) -> EvidenceRow:
    """The computed row, with what was typed beside it, and the progress on which the experiment is judged.

    The computed value judges where there is one in the unit of the protocol; else, the one that was typed does.
    """
    computed = row.value.decimal if row.value and row.is_measured and is_same_unit(row, content) else None
    declared = None
    if finding.value is not None:
        declared = LeadDeclaration(
            sentence=format_quantity(finding.value, content.unit),
            difference=difference_text(finding.value, computed, content.unit),
            by=finding.by,
            proof=content.source,
            on=finding.on,
        )
    judged_on = finding.value if computed is None else computed
    progress = TargetProgress(ProgressOutcome.NOT_COMPUTABLE)
    if content.baseline_value is not None:
        progress = target_progress(promised_figure(content), judged_on, content.baseline_value)
    return replace(row, declared=declared, progress=progress)


def is_same_unit(row: EvidenceRow, content: ProtocolContent) -> bool:
    """A share in percent is not compared with a number of people."""
    return content.unit.strip().casefold() in ("", row.unit.casefold())


def judgement_basis(row: EvidenceRow, content: ProtocolContent) -> str:
    """« Jugé sur la mesure calculée : cible atteinte. »; "" when the protocol promised no number to compare with."""
    if row.progress.outcome in _NOT_JUDGED:
        return ""
    basis = "la mesure calculée" if row.is_measured and is_same_unit(row, content) else "la valeur saisie"
    return f"Jugé sur {basis} : {row.progress.text}."
