"""Ex-ante experiments of a plan as a workbook: one row per experiment, numbers as numbers, days in ISO."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pacte.evaluation.queries import ExperimentSummary
from pacte.evaluation.records import JUDGEMENT_LABELS, PROTOCOL_PART_LABELS, PROTOCOL_STATE_LABELS
from pacte.evaluation.rules import PART_COUNT
from pacte.evaluation.rules.findings import judgement_basis
from pacte.exchange.documents.xlsx_worksheet import (
    MEDIA_TYPE,
    Value,
    WorksheetWriter,
    creation_time,
    new_workbook,
    page_footer,
    plain_value,
    row_height_for,
)
from pacte.indicators.records.evidence import EvidenceRow
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day

__all__ = ["COLUMNS", "MEDIA_TYPE", "write"]


_NAME = "Expérimentations"
COLUMNS = (
    ("N° d’action", 9), ("Action", 34), ("N° de fiche", 8), ("Expérimentation", 34), ("État", 20),
    ("Parties écrites", 9), ("Sur", 6), ("Ce qui manque", 34), ("Responsable", 20), ("Porteur de l’action", 24),
    ("Question", 44), ("Public", 34), ("Indicateur", 34), ("Code de l’indicateur", 18), ("Valeur de départ", 12),
    ("Unité", 12), ("Date de départ", 14), ("Source de départ", 30), ("Cible chiffrée", 12), ("Cible en mots", 30),
    ("Méthode", 44), ("Comparaison", 34), ("Source des données", 30), ("Fin", 14), ("Première entrée", 14),
    ("Version", 8), ("Écrite le", 14), ("Jugement", 14), ("Valeur constatée", 12),
    ("Valeur calculée", 12), ("Écart", 16), ("Jugé sur", 34),
)  # fmt: skip


def write(
    experiments: Sequence[ExperimentSummary],
    *,
    plan_title: str,
    names: Mapping[ActionCode, str],
    leads: Mapping[ActionCode, str],
    as_of: date,
    synthetic: bool = False,
    computed: Mapping[int, EvidenceRow] | None = None,
) -> bytes:
    """The workbook. The same experiments on the same day give the same bytes. ``computed``: beside the findings."""
    stream = io.BytesIO()
    with new_workbook(
        stream,
        title=f"{plan_title} : fiches ex ante",
        comments="Données fictives" if synthetic else "",
        created=creation_time(as_of),
    ) as workbook:
        out = WorksheetWriter(workbook, _NAME)
        title = f"{plan_title} : fiches ex ante des expérimentations, au {format_day(as_of)}"
        out.write_title(title, synthetic=synthetic)
        out.write_headings(1, [heading for heading, _ in COLUMNS])
        text, centred = out.cell_format(), out.cell_format(align="center")
        for row, experiment in enumerate(experiments, start=2):
            values = [plain_value(value) for value in _values(experiment, names, leads, computed or {})]
            looks = [centred if isinstance(value, int | Decimal) else text for value in values]
            out.write_row(row, values, looks)
            widths = [width for _, width in COLUMNS]
            out.sheet.set_row(
                row, row_height_for((str(value or ""), width) for value, width in zip(values, widths, strict=True))
            )
        out.widths(width for _, width in COLUMNS)
        out.sheet.freeze_panes(2, 4)
        out.sheet.autofilter(1, 0, max(1 + len(experiments), 1), len(COLUMNS) - 1)
        out.sheet.set_paper(8)
        out.sheet.repeat_rows(1)
        out.set_print(page_footer(synthetic, _NAME))
    return stream.getvalue()


def _values(
    experiment: ExperimentSummary,
    names: Mapping[ActionCode, str],
    leads: Mapping[ActionCode, str],
    computed: Mapping[int, EvidenceRow],
) -> list[Value]:
    content, row = experiment.content, computed.get(experiment.experiment_id)
    return [
        experiment.action_number,
        names.get(experiment.action_number, ""),
        experiment.number,
        experiment.title,
        PROTOCOL_STATE_LABELS[experiment.state],
        experiment.part_count,
        PART_COUNT,
        ", ".join(PROTOCOL_PART_LABELS[part] for part in experiment.missing),
        experiment.owner_name,
        leads.get(experiment.action_number, ""),
        content.question,
        content.public,
        content.indicator,
        content.indicator_code,
        content.baseline_value,
        content.unit,
        _day(content.baseline_on),
        content.baseline_source,
        content.target_value,
        content.target,
        content.method,
        content.comparison,
        content.source,
        _day(content.end_on),
        _day(experiment.locked_on),
        experiment.version or None,
        _day(experiment.written_on),
        JUDGEMENT_LABELS[experiment.judgement] if experiment.judgement else "",
        experiment.finding_value.value if experiment.finding_value else None,
        _computed_value(row),
        row.declared.difference if row and row.declared else "",
        judgement_basis(row, content) if row else "",
    ]


def _computed_value(row: EvidenceRow | None) -> Decimal | None:
    number = row.value.decimal if row and row.value and row.is_measured else None
    return None if number is None else round(number, 1)


def _day(on: date | None) -> str:
    """ISO day: sorts as text, and no spreadsheet swaps day and month."""
    return on.isoformat() if on else ""
