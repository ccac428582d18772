"""What a paper says, who signs it, and whether it still says what the case says. Pure.

The content is plain data, frozen when the paper is made: pages, PDF and DOCX only set it out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import AmountField, FormField, LinesField, NumberField
from pacte.procedures.records.papers import (
    APPLICANT_PARTY,
    DECISION_FIELDS,
    PLACEHOLDER,
    REGION_PARTY,
    ApplicantSigner,
    LinesSigner,
    Paper,
    PaperPart,
    PaperParty,
    PaperState,
    RegionSigner,
)
from pacte.procedures.rules.answer_text import Labels, answer_text
from pacte.procedures.rules.conditions import Values, is_filled

REMINDER_DAYS = (7, 21)

PaperContent = Mapping[str, Any]
"""``title``, ``parties`` (names), ``parts``: each a heading, its sentences, its columns and rows."""


def paper_fields(paper: Paper) -> frozenset[str]:
    """Returns the codes of what a paper prints, or that name who signs it."""
    named = {code for part in paper.parts for text in part.sentences for code in PLACEHOLDER.findall(text)}
    lines = {part.lines for part in paper.parts} | {
        each.lines for each in paper.signed_by if isinstance(each, LinesSigner)
    }
    return frozenset(named | lines - {""})


def paper_source(paper: Paper, values: Values) -> dict[str, Any]:
    """Returns the answers from which a paper is made: when they change, what was signed no longer counts."""
    return {code: values.get(code) for code in sorted(paper_fields(paper)) if is_filled(values.get(code))}


def paper_parties(paper: Paper, values: Values, *, region: str, applicant: PaperParty | None) -> tuple[PaperParty, ...]:
    """Returns who signs, each once, in the order of the description.

    Raises ``ValidationError`` (``paper_without_party``, ``paper_one_address``).
    """
    parties: dict[str, PaperParty] = {}
    for signer in paper.signed_by:
        match signer:
            case RegionSigner():
                parties[REGION_PARTY] = PaperParty(REGION_PARTY, region)
            case ApplicantSigner():
                parties[APPLICANT_PARTY] = _applicant_of(paper, applicant)
            case LinesSigner():
                for party in _parties_of_lines(signer, values):
                    known = parties.setdefault(party.code, party)
                    if not known.email and party.email:
                        parties[party.code] = party
    if len(parties) < len(paper.signed_by):
        raise ValidationError(
            "paper_without_party", f"« {paper.label} » : personne n’est nommé pour signer.",
            hint="Complétez les lignes qui disent qui s’engage.",
        )  # fmt: skip
    emails = [each.email for each in parties.values() if each.email]
    if len(set(emails)) < len(emails):
        raise ValidationError(
            "paper_one_address", f"« {paper.label} » : deux signataires ont la même adresse électronique.",
            "Une même personne ne signe pas pour deux.", "Donnez à chacun la sienne.",
        )  # fmt: skip
    return tuple(parties.values())


def paper_content(
    procedure: Procedure, paper: Paper, values: Values, parties: tuple[PaperParty, ...], labels: Labels
) -> dict[str, Any]:
    """Returns the whole text of a paper. Raises ``ValidationError`` (``paper_incomplete``), naming what is missing."""
    missing = _missing_answers(procedure, paper, values)
    if missing:
        raise ValidationError(
            "paper_incomplete", f"« {paper.label} » ne peut pas être établie : il manque {' ; '.join(missing)}.",
            "Ce document est établi avec ce pas.", "Complétez le dossier, puis recommencez.",
        )  # fmt: skip
    return {
        "title": paper.title,
        "parties": [_party_text(each) for each in parties],
        "parts": [_part_content(procedure, part, values, labels) for part in paper.parts],
    }


def paper_digest(content: PaperContent) -> str:
    """Returns the digest of a content: what a signature is about."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def signing_reminder(asked_on: date, on: date, reminded: Collection[int]) -> int:
    """Returns after how many days a signatory is reminded now: the last delay that has passed, or 0.

    ``reminded``: the delays of the reminders that left. A missed run is caught up, and writes once.
    """
    passed = max((days for days in REMINDER_DAYS if asked_on + timedelta(days=days) <= on), default=0)
    return 0 if passed <= max(reminded, default=0) else passed


