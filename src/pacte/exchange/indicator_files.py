"""Exports indicator figures as CSV and xlsx, from the JSON document, so that all three formats agree."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from pacte.exchange.documents.csv_file import csv_bytes, decimal_comma

COLUMNS = (
    ("code", "code"), ("number", "numéro"), ("label", "indicateur"), ("split", "ventilation"), ("zone", "territoire"),
    ("territory", "lieu compté"), ("period", "période"), ("numerator", "numérateur"), ("denominator", "dénominateur"),
    ("value", "valeur"), ("unit", "unité"), ("state", "état"), ("received", "réponses"), ("expected", "attendues"),
    ("beside", "à côté"), ("due", "prochaine échéance"), ("source", "source"),
    ("definition_version", "version de la définition"),
)  # fmt: skip
_DEMO_DATA_NOTICE = "Données fictives"


def indicator_rows(document: Mapping[str, Any]) -> list[list[Any]]:
    return [[_cell(line, key) for key, _ in COLUMNS] for line in document["indicators"]]


def indicators_as_csv(document: Mapping[str, Any]) -> bytes:
    """Returns CSV in UTF-8 with a BOM, semicolons and decimal commas, as a French spreadsheet expects."""
    csv_rows: list[list[Any]] = [[_DEMO_DATA_NOTICE]] if document["synthetic"] else []
    csv_rows += [
        [f"au {document['as_of']}", f"faits : {document['facts']['digest'][:16]}", *document.get("notes", ())],
        [heading for _, heading in COLUMNS],
    ]
    csv_rows += [
        [decimal_comma(cell) if isinstance(cell, float) else cell for cell in row] for row in indicator_rows(document)
    ]
    # Periods and codes are not reformatted: tools read them.
    return csv_bytes(csv_rows, codes=range(len(COLUMNS)))


def indicators_as_xlsx(document: Mapping[str, Any]) -> bytes:
    """Returns a one-sheet workbook with the date and the digest of the facts. Deterministic for a document."""
    out = io.BytesIO()
    made_on = datetime.fromisoformat(document["as_of"])
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "Indicateurs", "created": made_on})
        sheet = book.add_worksheet("Indicateurs")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, [f"au {document['as_of']}", f"faits : {document['facts']['digest'][:16]}"])
        if document["synthetic"]:
            sheet.write(0, 2, _DEMO_DATA_NOTICE, bold)
        sheet.write_row(0, 3, document.get("notes", ()))
        sheet.write_row(1, 0, [heading for _, heading in COLUMNS], bold)
        for rank, row in enumerate(indicator_rows(document), start=2):
            sheet.write_row(rank, 0, row)
        sheet.freeze_panes(2, 3)
        sheet.set_column(2, 2, 50)
    return out.getvalue()


def _cell(line: Mapping[str, Any], key: str) -> Any:
    if key == "split":
        return ", ".join(line["split_labels"].values())
    if key == "beside":
        return ", ".join(f"{label} : {count}" for label, count in line["beside"].items())
    value = line.get(key)
    return "" if value is None else value
