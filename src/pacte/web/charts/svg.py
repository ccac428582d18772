"""Writes SVG elements. Styling comes from the style sheet: attributes only, no ``style``, no script."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

AXIS_STYLE_COUNT = 6


class Markup(SafeString):
    """Text that is already SVG: neither ``element`` nor a template escapes it again."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: object) -> Markup:
    """``element("rect", x="1%", class_="bar")``. Children that are not ``Markup`` are escaped; None is omitted."""
    written = []
    for key, value in attributes.items():
        if value is None:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        if attribute == "style" or attribute.startswith("on"):
            raise ValueError(f"attribute {attribute!r} is refused by the content security policy")
        written.append(f' {attribute}="{escape(value if isinstance(value, str) else svg_number(value))}"')
    inside = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{name}{''.join(written)}>{inside}</{name}>" if inside else f"<{name}{''.join(written)}/>")


def group(*children: str, **attributes: object) -> Markup:
    return element("g", *children, **attributes)


def concatenate_markup(parts: list[Markup]) -> Markup:
    return Markup("".join(parts))


def svg_number(value: object) -> str:
    """Formats a number for SVG, without useless decimals."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
    return str(value)


def svg_percent(fraction: float) -> str:
    """« 12.5% »: a position on a drawing that stretches with its page."""
    return f"{svg_number(fraction * 100)}%"


def described_svg(
    identifier: str, title: str, description: str, *shapes: str, class_: str, role: str = "img", **size: object
) -> Markup:
    """A drawing whose ``title`` and ``description`` are read aloud; ``size``: ``width``, ``height``, ``viewBox``.

    Nothing inside a drawing is read, unless its ``role`` is "group".
    """
    words = (element("title", title, id=f"{identifier}-t"), element("desc", description, id=f"{identifier}-d"))
    roles = {"role": role, "aria_labelledby": f"{identifier}-t {identifier}-d"}
    return element("svg", *words, *shapes, class_=class_, focusable="false", **size, **roles)


def row_svg(*shapes: str, class_: str, width: object = "100%", height: int, **more: object) -> Markup:
    """A drawing in a cell, hidden from screen readers: the row gives its numbers as text."""
    hidden = {"aria_hidden": "true", "focusable": "false"}
    return element("svg", *shapes, class_=class_, width=width, height=height, **more, **hidden)


def axis_style(axis: int) -> int:
    """Returns which of the six styles (colour, tint and pattern) the axis of that rank has."""
    return (axis - 1) % AXIS_STYLE_COUNT + 1


def axis_class(axis: int) -> str:
    return f"axis-{axis_style(axis)}"


def axis_pattern(axis: int) -> str:
    return f"url(#hatch-axis-{axis_style(axis)})"
