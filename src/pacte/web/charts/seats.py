"""Seats of a session: one square per place (taken, free, not opened, lost). States have signs, not only colours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from pacte.kernel.french import pluralise
from pacte.web.charts.svg import Markup, described_svg, element, group

SIDE, STEP, SEATS_PER_ROW = 40, 50, 15
_NAMED_STEP = 68
MAX_SQUARES = 60
_BAR_WIDTH = SEATS_PER_ROW * STEP - (STEP - SIDE)


@dataclass(frozen=True, slots=True)
class Seats:
    """Places of a session. ``closed`` places were bought but not opened by the provider.

    ``likely`` places are free and somebody who was met waits for the answer. ``initials`` are written under the first
    squares. With ``is_over`` the session is past, and ``held`` counts the places on which somebody entered.
    """

    held: int = 0
    likely: int = 0
    free: int = 0
    closed: int = 0
    lost: int = 0
    initials: tuple[str, ...] = ()
    is_over: bool = False

    @property
    def total(self) -> int:
        return self.held + self.likely + self.free + self.closed + self.lost

    @property
    def parts(self) -> tuple[tuple[str, int, str], ...]:
        """(state, count, text) for each state that has places."""
        every = (
            ("held", self.held, pluralise(self.held, "prise" if self.is_over else "tenue")),
            ("likely", self.likely, pluralise(self.likely, "en attente de réponse", "en attente de réponse")),
            ("free", self.free, self._free),
            ("closed", self.closed, pluralise(self.closed, "pas ouverte", "pas ouvertes")),
            ("lost", self.lost, pluralise(self.lost, "perdue")),
        )
        return tuple(each for each in every if each[1])

    @property
    def _free(self) -> str:
        return pluralise(self.free, "restée libre", "restées libres") if self.is_over else pluralise(self.free, "libre")

    @property
    def words(self) -> str:
        return ", ".join(text for _, _, text in self.parts) or "aucune place"


def seats_svg(seats: Seats, identifier: str) -> Markup:
    """Returns the SVG of all places. Above ``MAX_SQUARES`` one bar replaces the squares, with the same fills."""
    shapes, width, height = _bar(seats) if seats.total > MAX_SQUARES else _squares(seats)
    return described_svg(
        identifier, pluralise(seats.total, "place"), seats.words.capitalize() + ".", *shapes, class_="seats",
        width=width, height=height, viewBox=f"0 0 {width} {height}",
    )  # fmt: skip


def _squares(seats: Seats) -> tuple[list[Markup], int, int]:
    """The squares, the width and the height of the drawing."""
    states = [state for state, count, _ in seats.parts for _ in range(count)]
    rows = max(1, -(-len(states) // SEATS_PER_ROW))
    step = _NAMED_STEP if seats.initials else STEP
    width = min(len(states), SEATS_PER_ROW) * STEP - (STEP - SIDE) + 2 if states else SIDE
    height = rows * step - (STEP - SIDE) + 2
    squares = [
        _square(state, 1 + rank % SEATS_PER_ROW * STEP, 1 + rank // SEATS_PER_ROW * step)
        for rank, state in enumerate(states)
    ]
    for rank, initial in enumerate(seats.initials[: len(states)]):
        x, y = 1 + rank % SEATS_PER_ROW * STEP + SIDE / 2, rank // SEATS_PER_ROW * step + SIDE + 18
        squares.append(element("text", initial, x=x, y=y, class_="seat-initial"))
    return squares, width, height


def seat_swatch_svg(state: str) -> Markup:
    """Returns one square, for the legend."""
    box = {"width": 20, "height": 20, "viewBox": f"0 0 {SIDE + 2} {SIDE + 2}"}
    return element("svg", _square(state, 1, 1), class_="seats", aria_hidden="true", focusable="false", **box)


def _square(state: str, x: float, y: float) -> Markup:
    box = element("rect", x=x, y=y, width=SIDE, height=SIDE, rx=3, class_=f"seat seat-{state}")
    return group(box, *_state_symbol(state, x, y))


def _state_symbol(state: str, x: float, y: float) -> tuple[Markup, ...]:
    if state == "held":
        return (element("path", d=f"M{x + 11} {y + 21}l7 7l12-15", class_="seat-tick"),)
    if state == "likely":
        half = element("rect", x=x, y=y + SIDE / 2, width=SIDE, height=SIDE / 2, fill="url(#hatch-likely)")
        return (half, element("path", d=f"M{x} {y + SIDE / 2}h{SIDE}", class_="seat-half"))
    if state == "lost":
        ground = element("rect", x=x, y=y, width=SIDE, height=SIDE, rx=3, fill="url(#hatch-lost)")
        return ground, element("path", d=f"M{x + 11} {y + 11}l18 18m0-18l-18 18", class_="seat-cross")
    if state == "closed":
        return (element("path", d=f"M{x + 12} {y + 20}h16", class_="seat-dash"),)
    return ()


def _bar(seats: Seats) -> tuple[list[Markup], int, int]:
    counts = [count for _, count, _ in seats.parts]
    starts = [0, *accumulate(counts)]
    bars: list[Markup] = []
    for (state, count, _), start in zip(seats.parts, starts, strict=False):
        box = {
            "x": 1 + start / seats.total * _BAR_WIDTH, "y": 1, "height": SIDE,
            "width": count / seats.total * _BAR_WIDTH,
        }  # fmt: skip
        bars.append(element("rect", class_=f"seat seat-{state}", **box))
        if state == "lost":
            bars.append(element("rect", fill="url(#hatch-lost)", **box))
    return bars, _BAR_WIDTH + 2, SIDE + 2
