"""What is committed on what is voted, for one action: the outline is the vote, what exceeds it is solid."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.web.charts.svg import Markup, axis_class, axis_pattern, element, row_svg, svg_percent

_HEIGHT, _DEPTH = 18, 12
_WIDTH = 0.99


@dataclass(frozen=True, slots=True)
class VoteBar:
    """Cents. The longer of the two takes the whole width."""

    committed: int
    voted: int
    axis: int


def vote_bar_svg(bar: VoteBar) -> Markup:
    """Hidden from screen readers: the text beside has both amounts."""
    longest = max(bar.committed, bar.voted, 1)
    vote, committed = max(bar.voted, 0) / longest * _WIDTH, max(bar.committed, 0) / longest * _WIDTH
    top = (_HEIGHT - _DEPTH) / 2
    box = {"y": top, "height": _DEPTH}
    shapes = [element("rect", x="1", width=svg_percent(vote), class_="mn-envelope", **box)]
    inside = min(vote, committed)
    if inside:
        shapes.append(
            element("rect", x="1", width=svg_percent(inside), class_="mn-committed", fill=axis_pattern(bar.axis), **box)
        )
    if committed > vote:
        shapes.append(
            element("rect", x=svg_percent(vote), width=svg_percent(committed - vote), class_="vote-over", **box)
        )
    return row_svg(*shapes, class_=f"mn vote-bar {axis_class(bar.axis)}", height=_HEIGHT)
