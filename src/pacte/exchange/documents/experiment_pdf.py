"""Ex-ante description of an experiment as PDF: commitments, addenda, findings."""

from __future__ import annotations

from datetime import date
from typing import Any

from pacte.evaluation.queries import ExperimentDetail
from pacte.evaluation.records import JUDGEMENT_LABELS, PROTOCOL_STATE_LABELS, Judgement, ProtocolContent
from pacte.evaluation.rules import PART_COUNT
from pacte.evaluation.rules.findings import judgement_basis
from pacte.evaluation.rules.wording import ProtocolPartText, format_quantity, protocol_part_texts
from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.indicators.records.evidence import EvidenceRow
from pacte.indicators.rules.evidence import dated_scope_text, declaration_text
from pacte.kernel.french import format_day, pluralise

MEDIA_TYPE = "application/pdf"


def write(
    experiment: ExperimentDetail,
    *,
    plan_title: str,
    action: str,
    as_of: date,
    synthetic: bool = False,
    computed: EvidenceRow | None = None,
) -> bytes:
    """The experiment as of ``as_of``. The same data give the same bytes. ``computed``: beside its finding."""
    data = _template_data(experiment, plan_title, action, as_of, synthetic)
    data["computed"] = _computed(computed, experiment.summary.content) if computed else None
    return render_pdf("experiment.typ", data, as_of)


def _computed(row: EvidenceRow, content: ProtocolContent) -> dict[str, str]:
    """What the indicator counts, what was typed and the difference, on what the experiment is judged."""
    declared = f"Constat saisi : {declaration_text(row.declared)}" if row.declared else ""
    notes = [f"{dated_scope_text(row)}." if row.scope_text else "", declared, judgement_basis(row, content)]
    label = "Mesure calculée" if row.is_measured else "Mesure calculée, absente"
    return _entry(f"{label} : {row.sentence}", " ".join(note for note in notes if note))


def _template_data(
    experiment: ExperimentDetail, plan_title: str, action: str, as_of: date, synthetic: bool
) -> dict[str, Any]:
    line = experiment.summary
    missing_count = len(line.missing)
    word = f"jugée : {JUDGEMENT_LABELS[line.judgement]}" if line.judgement else PROTOCOL_STATE_LABELS[line.state]
    answer = f"Fiche {word}" + (
        f" : il manque {pluralise(missing_count, 'partie')} sur {PART_COUNT}." if missing_count else "."
    )
    return {
        "title": page_text(f"Fiche ex ante : {line.title}"),
        "description": f"Fiche ex ante au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", "expérimentation", "fiche ex ante"],
        "version": f"version {line.version}, vue au {format_day(as_of)}" if line.version else f"au {format_day(as_of)}",
        "footer": page_text(
            f"{plan_title} · fiche ex ante {line.number}" + (" · Données fictives" if synthetic else "")
        ),
        "running_title": page_text(line.title),
        "short": True,
        "synthetic": synthetic,
        "kicker": page_text(action),
        "name": page_text(line.title),
        "answer": page_text(answer),
        "facts": [
            _fact("Responsable", line.owner_name, "à désigner"),
            _fact(
                "Première personne entrée",
                f"le {format_day(line.locked_on)}" if line.locked_on else "",
                "personne encore",
            ),
            _fact("Fin prévue", format_day(line.content.end_on) if line.content.end_on else "", "non dite"),
        ],
        "promise_note": "écrit après la première entrée : à lire avec réserve" if line.days_late else None,
        "parts": [_part(part) for part in protocol_part_texts(line.content, line.missing)],
        "is_locked": line.locked_on is not None,
        "findings": [
            _entry(
                f"{JUDGEMENT_LABELS[Judgement(each.judgement)].capitalize()}"
                f"{_value_suffix(format_quantity(each.value, line.content.unit))}\n{each.result}",
                f"{format_day(each.found_on)}, {each.person_name}. Pourquoi : {each.reason} {each.decision_reference}",
            )
            for each in reversed(experiment.findings)
        ],
        "addenda": [
            _entry(each.text, f"{format_day(each.added_on)}, {each.person_name}. Pourquoi : {each.reason}")
            for each in experiment.addenda
        ],
        "versions": [
            page_text(f"Version {each.number}, {format_day(each.written_on)}, {each.person_name}. {each.reason}")
            for each in reversed(experiment.versions)
        ],
    }


def _value_suffix(value: str) -> str:
    return f" · {value}" if value else ""


def _fact(label: str, text: str, silence: str) -> dict[str, Any]:
    return {"label": label, "text": page_text(text) or silence, "absent": not text}


def _part(part: ProtocolPartText) -> dict[str, str]:
    lacks = f"manque : {', '.join(part.lacks)}" if part.lacks and part.text else ""
    return {"label": part.label, "text": page_text(part.text), "note": page_text(part.note), "lacks": page_text(lacks)}


def _entry(text: str, note: str) -> dict[str, str]:
    return {"text": page_text(text), "note": page_text(note)}
