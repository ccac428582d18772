"""One slide per action that matters: weather and comment of its lead on the left, dates and figures on the right."""

from __future__ import annotations

from typing import Any

from pacte.exchange.documents.slide_shapes import (
    AXES,
    BOTTOM,
    LOIRE,
    MARGIN,
    SLATE,
    SMALL,
    TOP,
    WIDTH,
    Box,
    TextRun,
    add_fitted_text,
    add_rule,
    add_text_box,
    add_title,
    tone_colour,
)
from pacte.exchange.documents.slide_tables import weather_run
from pacte.exchange.documents.slide_text_fit import text_height, truncate_to_box
from pacte.steering.records.pack import Pack, PackAction, PackMilestone

_LEFT_WIDTH = 430.0
_RIGHT = MARGIN + _LEFT_WIDTH + 32
_RIGHT_WIDTH = WIDTH - MARGIN - _RIGHT
_MAX_ITEMS = {"milestones": 5, "proofs": 2, "values": 3, "risks": 2}


def fill_action_slide(slide: Any, pack: Pack, action: PackAction) -> None:
    """Fills the slide. Content that does not fit is in the PDF, and the slide says so."""
    axis = next((each for each in pack.axes if each.code == action.axis_code), None)
    colour = AXES[pack.axis_rank(action.axis_code) % len(AXES)]
    kicker = " · ".join(part for part in (axis.label if axis else "", action.lead, action.person) if part)
    add_title(slide, f"{action.number} {action.title}", kicker=kicker, colour=colour)
    _fill_left_column(slide, action)
    _fill_right_column(slide, action)


def _fill_left_column(slide: Any, action: PackAction) -> None:
    top = TOP + 8
    add_text_box(slide, Box(MARGIN, top, _LEFT_WIDTH, 26), [[weather_run(action, 20)]])
    top += 28
    if action.weather_word:
        top = _add_text(slide, action.weather_word, top, 16, 44)
    signed = " · ".join(part for part in (action.weather_said, action.why) if part)
    top = _add_text(slide, signed, top, SMALL, 30, colour=SLATE) + 8
    foot = BOTTOM
    if action.ask:
        ask_height = min(text_height(action.ask.text, _LEFT_WIDTH, 15, bold=True) + 20, 120)
        foot -= ask_height
        add_rule(slide, MARGIN, foot - 6, _LEFT_WIDTH, LOIRE, 2)
        add_text_box(
            slide, Box(MARGIN, foot, _LEFT_WIDTH, 15),
            [[TextRun("Décision demandée", SMALL, colour=SLATE), TextRun(action.ask.ref, SMALL, colour=SLATE)]],
        )  # fmt: skip
        add_fitted_text(slide, Box(MARGIN, foot + 16, _LEFT_WIDTH, ask_height - 18), action.ask.text, 15, bold=True)
        foot -= 16
    progress = action.progress or ("" if action.answered else "Le porteur n’a pas répondu avant la clôture du tour.")
    if progress and foot - top > 16:
        add_fitted_text(slide, Box(MARGIN, top, _LEFT_WIDTH, foot - top), progress, 14)


def _add_text(slide: Any, text: str, top: float, size: float, most: float, *, colour: str = "1C242B") -> float:
    if not text:
        return top
    text_box_height = min(text_height(text, _LEFT_WIDTH, size), most)
    add_fitted_text(slide, Box(MARGIN, top, _LEFT_WIDTH, text_box_height), text, size, colour=colour, smallest=size)
    return top + text_box_height + 2


def _fill_right_column(slide: Any, action: PackAction) -> None:
    top = TOP + 8
    shown = _milestones_to_show(action)
    lines = [
        [
            TextRun(each.text, 13, True, tone_colour(each.tone)),
            TextRun(each.ref, SMALL, colour=SLATE),
            TextRun(each.title, 13),
        ]
        for each in shown
    ]
    notes = [each.state + (f", {each.note}" if each.note else "") for each in shown]
    top = _add_block(slide, "Jalons", lines, notes, len(action.milestones), top)
    proofs = action.proofs.figures
    # Measured figures come first and replace the last declared one.
    declared = action.values[: _MAX_ITEMS["values"] - min(len(proofs), 1)]
    values = [*proofs[: _MAX_ITEMS["proofs"]], *declared, *action.money]
    lines = [
        [TextRun(each.text, 13, True), TextRun(each.ref, SMALL, colour=SLATE), TextRun(each.label, 13)]
        for each in values
    ]
    notes = [each.note for each in values]
    count = len(proofs) + len(action.values) + len(action.money)
    top = _add_block(slide, "Chiffres et argent", lines, notes, count, top)
    lines = [
        [
            TextRun(each.text, 13, True, tone_colour(each.tone)),
            TextRun(each.ref, SMALL, colour=SLATE),
            TextRun(each.title, 13),
        ]
        for each in action.risks[: _MAX_ITEMS["risks"]]
    ]
    _add_block(slide, "Risques", lines, ["" for _ in lines], len(action.risks), top)


def _milestones_to_show(action: PackAction) -> list[PackMilestone]:
    """Milestones to show: missed first, then upcoming, then the latest reached."""
    late = [each for each in action.milestones if each.tone == "bad"]
    coming = [each for each in action.milestones if each.tone not in ("bad", "good")]
    reached = [each for each in reversed(action.milestones) if each.tone == "good"]
    return [*late, *coming, *reached][: _MAX_ITEMS["milestones"]]


def _add_block(slide: Any, heading: str, lines: list[list[TextRun]], notes: list[str], count: int, top: float) -> float:
    """Adds a heading and as many lines as fit on the slide, and how many more are in the PDF."""
    if not lines or top + 44 > BOTTOM:
        return top
    paragraphs, used, shown = [], 0.0, 0
    room = BOTTOM - top - 38
    for line, note in zip(lines, notes, strict=True):
        label = line[-1]
        prefix = " ".join(piece.text for piece in line[:-1])
        text = truncate_to_box(f"{prefix} {label.text}", _RIGHT_WIDTH, 13 * 1.22 * 2 + 1, 13, bold=True)
        pieces = [*line[:-1], TextRun(text[len(prefix) + 1 :], label.size)]
        block_height = text_height(text, _RIGHT_WIDTH, 13, bold=True) + 3
        note_text = truncate_to_box(note, _RIGHT_WIDTH, SMALL * 1.22 + 1, SMALL) if note else ""
        block_height += SMALL * 1.22 + 3 if note_text else 0
        if used + block_height > room:
            break
        paragraphs.append(pieces)
        if note_text:
            paragraphs.append([TextRun(note_text, SMALL, colour=SLATE)])
        used, shown = used + block_height, shown + 1
    if not paragraphs:
        return top
    more = f"{count - shown} de plus dans le PDF" if count > shown else ""
    head = [TextRun(heading, 13, True), *([TextRun(more, SMALL, colour=SLATE)] if more else [])]
    add_text_box(slide, Box(_RIGHT, top, _RIGHT_WIDTH, 16), [head])
    add_rule(slide, _RIGHT, top + 19, _RIGHT_WIDTH, SLATE, 0.75)
    add_text_box(slide, Box(_RIGHT, top + 23, _RIGHT_WIDTH, used + 2), paragraphs, gap=2, name=heading)
    return top + 23 + used + 12