def signing_text(state: PaperState) -> str:
    """« signée par 2 sur 3 », and what voids it."""
    if not state.signatories:
        return "établi"
    if state.is_outdated:
        return "le dossier a changé depuis : ses signatures portent sur l’ancien texte"
    total = len(state.signatories)
    refusals = sum(each.answer is not None and not each.has_signed for each in state.signatories)
    signed = f"signé par {state.signed_count} sur {total}"
    return f"{signed}, {pluralise(refusals, 'refus', 'refus')}" if refusals else signed


def _applicant_of(paper: Paper, applicant: PaperParty | None) -> PaperParty:
    if applicant is None:
        raise ValidationError(
            "paper_without_party", f"« {paper.label} » est signé par le demandeur, et ce dossier n’en a pas.",
            hint="Le dossier vient d’une demande, ou se signe à la main.",
        )  # fmt: skip
    return applicant


def _parties_of_lines(signer: LinesSigner, values: Values) -> list[PaperParty]:
    lines = values.get(signer.lines)
    return [
        PaperParty(code, str(line.get(signer.name) or code), _email(line.get(signer.email)))
        for line in (lines if isinstance(lines, list) else [])
        if (code := str(line.get(signer.party) or ""))
    ]


def _email(answer: Any) -> str:
    return canonical_email(str(answer)) if is_filled(answer) else ""


def _party_text(party: PaperParty) -> str:
    return f"{party.name}, SIRET {party.code}" if party.code.isdigit() else party.name


def _missing_answers(procedure: Procedure, paper: Paper, values: Values) -> list[str]:
    """Labels of the required answers that are empty, and of the tables without line."""
    tables = {part.lines for part in paper.parts} - {""}
    fields = [(code, _field(procedure, code)) for code in sorted(paper_fields(paper))]
    return [
        field.label
        for code, field in fields
        if field and (field.is_required or code in tables) and not is_filled(values.get(code))
    ]


def _part_content(procedure: Procedure, part: PaperPart, values: Values, labels: Labels) -> dict[str, Any]:
    filled = [text for text in part.sentences if all(is_filled(values.get(c)) for c in PLACEHOLDER.findall(text))]
    table: dict[str, Any] = {"columns": [], "rows": []}
    field = procedure.field(part.lines) if part.lines else None
    if isinstance(field, LinesField):
        table = _table(field, part, values.get(field.code) or [], labels)
    sentences = [
        PLACEHOLDER.sub(lambda hole: _answer(_field(procedure, hole[1]), values, hole[1], labels), text)
        for text in filled
    ]
    return {"heading": part.heading, "sentences": sentences, **table}


def _table(field: LinesField, part: PaperPart, lines: list[dict[str, Any]], labels: Labels) -> dict[str, Any]:
    known = {each.code: each for each in field.columns}
    columns = [known[code] for code in part.columns]
    rows = [[_words(column, line.get(column.code), labels) for column in columns] for line in lines]
    if part.totals:
        sums = {code: sum(each for line in lines if isinstance(each := line.get(code), int)) for code in part.totals}
        total = [_words(column, sums[column.code], {}) if column.code in sums else "" for column in columns]
        rows.append([total[0] or "En tout", *total[1:]])
    return {
        "columns": [
            {"label": each.label, "is_number": isinstance(each, NumberField | AmountField)} for each in columns
        ],
        "rows": rows,
    }


def _field(procedure: Procedure, code: str) -> FormField | None:
    return procedure.field(code) or DECISION_FIELDS.get(code)


def _answer(field: FormField | None, values: Values, code: str, labels: Labels) -> str:
    return _words(field, values.get(code), labels) if field else ""


def _words(field: FormField, answer: Any, labels: Labels) -> str:
    """An answer in words, a number without its unit: the sentence or the column says what is counted."""
    return answer_text(replace(field, unit="") if isinstance(field, NumberField) else field, answer, labels)
