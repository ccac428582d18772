"""Dot chart: one dot per person, full for those who match. Small numbers are shown as counts, not as percentages."""

from __future__ import annotations

from pacte.web.charts.svg import Markup, element

RADIUS, STEP, DOTS_PER_ROW = 5, 14, 20
MAX_DOTS = 100


def dots_svg(count: int, total: int) -> Markup:
    """Returns nothing above ``MAX_DOTS`` people, where the sentence is enough. Decorative: the text has the figure."""
    if not 0 < total <= MAX_DOTS:
        return Markup("")
    rows = -(-total // DOTS_PER_ROW)
    width, height = min(total, DOTS_PER_ROW) * STEP, rows * STEP
    dots = [
        element(
            "circle", cx=STEP // 2 + rank % DOTS_PER_ROW * STEP, cy=STEP // 2 + rank // DOTS_PER_ROW * STEP, r=RADIUS,
            class_="dot-full" if rank < count else "dot-empty",
        )
        for rank in range(total)
    ]  # fmt: skip
    box = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    return element("svg", *dots, class_="dots", aria_hidden="true", focusable="false", **box)
