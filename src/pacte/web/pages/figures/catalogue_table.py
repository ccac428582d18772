"""One line an indicator of « /chiffres/ »: its value, its curve with how it moved in a year, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import format_html

from pacte.indicators.queries import indicators
from pacte.indicators.queries.answer_sets import answer_key
from pacte.indicators.queries.curves import monthly_curves
from pacte.indicators.records import Indicator, IndicatorAnswer, IndicatorKind, ValueState
from pacte.indicators.records.curve import Curve
from pacte.infra.versioned_cache import VersionedCache
from pacte.kernel.french import format_day
from pacte.web.charts.curve import sparkline_svg
from pacte.web.indicator_charts import indicator_sparkline
from pacte.web.pages.figures.figures_page import FiguresPage
from pacte.web.pages.figures.indicator_sentence import moved_words
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.value_text import (
    missing_value_text,
    short_value_text,
    side_counts_text,
    value_as_decimal,
    value_ratio_text,
)

Answers = Mapping[str, IndicatorAnswer]
# By code, the drawing and the words under it.
CurveCells = Mapping[str, Cell]
_CACHE = VersionedCache("figures.catalogue_curves", maxsize=64)


def catalogue_curves(page: FiguresPage) -> CurveCells:
    """From one reading of the facts for the whole catalogue; empty before the facts are ready."""
    if not page.has_facts:
        return {}
    question = page.question()

    def draw() -> CurveCells:
        lines = monthly_curves(actor=page.actor, host_id=page.host.pk, question=question)
        return {code: _curve_cell(indicators()[code], line) for code, line in lines.items()}

    key = answer_key(actor=page.actor, host_id=page.host.pk, question=question)
    return draw() if key is None else _CACHE.get(key, draw)


def family_table(
    title: str, anchor: str, family: Iterable[Indicator], answers: Answers, curves: CurveCells, page: FiguresPage
) -> Table[Indicator]:
    query = page.querystring()
    return Table(
        family,
        Column(
            "Indicateur",
            lambda each: cell(
                " ".join(part for part in (each.number, each.label) if part),
                url=page.url("figures:indicator", each.code) + query,
                note=each.question,
            ),
        ),
        number_column("Valeur", lambda each: _value_cell(each, answers.get(each.code))),
        Column("Dans le temps", lambda each: curves.get(each.code, "")),
        Column("À côté, ou ce qui manque", lambda each: _context_cell(each, answers.get(each.code))),
        id=f"{anchor}-table",
        caption=title,
    )


def _has_number(answer: IndicatorAnswer) -> bool:
    return answer.total.value.state is ValueState.NUMBER and not answer.refusal


def _value_cell(indicator: Indicator, answer: IndicatorAnswer | None) -> Cell:
    """The number with its unit, its counts as a note; a dash where what is missing is explained in words."""
    if answer is None:
        return ""
    value = answer.total.value
    exact = value_as_decimal(value)
    if not _has_number(answer) or exact is None:
        return "—"
    return cell(
        format_html("<strong>{}</strong>", short_value_text(indicator, value)),
        value=f"{exact:.4f}".rstrip("0").rstrip("."),
        note=value_ratio_text(indicator, value),
    )


def _curve_cell(indicator: Indicator, line: Curve) -> Cell:
    small = indicator_sparkline(indicator, line)
    if small is None:
        return ""
    return cell(sparkline_svg(small, f"courbe-{indicator.code}"), note=moved_words(indicator, line))


def _context_cell(indicator: Indicator, answer: IndicatorAnswer | None) -> Cell:
    """What stands beside the value, or why there is none, and the day of the next one."""
    if answer is None:
        return "" if indicator.kind is IndicatorKind.COMPUTED else "voir la fiche"
    due = f"prochaine valeur le {format_day(answer.due_on)}" if answer.due_on else ""
    if _has_number(answer):
        return cell(side_counts_text(answer.total.value), note=due)
    # The sentence on what is missing gives that day itself.
    return missing_value_text(indicator, answer)
