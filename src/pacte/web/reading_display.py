"""Scores as pages show them: out of 100, with their range and number, never a mean alone; the section of a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, pluralise
from pacte.procedures.permissions import may
from pacte.procedures.queries import CaseDetail
from pacte.procedures.queries.rankings import ReaderScore
from pacte.procedures.queries.reading import GridReading, ReaderRow, case_readings
from pacte.procedures.records.reading import HIGHEST_SCORE, CriterionScore, ScoreSummary
from pacte.procedures.rules.reading import reads_both_grids
from pacte.web.tables import Column, Table, cell, number_column


def total_text(total: Fraction) -> str:
    """« 73,3 »."""
    return format_number(float(total), 0 if total.denominator == 1 else 1)


def summary_text(summary: ScoreSummary | None) -> str:
    """« 73,3 sur 100, de 60 à 100, 3 notes »."""
    if summary is None:
        return "aucune note"
    spread = f", de {total_text(summary.lowest)} à {total_text(summary.highest)}" if summary.gap else ""
    return f"{total_text(summary.mean)} sur 100{spread}, {pluralise(summary.count, 'note')}"


def range_text(summary: ScoreSummary) -> str:
    """« de 55 à 85 sur 100, 2 notes »: where a mean would hide the disagreement."""
    lowest, highest = total_text(summary.lowest), total_text(summary.highest)
    return f"de {lowest} à {highest} sur 100, {pluralise(summary.count, 'note')}"


def readings_display(actor: Actor, detail: CaseDetail, url: Callable[..., str]) -> list[dict[str, Any]]:
    """Value ``readings`` of ``cases/reading.html``; empty for a procedure without grid."""
    may_write = not detail.summary.is_ended and may(actor, "procedures.write", detail.scope)
    return [
        {
            "code": each.grid.code,
            "title": each.grid.label,
            "is_shown": each.is_shown,
            "answer": _answer(each),
            "table": _readers_table(each, detail.case.number, may_write, url) if each.is_shown else None,
            "assign_url": url("readings:assign", detail.case.number, each.grid.code) if may_write else "",
        }
        for each in case_readings(actor=actor, case=detail.case, scope=detail.scope)
    ]


def _answer(reading: GridReading) -> str:
    if not reading.is_shown:
        return "Vous lisez ce dossier : ce que d’autres en disent se montre quand votre note est envoyée."
    if reading.summary is not None and reading.summary.count >= reading.wanted:
        if reads_both_grids(reading.grid, reading.summary):
            return f"Lu : {range_text(reading.summary)}. Trop d’écart pour une moyenne : les grilles se lisent."
        return f"Lu : {summary_text(reading.summary)}."
    more = "une lecture de plus est demandée, les notes sont éloignées"
    if reading.wanted > reading.grid.readers:
        return f"{summary_text(reading.summary).capitalize()} ; {more}."
    done = reading.summary.count if reading.summary else 0
    return f"{pluralise(done, 'note envoyée', 'notes envoyées')} sur {reading.wanted}."


def _readers_table(reading: GridReading, number: int, may_write: bool, url: Callable[..., str]) -> Table[ReaderRow]:
    def state(row: ReaderRow) -> Any:
        if may_write and row.state not in ("ne lit plus", "note barrée"):
            return cell(row.state, note="retirer", url=url("readings:take_off", number, row.assignment_id))
        return cell(row.state, note=row.why)

    return Table(
        reading.readers,
        Column("Qui lit", lambda row: cell(row.name, note="lecture de plus" if row.is_extra else "")),
        Column("Où en est-on", state),
        number_column("Note sur 100", lambda row: "" if row.total is None else _total_cell(row)),
        id=f"lecteurs-{reading.grid.code}",
        caption=f"Qui lit : {reading.grid.label}",
        empty="Personne ne lit encore ce dossier.",
    )


def _total_cell(row: ReaderRow) -> Any:
    total = row.total or Fraction(0)
    return cell(total_text(total), note="ne compte plus" if row.is_struck else "", value=f"{float(total):.1f}")


def grids_table(number: int, scores: Sequence[ReaderScore]) -> Table[tuple[CriterionScore, ...]]:
    """The grids of several readers side by side: a row a criterion, a column a reader with their words, and the gap.

    The widest gaps come first. ``scores``: of the same grid.
    """
    rows = [tuple(each) for each in zip(*(one.criteria for one in scores), strict=True)]

    def reader_cell(rank: int) -> Callable[[tuple[CriterionScore, ...]], Any]:
        return lambda row: cell(f"{row[rank].score} sur {HIGHEST_SCORE}", note=row[rank].words)

    return Table(
        sorted(rows, key=_criterion_gap, reverse=True),
        Column("Critère", lambda row: cell(row[0].label, note=f"poids {row[0].weight}")),
        *(Column(one.reader, reader_cell(rank)) for rank, one in enumerate(scores)),
        number_column("Écart", lambda row: str(_criterion_gap(row))),
        id=f"grilles-{number}-table",
        caption=f"Grilles du dossier {number}, les plus grands écarts d’abord",
    )


def _criterion_gap(row: Sequence[CriterionScore]) -> int:
    scores = [each.score for each in row]
    return max(scores) - min(scores)
