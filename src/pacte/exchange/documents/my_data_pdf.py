"""Personal data export (right of access): the same content as JSON for programs and as PDF for reading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_texts import paper
from pacte.journeys.rules.personal_data_wording import personal_data_text
from pacte.kernel.french import format_day

if TYPE_CHECKING:
    from pacte.journeys.queries.personal_data import PersonalDataTable
    from pacte.journeys.rules.personal_data_wording import PersonalDataWording

PDF_TYPE, JSON_TYPE = "application/pdf", "application/json"
FICTIVE = "Données fictives"


def write_json(tables: Sequence[PersonalDataTable], *, as_of: date, synthetic: bool) -> bytes:
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


def write_pdf(tables: Sequence[PersonalDataTable], *, name: str, as_of: date, synthetic: bool) -> bytes:
    title = f"Ce que le pacte sait de vous, {name}".rstrip(", ")
    told = {
        "title": paper(title),
        "description": f"Vos données au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", "mes données"],
        "version": f"au {format_day(as_of)}",
        "footer": paper("Vos données" + (f" · {FICTIVE}" if synthetic else "")),
        "running_title": "Vos données",
        "short": True,
        "synthetic": synthetic,
        "name": paper(title),
        "answer": paper(
            f"Tout ce qui est enregistré à votre sujet au {format_day(as_of)}. Vous pouvez demander une correction, vous "
            "opposer à un usage ou demander l’effacement, par votre lien ou auprès de votre conseiller."
        ),
        "tables": [_table(each) for each in tables],
    }
    return made("my_data.typ", told, as_of)


def _table(each: PersonalDataTable) -> dict[str, Any]:
    words = each.words
    return {
        "label": paper(words.label),
        "note": paper(f"Pourquoi : {words.purpose}. Qui lit : {words.readers}. Gardé : {words.kept}." + _apart(words)),
        "rows": [
            [{"label": paper(word), "text": paper(personal_data_text(value))} for word, value in row]
            for row in each.rows
        ],
    }


def _apart(words: PersonalDataWording) -> str:
    """Fields whose purpose or retention differs from that of their table."""
    apart = [
        f" {field.label} : {field.purpose} ; gardé : {field.kept}."
        for field in words.fields
        if field.purpose != words.purpose or field.retention != words.retention
    ]
    return "".join(apart)
