"""Scores as pages show them: out of 100, with their range and number, never a mean alone; the section of a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, pluralise
from pacte.procedures.permissions import may
from pacte.procedures.queries import CaseDetail
from pacte.procedures.queries.rankings import ReaderScore, scores_side_by_side
from pacte.procedures.queries.reading import GridReading, ReaderRow, case_readings
from pacte.procedures.records.reading import HIGHEST_SCORE, CriterionScore, ScoreSummary
from pacte.procedures.rules.reading import reads_both_grids
from pacte.procedures.rules.transitions import accepts_reader
from pacte.web.charts.score_marks import legend_mark, score_marks
from pacte.web.tables import Column, Table, cell, number_column

CriterionScores = Sequence[CriterionScore]
_FEWEST_SIDE_BY_SIDE = 2


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
    may_assign = may_write and accepts_reader(detail.procedure, detail.facts)
    return [
        {
            "code": each.grid.code,
            "title": each.grid.label,
            "is_shown": each.is_shown,
            "answer": _answer(each),
            "scores": (scores := _scores(actor, detail, each)),
            "grids": grids_table(detail.case.number, scores, widest_first=False) if scores else None,
            "legend": readers_legend(scores),
            "comments": [(one.reader, one.comment) for one in scores if one.comment],
            "table": _readers_table(each, detail.case.number, may_write, url) if each.is_shown else None,
            "assign_url": url("readings:assign", detail.case.number, each.grid.code) if may_assign else "",
        }
        for each in case_readings(actor=actor, case=detail.case, scope=detail.scope)
    ]


def _scores(actor: Actor, detail: CaseDetail, reading: GridReading) -> tuple[ReaderScore, ...]:
    """The scores that count, side by side; empty until two readers have sent theirs."""
    if not reading.is_shown or reading.summary is None or reading.summary.count < _FEWEST_SIDE_BY_SIDE:
        return ()
    return scores_side_by_side(actor=actor, case_ids=[detail.case.pk], grid=reading.grid).get(detail.case.pk, ())


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
        flow=True,
    )


def _total_cell(row: ReaderRow) -> Any:
    total = row.total or Fraction(0)
    return cell(total_text(total), note="ne compte plus" if row.is_struck else "", value=f"{float(total):.1f}")


def grids_table(number: int, scores: Sequence[ReaderScore], *, widest_first: bool = True) -> Table[CriterionScores]:
    """The grids of several readers side by side: a row a criterion, a mark and a column a reader, and the gap.

    ``scores``: of the same grid. ``widest_first``: the widest gaps come first, else criteria keep their order.
    """
    rows = [tuple(each) for each in zip(*(one.criteria for one in scores), strict=True)]

    def reader_cell(rank: int) -> Callable[[CriterionScores], Any]:
        return lambda row: cell(f"{row[rank].score} sur {HIGHEST_SCORE}", note=row[rank].words)

    return Table(
        sorted(rows, key=criterion_gap, reverse=True) if widest_first else rows,
        Column("Critère", lambda row: cell(row[0].label, note=f"poids {row[0].weight}")),
        Column(f"De 0 à {HIGHEST_SCORE}", lambda row: score_marks([each.score for each in row], HIGHEST_SCORE)),
        *(Column(one.reader, reader_cell(rank)) for rank, one in enumerate(scores)),
        number_column("Écart", lambda row: str(criterion_gap(row))),
        id=f"grilles-{number}-table",
        caption=f"Grilles du dossier {number}{', les plus grands écarts d’abord' if widest_first else ''}",
    )


def readers_legend(scores: Sequence[ReaderScore]) -> list[tuple[Any, str]]:
    """The mark and the name of each reader."""
    return [(legend_mark(rank), one.reader) for rank, one in enumerate(scores)]


def criterion_gap(row: CriterionScores) -> int:
    """Points between the highest and the lowest score of one criterion."""
    scores = [each.score for each in row]
    return max(scores) - min(scores)
