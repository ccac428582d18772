"""Money since the start of the plan, cumulated, against its envelope; beyond today, where the known pace leads.

The dashed line is the envelope spent at a regular pace, the stepped one what is voted. The fan opens from what is
committed today; its dotted line is the middle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pacte.kernel.french import format_day, format_number, format_percent
from pacte.kernel.money import format_millions, format_millions_number
from pacte.web.charts.curve import round_step
from pacte.web.charts.svg import Markup, described_svg, element, group, svg_number

WIDTH, HEIGHT = 1060, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 210.0, 34.0, 34.0
_TICKS, _MILLION = 5, 100_000_000
# Labels that would be nearer than this are moved apart.
_LINE = 17.0
_TODAY_LABEL = 210.0


@dataclass(frozen=True, slots=True)
class MoneyCurvePoint:
    """Cumulative cents at the end of ``on``. ``voted`` None: nothing is voted yet."""

    on: date
    committed: int
    ordered: int
    voted: int | None = None


@dataclass(frozen=True, slots=True)
class MoneyCurveForecast:
    """Cumulative cents expected at the end of ``on``, and the interval."""

    on: date
    middle: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class MoneyCurve:
    """``points`` are in order, the last one on the day of the page; ``forecast`` goes on from it. Cents."""

    title: str
    first_year: int
    last_year: int
    points: tuple[MoneyCurvePoint, ...]
    envelope: int | None = None
    forecast: tuple[MoneyCurveForecast, ...] = ()

    @property
    def now(self) -> MoneyCurvePoint:
        return self.points[-1]

    @property
    def starts_on(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def ends_on(self) -> date:
        """Day after the last one of the plan, or of the last value when that is later."""
        days = [*(each.on for each in self.points), *(each.on for each in self.forecast)]
        return max(date(self.last_year, 12, 31), *days) + timedelta(1)

    @property
    def plan_days(self) -> int:
        return (date(self.last_year + 1, 1, 1) - self.starts_on).days

    def elapsed(self, on: date) -> Decimal:
        """Share of the time of the plan that has passed at the start of that day, between 0 and 1."""
        return min(max(Decimal((on - self.starts_on).days) / self.plan_days, Decimal(0)), Decimal(1))

    def regular(self, on: date) -> int | None:
        """Cents committed that day at a regular pace; None without an envelope."""
        return None if self.envelope is None else round(self.envelope * self.elapsed(on))


@dataclass(frozen=True, slots=True)
class MoneyCurveRow:
    """One row of the table of months: amounts in M€ as written, "" where there is none."""

    label: str
    voted: str
    committed: str
    ordered: str
    regular: str


@dataclass(frozen=True, slots=True)
class _Plane:
    """From a day and cents to places on the drawing."""

    starts_on: date
    days: int
    step: int
    top_cents: int

    def across(self, on: date) -> float:
        return _LEFT + (on - self.starts_on).days / self.days * (WIDTH - _LEFT - _RIGHT)

    def up(self, cents: float) -> float:
        return HEIGHT - _BOTTOM - cents / self.top_cents * (HEIGHT - _TOP - _BOTTOM)


def money_curve_svg(chart: MoneyCurve, identifier: str) -> Markup:
    """Returns the SVG. The table of months follows it in the page."""
    plane = _plane(chart)
    parts = [
        *_grid(chart, plane), *_regular_pace(chart, plane), *_fan(chart, plane), *_lines(chart, plane),
        *_today(chart, plane), *_labels(chart, plane),
    ]  # fmt: skip
    return described_svg(
        identifier, chart.title, _description(chart), *parts, class_="cv mc", viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def money_curve_rows(chart: MoneyCurve) -> list[MoneyCurveRow]:
    """Each month, the last one first, then what the pace leads to."""
    known = [
        MoneyCurveRow(
            format_day(each.on), _millions(each.voted), _millions(each.committed), _millions(each.ordered),
            _millions(chart.regular(each.on)),
        )
        for each in chart.points
    ]  # fmt: skip
    ahead = [
        MoneyCurveRow(
            f"{format_day(each.on)}, au rythme connu", "",
            f"{_millions(each.middle)} (de {_millions(each.low)} à {_millions(each.high)})", "",
            _millions(chart.regular(each.on)),
        )
        for each in chart.forecast
    ]  # fmt: skip
    return [*reversed(known), *ahead]


def _millions(cents: int | None) -> str:
    return "" if cents is None else format_millions_number(cents)


def _description(chart: MoneyCurve) -> str:
    now = chart.now
    text = (
        f"Au {format_day(now.on)}, {format_millions(now.committed)} engagés et {format_millions(now.ordered)} mandatés"
    )
    if (regular := chart.regular(now.on)) is not None:
        text += f", pour {format_millions(regular)} au rythme régulier"
    if chart.forecast:
        end = chart.forecast[-1]
        text += (
            f" ; au rythme connu, {format_millions(end.middle)} le {format_day(end.on)}, entre "
            f"{format_millions(end.low)} et {format_millions(end.high)}"
        )
    return f"{text}."


def _plane(chart: MoneyCurve) -> _Plane:
    amounts = [chart.envelope or 0, *(each.high for each in chart.forecast)]
    amounts += [max(each.voted or 0, each.committed, each.ordered) for each in chart.points]
    step = round_step(Decimal(max(*amounts, 1)) / (_TICKS * _MILLION)) * _MILLION
    count = -(-max(amounts) // int(step)) or 1
    return _Plane(chart.starts_on, (chart.ends_on - chart.starts_on).days, int(step), int(step) * count)


def _grid(chart: MoneyCurve, plane: _Plane) -> list[Markup]:
    decimals = 0 if plane.step % _MILLION == 0 else 2
    parts = []
    for cents in range(0, plane.top_cents + 1, plane.step):
        y = plane.up(cents)
        parts.append(element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, class_="cv-grid"))
        words = format_number(Decimal(cents) / _MILLION, decimals)
        parts.append(element("text", words, x=_LEFT - 8, y=y + 4, text_anchor="end", class_="cv-tick"))
    parts.append(element("text", "M€", x=_LEFT - 8, y=_TOP - 16, text_anchor="end", class_="cv-tick"))
    ground = HEIGHT - _BOTTOM
    for year in range(chart.first_year, chart.ends_on.year + 1):
        begins, ends = max(date(year, 1, 1), plane.starts_on), min(date(year + 1, 1, 1), chart.ends_on)
        if ends <= begins:
            continue
        x = plane.across(begins)
        parts.append(element("line", x1=x, x2=x, y1=ground, y2=ground + 6, class_="cv-axis"))
        middle = (x + plane.across(ends)) / 2
        parts.append(element("text", str(year), x=middle, y=ground + 22, text_anchor="middle", class_="mc-year"))
    return [group(*parts, aria_hidden="true")]


def _regular_pace(chart: MoneyCurve, plane: _Plane) -> list[Markup]:
    if chart.envelope is None:
        return []
    end = date(chart.last_year + 1, 1, 1)
    path = _path([(plane.across(chart.starts_on), plane.up(0)), (plane.across(end), plane.up(chart.envelope))])
    return [element("path", d=path, class_="mc-regular")]


def _fan(chart: MoneyCurve, plane: _Plane) -> list[Markup]:
    if not chart.forecast:
        return []
    start = (plane.across(chart.now.on), plane.up(chart.now.committed))
    above = [(plane.across(each.on), plane.up(each.high)) for each in chart.forecast]
    below = [(plane.across(each.on), plane.up(each.low)) for each in reversed(chart.forecast)]
    middle = [(plane.across(each.on), plane.up(each.middle)) for each in chart.forecast]
    outline = f"{_path([start, *above, *below])}Z"
    return [
        element("path", d=outline, class_="cv-band"),
        element("path", d=outline, fill="url(#hatch-likely)"),
        element("path", d=_path([start, *middle]), class_="mc-middle"),
    ]


def _lines(chart: MoneyCurve, plane: _Plane) -> list[Markup]:
    origin = (plane.across(chart.starts_on), plane.up(0))
    committed = [(plane.across(each.on), plane.up(each.committed)) for each in chart.points]
    ordered = [(plane.across(each.on), plane.up(each.ordered)) for each in chart.points]
    return [
        element("path", d=_voted_path(chart, plane), class_="mc-voted"),
        element("path", d=_path([origin, *ordered]), class_="mc-ordered"),
        element("path", d=_path([origin, *committed]), class_="cv-rolling"),
    ]


def _voted_path(chart: MoneyCurve, plane: _Plane) -> str:
    """Steps: what is voted by the end of a month holds from the start of that month."""
    places: list[tuple[float, float]] = []
    for each in chart.points:
        if each.voted is None:
            continue
        x = plane.across(max(each.on.replace(day=1), chart.starts_on))
        if places:
            places.append((x, places[-1][1]))
        places += [(x, plane.up(each.voted)), (plane.across(each.on), plane.up(each.voted))]
    return _path(places) if places else ""


def _path(places: Iterable[tuple[float, float]]) -> str:
    """A line through the places; "" without any."""
    steps = [f"{svg_number(x)} {svg_number(y)}" for x, y in places]
    return f"M{'L'.join(steps)}" if steps else ""


def _today(chart: MoneyCurve, plane: _Plane) -> list[Markup]:
    now, x = chart.now, plane.across(chart.now.on)
    words = f"{format_day(now.on)} : {format_percent(chart.elapsed(now.on))} de la durée"
    anchor, at = ("start", _LEFT) if x < _TODAY_LABEL else ("middle", x)
    shapes = [
        element("line", x1=x, x2=x, y1=_TOP - 8, y2=HEIGHT - _BOTTOM, class_="mn-time"),
        element("text", words, x=at, y=_TOP - 16, text_anchor=anchor, class_="mc-label"),
        element("circle", cx=x, cy=plane.up(now.ordered), r=4.0, class_="mc-ordered-end"),
        element("circle", cx=x, cy=plane.up(now.committed), r=5.0, class_="cv-end"),
    ]
    return [group(*shapes, aria_hidden="true")]


def _labels(chart: MoneyCurve, plane: _Plane) -> list[Markup]:
    """Beside the line of today what has happened, at the end of the plan what it leads to."""
    now, of = chart.now, chart.envelope
    # Under the fan, which rises from there.
    under = plane.up(now.committed) + (_LINE if chart.forecast else 0)
    near = [(under, "mc-committed-label", f"engagé {_with_share(now.committed, of)}")]
    near.append((plane.up(now.ordered), "mc-label", f"mandaté {_with_share(now.ordered, of)}"))
    if now.voted is not None:
        near.append((plane.up(now.voted), "mc-label", f"voté {_with_share(now.voted, of)}"))
    far = []
    if chart.envelope is not None:
        far.append((plane.up(chart.envelope), "mc-strong", f"{_millions(chart.envelope)} enveloppe"))
    if chart.forecast:
        end = chart.forecast[-1]
        far.append((plane.up(end.middle), "mc-committed-label", f"{_millions(end.middle)} au rythme connu"))
        far.append((plane.up(end.middle) + _LINE, "mc-label", f"de {_millions(end.low)} à {_millions(end.high)}"))
    at_end = WIDTH - _RIGHT + 8
    # Near the end of the plan, the labels of today are those of the end too.
    x = plane.across(now.on) + 12
    if x > WIDTH - _RIGHT - _TODAY_LABEL:
        return [group(*_column([*near, *far], at_end), aria_hidden="true")]
    return [group(*_column(near, x), *_column(far, at_end), aria_hidden="true")]


def _with_share(cents: int, envelope: int | None) -> str:
    share = f" ({format_percent(Decimal(cents) / envelope)})" if envelope else ""
    return f"{_millions(cents)}{share}"


def _column(labels: Sequence[tuple[float, str, str]], x: float) -> list[Markup]:
    """Labels one under another from the highest, each near its place and a line away from the one above."""
    written, last = [], _TOP - _LINE
    for y, css_class, words in sorted(labels):
        last = max(y + 5, last + _LINE)
        written.append(element("text", words, x=x, y=last, class_=css_class))
    return written
