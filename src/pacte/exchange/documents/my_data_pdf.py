"""Personal data export (right of access): the same content as JSON for programs and as PDF for reading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.journeys.queries.personal_data import PersonalDataTable
from pacte.journeys.rules.personal_data_wording import PersonalDataWording, personal_data_text
from pacte.kernel.french import format_day

PDF_TYPE, JSON_TYPE = "application/pdf", "application/json"
SYNTHETIC_NOTICE = "Données fictives"


def write_my_data_json(tables: Sequence[PersonalDataTable], *, as_of: date, synthetic: bool) -> bytes:
    """One JSON object: metadata, then a list of tables with their rows as objects."""
    content: dict[str, Any] = {
        "document": "Ce que le pacte sait de vous",
        "fait_le": as_of.isoformat(),
        "donnees_fictives": synthetic,
        "tables": [
            {
                "nom": each.words.label,
                "table": each.name,
                "pourquoi": each.words.purpose,
                "qui_lit": each.words.readers,
                "duree": each.words.retention,
                "informations": [
                    {"nom": field.label, "pourquoi": field.purpose, "duree": field.retention}
                    for field in each.words.fields
                ],
                "lignes": [dict(row) for row in each.rows],
            }
            for each in tables
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def write_my_data_pdf(tables: Sequence[PersonalDataTable], *, name: str, as_of: date, synthetic: bool) -> bytes:
    title = f"Ce que le pacte sait de vous, {name}".rstrip(", ")
    data = {
        "title": page_text(title),
        "description": f"Vos données au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", "mes données"],
        "version": f"au {format_day(as_of)}",
        "footer": page_text("Vos données" + (f" · {SYNTHETIC_NOTICE}" if synthetic else "")),
        "running_title": "Vos données",
        "short": True,
        "synthetic": synthetic,
        "name": page_text(title),
        "answer": page_text(
            f"Tout ce qui est enregistré à votre sujet au {format_day(as_of)}. Vous pouvez demander une "
            f"correction, vous "
            "opposer à un usage ou demander l’effacement, par votre lien ou auprès de votre conseiller."
        ),
        "tables": [_table(each) for each in tables],
    }
    return render_pdf("my_data.typ", data, as_of)


def _table(each: PersonalDataTable) -> dict[str, Any]:
    words = each.words
    return {
        "label": page_text(words.label),
        "note": page_text(
            f"Pourquoi : {words.purpose}. Qui lit : {words.readers}. Gardé : {words.retention}."
            + _field_exceptions(words)
        ),
        "rows": [
            [{"label": page_text(word), "text": page_text(personal_data_text(value))} for word, value in row]
            for row in each.rows
        ],
    }


def _field_exceptions(words: PersonalDataWording) -> str:
    """Fields whose purpose or retention differs from that of their table."""
    exceptions = [
        f" {field.label} : {field.purpose} ; gardé : {field.retention}."
        for field in words.fields
        if field.purpose != words.purpose or field.retention != words.retention
    ]
    return "".join(exceptions)
