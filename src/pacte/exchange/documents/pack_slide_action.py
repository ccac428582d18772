"""One slide per action that matters: weather and comment of its lead on the left, dates and figures on the right."""

from __future__ import annotations

from typing import Any

from pacte.exchange.documents.pack_measure import cut, height_of
from pacte.exchange.documents.pack_slide import (
    AXES,
    BOTTOM,
    LOIRE,
    MARGIN,
    SLATE,
    SMALL,
    TOP,
    WIDTH,
    Box,
    Piece,
    inked,
    rule,
    title,
    words,
    write,
)
from pacte.exchange.documents.pack_slide_tables import weather_piece
from pacte.steering.records.pack import Pack, PackAction, PackMilestone

_LEFT_WIDTH = 430.0
_RIGHT = MARGIN + _LEFT_WIDTH + 32
_RIGHT_WIDTH = WIDTH - MARGIN - _RIGHT
_MOST = {"milestones": 5, "proofs": 2, "values": 3, "risks": 2}


def action_slide(slide: Any, pack: Pack, action: PackAction) -> None:
    """Fills the slide. Content that does not fit is in the PDF, and the slide says so."""
    axis = next((each for each in pack.axes if each.code == action.axis_code), None)
    colour = AXES[pack.axis_rank(action.axis_code) % len(AXES)]
    kicker = " · ".join(part for part in (axis.label if axis else "", action.lead, action.person) if part)
    title(slide, f"{action.number} {action.title}", kicker=kicker, colour=colour)
    _left(slide, action)
    _right(slide, action)


def _left(slide: Any, action: PackAction) -> None:
    top = TOP + 8
    write(slide, Box(MARGIN, top, _LEFT_WIDTH, 26), [[weather_piece(action, 20)]])
    top += 28
    if action.weather_word:
        top = _text(slide, action.weather_word, top, 16, 44)
    signed = " · ".join(part for part in (action.weather_said, action.why) if part)
    top = _text(slide, signed, top, SMALL, 30, colour=SLATE) + 8
    foot = BOTTOM
    if action.ask:
        tall = min(height_of(action.ask.text, _LEFT_WIDTH, 15, bold=True) + 20, 120)
        foot -= tall
        rule(slide, MARGIN, foot - 6, _LEFT_WIDTH, LOIRE, 2)
        write(
            slide, Box(MARGIN, foot, _LEFT_WIDTH, 15),
            [[Piece("Décision demandée", SMALL, colour=SLATE), Piece(action.ask.ref, SMALL, colour=SLATE)]],
        )  # fmt: skip
        words(slide, Box(MARGIN, foot + 16, _LEFT_WIDTH, tall - 18), action.ask.text, 15, bold=True)
        foot -= 16
    progress = action.progress or ("" if action.answered else "Le porteur n’a pas répondu avant la clôture du tour.")
    if progress and foot - top > 16:
        words(slide, Box(MARGIN, top, _LEFT_WIDTH, foot - top), progress, 14)


def _text(slide: Any, text: str, top: float, size: float, most: float, *, colour: str = "1C242B") -> float:
    if not text:
        return top
    tall = min(height_of(text, _LEFT_WIDTH, size), most)
    words(slide, Box(MARGIN, top, _LEFT_WIDTH, tall), text, size, colour=colour, smallest=size)
    return top + tall + 2


def _right(slide: Any, action: PackAction) -> None:
    top = TOP + 8
    shown = _milestones(action)
    lines = [
        [Piece(each.text, 13, True, inked(each.tone)), Piece(each.ref, SMALL, colour=SLATE), Piece(each.title, 13)]
        for each in shown
    ]
    notes = [each.state + (f", {each.note}" if each.note else "") for each in shown]
    top = _block(slide, "Jalons", lines, notes, len(action.milestones), top)
    proofs = action.proofs.figures
    # Measured figures come first and replace the last declared one.
    declared = action.values[: _MOST["values"] - min(len(proofs), 1)]
    values = [*proofs[: _MOST["proofs"]], *declared, *action.money]
    lines = [
        [Piece(each.text, 13, True), Piece(each.ref, SMALL, colour=SLATE), Piece(each.label, 13)] for each in values
    ]
    notes = [each.note for each in values]
    count = len(proofs) + len(action.values) + len(action.money)
    top = _block(slide, "Chiffres et argent", lines, notes, count, top)
    lines = [
        [Piece(each.text, 13, True, inked(each.tone)), Piece(each.ref, SMALL, colour=SLATE), Piece(each.title, 13)]
        for each in action.risks[: _MOST["risks"]]
    ]
    _block(slide, "Risques", lines, ["" for _ in lines], len(action.risks), top)


def _milestones(action: PackAction) -> list[PackMilestone]:
    """Milestones to show: missed first, then upcoming, then the latest reached."""
    late = [each for each in action.milestones if each.tone == "bad"]
    coming = [each for each in action.milestones if each.tone not in ("bad", "good")]
    reached = [each for each in reversed(action.milestones) if each.tone == "good"]
    return [*late, *coming, *reached][: _MOST["milestones"]]


def _block(slide: Any, heading: str, lines: list[list[Piece]], notes: list[str], count: int, top: float) -> float:
    """Adds a heading and as many lines as fit on the slide, and how many more are in the PDF."""
    if not lines or top + 44 > BOTTOM:
        return top
    paragraphs, used, shown = [], 0.0, 0
    room = BOTTOM - top - 38
    for line, note in zip(lines, notes, strict=True):
        label = line[-1]
        taken = " ".join(piece.text for piece in line[:-1])
        text = cut(f"{taken} {label.text}", _RIGHT_WIDTH, 13 * 1.22 * 2 + 1, 13, bold=True)
        pieces = [*line[:-1], Piece(text[len(taken) + 1 :], label.size)]
        tall = height_of(text, _RIGHT_WIDTH, 13, bold=True) + 3
        under = cut(note, _RIGHT_WIDTH, SMALL * 1.22 + 1, SMALL) if note else ""
        tall += SMALL * 1.22 + 3 if under else 0
        if used + tall > room:
            break
        paragraphs.append(pieces)
        if under:
            paragraphs.append([Piece(under, SMALL, colour=SLATE)])
        used, shown = used + tall, shown + 1
    if not paragraphs:
        return top
    more = f"{count - shown} de plus dans le PDF" if count > shown else ""
    head = [Piece(heading, 13, True), *([Piece(more, SMALL, colour=SLATE)] if more else [])]
    write(slide, Box(_RIGHT, top, _RIGHT_WIDTH, 16), [head])
    rule(slide, _RIGHT, top + 19, _RIGHT_WIDTH, SLATE, 0.75)
    write(slide, Box(_RIGHT, top + 23, _RIGHT_WIDTH, used + 2), paragraphs, gap=2, name=heading)
    return top + 23 + used + 12
