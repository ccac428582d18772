"""Ex-ante experiments of a plan as a workbook: one row per experiment, numbers as numbers, days in ISO."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter

from pacte.evaluation.records import JUDGEMENT_LABELS, PROTOCOL_PART_LABELS, PROTOCOL_STATE_LABELS
from pacte.evaluation.rules import PART_COUNT
from pacte.exchange.documents.xlsx_cells import HEAD_FILL, Sheet, Value, footer, height_for, plain_value
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day

if TYPE_CHECKING:
    from pacte.evaluation.queries import ExperimentSummary

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAME = "Expérimentations"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
COLUMNS = (
    ("N° d’action", 9), ("Action", 34), ("N° de fiche", 8), ("Expérimentation", 34), ("État", 20),
    ("Parties écrites", 9), ("Sur", 6), ("Ce qui manque", 34), ("Responsable", 20), ("Porteur de l’action", 24),
    ("Question", 44), ("Public", 34), ("Indicateur", 34), ("Code de l’indicateur", 18), ("Valeur de départ", 12),
    ("Unité", 12), ("Date de départ", 14), ("Source de départ", 30), ("Cible chiffrée", 12), ("Cible en mots", 30),
    ("Méthode", 44), ("Comparaison", 34), ("Source des données", 30), ("Fin", 14), ("Première entrée", 14),
    ("Version", 8), ("Écrite le", 14), ("Jugement", 14),
)  # fmt: skip


def write(
    lines: Sequence[ExperimentSummary],
    *,
    plan_title: str,
    names: Mapping[ActionCode, str],
    leads: Mapping[ActionCode, str],
    as_of: date,
    synthetic: bool = False,
) -> bytes:
    """The workbook. The same experiments on the same day give the same bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"{plan_title} : fiches ex ante",
                "comments": "Données fictives" if synthetic else "",
                "created": datetime.combine(as_of, time(), tzinfo=UTC),
            }
        )
        out = Sheet(workbook, _NAME)
        label = f"{plan_title} : fiches ex ante des expérimentations, au {format_day(as_of)}"
        title = f"Données fictives · {label}" if synthetic else label
        out.put(0, 0, title, out.look(bold=True, font_size=12, text_wrap=False))
        head = out.look(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
        out.line(1, [heading for heading, _ in COLUMNS], [head] * len(COLUMNS))
        text, whole = out.look(), out.look(align="center")
        for row, line in enumerate(lines, start=2):
            values = [plain_value(value) for value in _values(line, names, leads)]
            looks = [whole if isinstance(value, int | Decimal) else text for value in values]
            out.line(row, values, looks)
            widths = [width for _, width in COLUMNS]
            out.sheet.set_row(
                row, height_for((str(value or ""), width) for value, width in zip(values, widths, strict=True))
            )
        out.widths(width for _, width in COLUMNS)
        out.sheet.freeze_panes(2, 4)
        out.sheet.autofilter(1, 0, max(1 + len(lines), 1), len(COLUMNS) - 1)
        out.sheet.set_landscape()
        out.sheet.set_paper(8)
        out.sheet.fit_to_pages(1, 0)
        out.sheet.repeat_rows(1)
        out.sheet.set_footer(footer(synthetic, _NAME))
    return stream.getvalue()


def _values(line: ExperimentSummary, names: Mapping[ActionCode, str], leads: Mapping[ActionCode, str]) -> list[Value]:
    content = line.content
    return [
        line.action_number,
        names.get(line.action_number, ""),
        line.number,
        line.title,
        PROTOCOL_STATE_LABELS[line.state],
        line.part_count,
        PART_COUNT,
        ", ".join(PROTOCOL_PART_LABELS[part] for part in line.missing),
        line.owner_name,
        leads.get(line.action_number, ""),
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
        _day(line.locked_on),
        line.version or None,
        _day(line.written_on),
        JUDGEMENT_LABELS[line.judgement] if line.judgement else "",
    ]


def _day(on: date | None) -> str:
    """ISO day: sorts as text, and no spreadsheet swaps day and month."""
    return on.isoformat() if on else ""
