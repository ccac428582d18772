"""Sheets of the diagnosis of one year, for the workbook of its plan."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pacte.exchange.documents.xlsx_worksheet import Value
from pacte.indicators.records.year_diagnosis import DiagnosisFigure, DiagnosisGap, SurveyResult, YearDiagnosis
from pacte.indicators.rules.year_diagnosis import (
    NO_FIGURE,
    NO_SURVEY,
    freshness_text,
    gap_sentence,
    label_text,
)

DiagnosisSheet = tuple[str, tuple[tuple[str, int], ...], list[tuple[Value, ...]]]
_FIGURES = (
    ("Chiffre de la région", 40),
    ("Valeur", 22),
    ("Nombre", 14),
    ("Unité", 14),
    ("Période", 14),
    ("Évolution", 34),
    ("Source", 44),
    ("Comment la région est couverte", 34),
    ("Fraîcheur", 34),
    ("Inventé", 10),
)
_GAPS = (
    ("N°", 8),
    ("Ce qui manque", 60),
    ("Action", 10),
    ("Qui le doit", 34),
    ("Origine", 30),
    ("Où cela en est", 34),
)
_SURVEYS = (
    ("Enquête", 44),
    ("Terrain", 34),
    ("Ce qu'elle mesure", 50),
    ("Résultat, en %", 14),
    ("Marge, en points", 14),
    ("Réponses", 12),
)


def diagnosis_sheets(diagnosis: YearDiagnosis) -> Iterator[DiagnosisSheet]:
    """Name, columns and lines. Readers who may not see the register get its counts, and no sheet of surveys."""
    yield "Diagnostic", _FIGURES, [_figure(each) for each in diagnosis.figures] or [_one_cell(NO_FIGURE, _FIGURES)]
    gaps = [_gap(each) for each in diagnosis.gaps or ()]
    yield "Manques", _GAPS, [*gaps, ("", gap_sentence(diagnosis), "", "", "", "")]
    if diagnosis.surveys is not None:
        surveys = [_survey(each) for each in diagnosis.surveys]
        yield "Enquêtes", _SURVEYS, surveys or [_one_cell(NO_SURVEY, _SURVEYS)]


def _one_cell(text: str, columns: tuple[tuple[str, int], ...]) -> tuple[Value, ...]:
    return text, *[""] * (len(columns) - 1)


def _figure(each: DiagnosisFigure) -> tuple[Value, ...]:
    return (
        label_text(each), each.value, _number(each.number), each.unit, each.period, each.change, each.source,
        each.where, freshness_text(each), "inventé" if each.is_invented else "",
    )  # fmt: skip


def _gap(each: DiagnosisGap) -> tuple[Value, ...]:
    return each.number, each.label, each.action, each.owed_by, each.origin, each.state


def _survey(each: SurveyResult) -> tuple[Value, ...]:
    return each.survey, each.field_days, each.label, _number(each.value), _number(each.margin), each.respondents


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
