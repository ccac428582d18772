"""Slides made of a table: agenda, review, money, decisions. A cell that is too tall is cut at a word."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.exchange.documents.pack_slide import AXES, INK, MARGIN, SLATE, SMALL, WIDTH, Grid, Piece, inked, shortened
from pacte.steering.records import WEATHER_LABELS, Weather
from pacte.steering.records.pack import Pack, PackAction, PackFigure, PackMoney

_ALL = WIDTH - 2 * MARGIN
_WEATHER_TONES = {Weather.GOOD: "good", Weather.MIXED: "watch", Weather.ALERT: "bad", Weather.NONE: ""}
_DARKEST = (Weather.ALERT, Weather.MIXED, Weather.GOOD, Weather.NONE)
Row = Sequence[Sequence[Piece]]


def said(
    text: str, width: float, lines: int = 2, *, size: float = 13, bold: bool = False, colour: str = INK
) -> list[Piece]:
    """One text as a cell, truncated to that many lines."""
    return [Piece(shortened(text, width, size, lines, bold=bold), size, bold, colour)] if text else []


def weather_piece(action: PackAction, size: float = 13) -> Piece:
    """The weather as a word; the colour is only a complement."""
    if not action.answered:
        return Piece("sans réponse", size, colour=SLATE)
    return Piece(WEATHER_LABELS[action.weather], size, bold=True, colour=inked(_WEATHER_TONES[action.weather]))


def points_grid(pack: Pack) -> Grid:
    widths = (70.0, 440.0, 130.0, _ALL - 720, 80.0)
    rows: list[Row] = [
        [
            said(point.hour, widths[0]),
            said(f"{point.rank}. {point.title}" + (f" (action {point.number})" if point.number else ""), widths[1], 3),
            said(point.kind, widths[2], colour=SLATE),
            said(point.presenter, widths[3], colour=SLATE),
            said(str(point.minutes) if point.minutes else "", widths[4]),
        ]
        for point in pack.agenda
    ]
    return Grid(("Heure", "Point", "Attendu", "Par", "Minutes"), widths, rows, frozenset({4}))


def weather_grid(pack: Pack) -> Grid:
    """Actions grouped by weather, worst first; within each group, unanswered ones last."""
    widths = (130.0, _ALL - 130)
    rows: list[Row] = []
    for weather in _DARKEST:
        own = [each for each in pack.actions if each.weather is weather]
        for answered in (True, False):
            group = [each for each in own if each.answered is answered]
            if group:
                names = " · ".join(f"{each.number} {each.title}" for each in group)
                head = weather_piece(group[0], 14)
                label = Piece(f"{head.text} ({len(group)})", 14, head.bold, head.colour)
                rows.append([[label], said(names, widths[1], 9, size=12)])
    return Grid(("Météo", "Actions"), widths, rows)


def review_grid(pack: Pack) -> Grid:
    """Actions that matter and why, worst weather first."""
    widths = (44.0, 330.0, 110.0, _ALL - 484)
    chosen = sorted(pack.matters, key=lambda action: (_DARKEST.index(action.weather), action.number))
    rows: list[Row] = [
        [
            [Piece(str(action.number), 13, True, AXES[pack.axis_rank(action.axis_code) % len(AXES)])],
            said(action.title, widths[1], 1),
            [weather_piece(action)],
            said(" · ".join(part for part in (action.why, action.weather_word) if part), widths[3], 1, colour=SLATE),
        ]
        for action in chosen
    ]
    return Grid(("N°", "Action", "Météo", "Pourquoi"), widths, rows)


def money_grid(pack: Pack) -> Grid:
    """Money by axis: each figure with its reference, and its share of the envelope under it."""
    return _axis_grid(pack, pack.money)


def added_grid(pack: Pack) -> Grid:
    """What the pact adds, by axis: each figure with its reference, and its breakdown under it."""
    return _axis_grid(pack, pack.added)


def _axis_grid(pack: Pack, told: PackMoney) -> Grid:
    first = 146.0
    wide = (_ALL - first) / max(len(told.columns), 1)
    rows: list[Row] = []
    for line in told.lines:
        colour = INK if line.axis_code == "0" else AXES[pack.axis_rank(line.axis_code) % len(AXES)]
        rows.append([said(line.label, first, 2, bold=True, colour=colour), *map(_amount, line.figures)])
    return Grid(
        ("Axe", *told.columns), (first, *[wide] * len(told.columns)), rows,
        frozenset(range(1, len(told.columns) + 1)),
    )  # fmt: skip


def ask_grid(pack: Pack) -> Grid:
    widths = (76.0, _ALL - 376, 150.0, 150.0)
    rows: list[Row] = [
        [
            [Piece(ask.ref, 13, True)],
            said(ask.text, widths[1], 4, size=14),
            said(f"{ask.number} {ask.title}" if ask.number else "", widths[2], 3, size=SMALL, colour=SLATE),
            said(ask.by, widths[3], 2, size=SMALL, colour=SLATE),
        ]
        for ask in pack.asks
    ]
    return Grid(("Réf.", "Décision demandée", "Action", "Par"), widths, rows)


def fate_grid(pack: Pack) -> Grid:
    widths = (56.0, _ALL - 486, 140.0, 140.0, 150.0)
    rows: list[Row] = [
        [
            [Piece(fate.ref, 13, True)],
            said(fate.decision, widths[1], 2),
            said(fate.owner, widths[2], 2, size=SMALL, colour=SLATE),
            said(fate.due, widths[3], 1, size=SMALL, colour=SLATE),
            said(fate.text, widths[4], 3, bold=bool(fate.tone), colour=inked(fate.tone)),
        ]
        for fate in pack.fates
    ]
    return Grid(("Réf.", "Décision", "Responsable", "Échéance", "Où elle en est"), widths, rows)


def _amount(figure: PackFigure | None) -> list[Piece]:
    if figure is None:
        return [Piece("non dit", SMALL, colour=SLATE)]
    pieces = [Piece(figure.text, 13, True), Piece(figure.ref, SMALL, colour=SLATE)]
    return [*pieces, Piece(figure.note, SMALL, colour=SLATE)] if figure.note else pieces
