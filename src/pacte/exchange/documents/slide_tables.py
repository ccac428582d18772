"""Slides made of a table: agenda, review, money, decisions. A cell that is too tall is cut at a word."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.exchange.documents.slide_shapes import (
    AXES,
    INK,
    MARGIN,
    SLATE,
    SMALL,
    WIDTH,
    SlideTable,
    TextRun,
    tone_colour,
    truncate_to_lines,
)
from pacte.steering.records import WEATHER_LABELS, Weather
from pacte.steering.records.pack import Pack, PackAction, PackFigure, PackMoney

_FULL_WIDTH = WIDTH - 2 * MARGIN
_WEATHER_TONES = {Weather.GOOD: "good", Weather.MIXED: "watch", Weather.ALERT: "bad", Weather.NONE: ""}
_WORST_FIRST = (Weather.ALERT, Weather.MIXED, Weather.GOOD, Weather.NONE)
SlideRow = Sequence[Sequence[TextRun]]


def text_cell(
    text: str, width: float, lines: int = 2, *, size: float = 13, bold: bool = False, colour: str = INK
) -> list[TextRun]:
    """One text as a cell, truncated to that many lines."""
    return [TextRun(truncate_to_lines(text, width, size, lines, bold=bold), size, bold, colour)] if text else []


def weather_run(action: PackAction, size: float = 13) -> TextRun:
    """The weather as a word; the colour is only a complement."""
    if not action.answered:
        return TextRun("sans réponse", size, colour=SLATE)
    return TextRun(WEATHER_LABELS[action.weather], size, bold=True, colour=tone_colour(_WEATHER_TONES[action.weather]))


def agenda_slide_table(pack: Pack) -> SlideTable:
    widths = (70.0, 440.0, 130.0, _FULL_WIDTH - 720, 80.0)
    rows: list[SlideRow] = [
        [
            text_cell(point.hour, widths[0]),
            text_cell(
                f"{point.rank}. {point.title}" + (f" (action {point.number})" if point.number else ""), widths[1], 3
            ),
            text_cell(point.kind, widths[2], colour=SLATE),
            text_cell(point.presenter, widths[3], colour=SLATE),
            text_cell(str(point.minutes) if point.minutes else "", widths[4]),
        ]
        for point in pack.agenda
    ]
    return SlideTable(("Heure", "Point", "Attendu", "Par", "Minutes"), widths, rows, frozenset({4}))


def weather_slide_table(pack: Pack) -> SlideTable:
    """Actions grouped by weather, worst first; within each group, unanswered ones last."""
    widths = (130.0, _FULL_WIDTH - 130)
    rows: list[SlideRow] = []
    for weather in _WORST_FIRST:
        own = [each for each in pack.actions if each.weather is weather]
        for answered in (True, False):
            group = [each for each in own if each.answered is answered]
            if group:
                names = " · ".join(f"{each.number} {each.title}" for each in group)
                head = weather_run(group[0], 14)
                label = TextRun(f"{head.text} ({len(group)})", 14, head.bold, head.colour)
                rows.append([[label], text_cell(names, widths[1], 9, size=12)])
    return SlideTable(("Météo", "Actions"), widths, rows)


def review_slide_table(pack: Pack) -> SlideTable:
    """Actions that matter and why, worst weather first."""
    widths = (44.0, 330.0, 110.0, _FULL_WIDTH - 484)
    chosen = sorted(pack.matters, key=lambda action: (_WORST_FIRST.index(action.weather), action.number))
    rows: list[SlideRow] = [
        [
            [TextRun(str(action.number), 13, True, AXES[pack.axis_rank(action.axis_code) % len(AXES)])],
            text_cell(action.title, widths[1], 1),
            [weather_run(action)],
            text_cell(
                " · ".join(part for part in (action.why, action.weather_word) if part), widths[3], 1, colour=SLATE
            ),
        ]
        for action in chosen
    ]
    return SlideTable(("N°", "Action", "Météo", "Pourquoi"), widths, rows)


def money_slide_table(pack: Pack) -> SlideTable:
    """Money by axis: each figure with its reference, and its share of the envelope under it."""
    return _axis_table(pack, pack.money)


def added_slide_table(pack: Pack) -> SlideTable:
    """What the pact adds, by axis: each figure with its reference, and its breakdown under it."""
    return _axis_table(pack, pack.added)


def _axis_table(pack: Pack, money: PackMoney) -> SlideTable:
    first = 146.0
    wide = (_FULL_WIDTH - first) / max(len(money.columns), 1)
    rows: list[SlideRow] = []
    for line in money.lines:
        colour = INK if line.axis_code == "0" else AXES[pack.axis_rank(line.axis_code) % len(AXES)]
        rows.append([text_cell(line.label, first, 2, bold=True, colour=colour), *map(_figure_cell, line.figures)])
    return SlideTable(
        ("Axe", *money.columns), (first, *[wide] * len(money.columns)), rows,
        frozenset(range(1, len(money.columns) + 1)),
    )  # fmt: skip


def decision_request_slide_table(pack: Pack) -> SlideTable:
    widths = (76.0, _FULL_WIDTH - 376, 150.0, 150.0)
    rows: list[SlideRow] = [
        [
            [TextRun(ask.ref, 13, True)],
            text_cell(ask.text, widths[1], 4, size=14),
            text_cell(f"{ask.number} {ask.title}" if ask.number else "", widths[2], 3, size=SMALL, colour=SLATE),
            text_cell(ask.by, widths[3], 2, size=SMALL, colour=SLATE),
        ]
        for ask in pack.asks
    ]
    return SlideTable(("Réf.", "Décision demandée", "Action", "Par"), widths, rows)


def followed_decision_slide_table(pack: Pack) -> SlideTable:
    widths = (56.0, _FULL_WIDTH - 486, 140.0, 140.0, 150.0)
    rows: list[SlideRow] = [
        [
            [TextRun(fate.ref, 13, True)],
            text_cell(fate.decision, widths[1], 2),
            text_cell(fate.owner, widths[2], 2, size=SMALL, colour=SLATE),
            text_cell(fate.due, widths[3], 1, size=SMALL, colour=SLATE),
            text_cell(fate.text, widths[4], 3, bold=bool(fate.tone), colour=tone_colour(fate.tone)),
        ]
        for fate in pack.fates
    ]
    return SlideTable(("Réf.", "Décision", "Responsable", "Échéance", "Où elle en est"), widths, rows)


def _figure_cell(figure: PackFigure | None) -> list[TextRun]:
    if figure is None:
        return [TextRun("non dit", SMALL, colour=SLATE)]
    pieces = [TextRun(figure.text, 13, True), TextRun(figure.ref, SMALL, colour=SLATE)]
    return [*pieces, TextRun(figure.note, SMALL, colour=SLATE)] if figure.note else pieces
