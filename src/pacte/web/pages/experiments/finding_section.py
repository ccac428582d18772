"""The finding of an experiment beside what its indicator counts: parameters of the component « evidence »."""

from __future__ import annotations

from typing import Any

from pacte.evaluation.queries.computed_findings import computed_findings
from pacte.evaluation.queries.target_readings import target_reading
from pacte.evaluation.rules.findings import judgement_basis
from pacte.evaluation.rules.target_readings import target_reading_text
from pacte.evaluation.rules.wording import format_quantity
from pacte.indicators.records.evidence import EvidenceRow
from pacte.indicators.rules.evidence import dated_scope_text, declaration_text
from pacte.kernel.french import apply_french_spacing, format_number, format_percent
from pacte.web.pages.experiments.list_page import ExperimentPage


def computed_finding(page: ExperimentPage) -> EvidenceRow | None:
    line = page.detail.summary
    rows = computed_findings(actor=page.actor, plan=page.plan, experiments=[line], on=page.dated_plan.on)
    return rows.get(line.experiment_id)


def target_reading_context(page: ExperimentPage) -> dict[str, Any]:
    """What the machine counted at the date of the sheet; empty before it."""
    line = page.detail.summary
    reading = target_reading(actor=page.actor, experiment_id=line.experiment_id)
    if reading is None:
        return {}
    share = ""
    if reading.count is not None and reading.total:
        counted = f"{format_number(reading.count)} sur {format_number(reading.total)}"
        share = f"{format_percent(reading.count / reading.total)} ({counted})"
    promised = format_quantity(reading.target_value, line.content.unit)
    return {
        "target_reading": {
            "sentence": target_reading_text(reading.is_reached),
            "measured": share or "Chiffre masqué : il montrerait de petits effectifs.",
            "promised": f"Promis : {promised}." if promised else "",
            "due_on": reading.due_on,
            "measured_on": reading.measured_on,
        }
    }


def computed_finding_context(page: ExperimentPage) -> dict[str, Any]:
    """Empty without a computed value to stand beside the one that was typed."""
    row, content = computed_finding(page), page.detail.summary.content
    if row is None:
        return {}
    missing = apply_french_spacing(f"{row.sentence[:1].upper()}{row.sentence[1:]}.")
    return {
        "computed_finding": {
            "target": " : ".join(
                part for part in (format_quantity(content.target_value, content.unit), content.target) if part
            ),
            "measure": row.sentence if row.is_measured else "",
            "missing": missing,
            "as_of": row.until,
            "counts": dated_scope_text(row),
            "declared": declaration_text(row.declared) if row.declared else "",
            "source": row.source,
        },
        "judgement_basis": apply_french_spacing(judgement_basis(row, content)),
    }
