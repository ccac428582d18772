"""The scores that several readers gave to one criterion, on the scale of scores: a mark for each, hatched between."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.web.charts.svg import Markup, element, group, row_svg

_WIDTH, _HEIGHT, _MARGIN = 150, 22, 10
_MIDDLE = _HEIGHT // 2


def score_marks(scores: Sequence[int], highest: int) -> Markup:
    """Returns the SVG of a row of a table, which gives the same scores as numbers.

    The first reader is a dot, the second a square, a third a diamond: the shape says who, not the colour alone.
    """
    step = (_WIDTH - 2 * _MARGIN) / highest
    places = [_MARGIN + step * each for each in scores]
    shapes = [element("line", x1=_MARGIN, x2=_WIDTH - _MARGIN, y1=_MIDDLE, y2=_MIDDLE, class_="score-axis")]
    shapes += [
        element("line", x1=x, x2=x, y1=_MIDDLE - 4, y2=_MIDDLE + 4, class_="score-axis")
        for x in (_MARGIN + step * rank for rank in range(highest + 1))
    ]
    if max(places) > min(places):
        shapes.append(
            element(
                "rect", x=min(places), y=_MIDDLE - 4, width=max(places) - min(places), height=8, class_="score-gap",
                fill="url(#hatch-likely)",
            )
        )  # fmt: skip
    # The last first: where two readers agree, the dot lies in the square.
    shapes += [score_mark(rank, places[rank]) for rank in reversed(range(len(places)))]
    return row_svg(*shapes, class_="score-marks", width=_WIDTH, height=_HEIGHT, viewBox=f"0 0 {_WIDTH} {_HEIGHT}")


def score_mark(rank: int, x: float, y: float = _MIDDLE) -> Markup:
    """Returns the mark of one reader, by the order in which they were asked."""
    if rank == 0:
        return element("circle", cx=x, cy=y, r=4.5, class_="score-mark score-mark-1")
    turn = None if rank == 1 else f"rotate(45 {x:.1f} {y})"
    square = element("rect", x=x - 5.5, y=y - 5.5, width=11, height=11, class_="score-mark score-mark-2")
    return group(square, transform=turn)


def legend_mark(rank: int) -> Markup:
    """Returns the mark alone, before the name of its reader."""
    return row_svg(score_mark(rank, 8, 8), class_="score-legend", width=16, height=16)
