"""The pack of a committee: all that its files print, as texts, frozen. Pure.

Each figure has a reference that the PDF, the slides and the workbook print beside it: « S-1 » (summary), « F-1.3 »
(money of axis 1 at stage 3), « P-1.2 » (what the pact adds on axis 1: euros, places, entries, effort kept), « A18-J2 »
(second milestone of action 18), « A18-E1 » (its first figure measured by the facts), « A18-M1 » (its first declared
figure), « A18-R1 » (its first risk), « A18-F1 » (its money), « A18-D » (the decision that it asks), « D-12 »
(decision 12).
A figure keeps its text as it is printed: a file never writes it another way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode
from pacte.steering.records.words import Weather


@dataclass(frozen=True, slots=True)
class PackFigure:
    """``text`` is what is printed; ``amount`` the bare number for a workbook, None when there is none."""

    ref: str
    label: str
    text: str
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackPoint:
    """One point of the agenda. ``hour`` is "" when it cannot be known."""

    rank: int
    title: str
    kind: str
    hour: str = ""
    minutes: int | None = None
    presenter: str = ""
    number: ActionCode | None = None


@dataclass(frozen=True, slots=True)
class PackMilestone:
    """``text`` is its present date as printed; ``state`` a word, ``tone`` good, watch, bad or nothing."""

    ref: str
    title: str
    text: str
    due_on: date
    state: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackRisk:
    ref: str
    title: str
    text: str
    tone: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True)
class PackAsk:
    """A decision to take: asked by the lead of an action, or put on the agenda."""

    ref: str
    text: str
    by: str
    number: ActionCode | None = None
    title: str = ""
    answer_id: int | None = None


@dataclass(frozen=True, slots=True)
class PackFate:
    """What became of a decision. ``text`` is the state as printed."""

    ref: str
    decision: str
    text: str
    tone: str
    owner: str
    decided: str
    due: str
    check: str
    actions: tuple[ActionCode, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackProofs:
    """What the facts measure of one action on the day of the pack, and what is missing and who owes it."""

    figures: tuple[PackFigure, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class PackAction:
    """One action. ``why`` says what makes it matter to this committee; "" when a line in the review is enough."""

    number: ActionCode
    title: str
    axis_code: str
    lead: str
    person: str
    answered: bool
    weather: Weather
    weather_word: str
    weather_said: str
    weather_before: str = ""
    progress: str = ""
    milestones: tuple[PackMilestone, ...] = ()
    values: tuple[PackFigure, ...] = ()
    risks: tuple[PackRisk, ...] = ()
    money: tuple[PackFigure, ...] = ()
    ask: PackAsk | None = None
    why: str = ""
    proofs: PackProofs = PackProofs()

    @property
    def late(self) -> tuple[PackMilestone, ...]:
        return tuple(each for each in self.milestones if each.tone == "bad")


@dataclass(frozen=True, slots=True)
class PackAxis:
    code: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class PackMoneyLine:
    """An axis or the whole; one figure a column, None where nothing was told."""

    label: str
    title: str
    axis_code: str
    figures: tuple[PackFigure | None, ...]


@dataclass(frozen=True, slots=True)
class PackMoney:
    """Figures by axis: money by stage, or what the pact adds. ``notes``: what they leave out, whence they come."""

    sentence: str
    columns: tuple[str, ...] = ()
    lines: tuple[PackMoneyLine, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """What one committee prints, in the order in which it prints it."""

    plan_code: str
    plan_title: str
    version: str
    as_of: date
    edition: int
    synthetic: bool
    committee_number: int
    title: str
    held_on: date
    hour: str
    place: str
    round_number: int
    round_label: str
    round_said: str
    sentence: str
    axes: tuple[PackAxis, ...]
    summary: tuple[PackFigure, ...]
    agenda: tuple[PackPoint, ...]
    actions: tuple[PackAction, ...]
    money: PackMoney
    asks: tuple[PackAsk, ...] = ()
    fates: tuple[PackFate, ...] = ()
    silent: tuple[str, ...] = ()
    added: PackMoney = PackMoney("")

    @property
    def matters(self) -> tuple[PackAction, ...]:
        """The actions that have a page of their own on the slides."""
        return tuple(each for each in self.actions if each.why)

    def axis_rank(self, code: str) -> int:
        """From 0, for colours and patterns."""
        codes = [axis.code for axis in self.axes]
        return codes.index(code) if code in codes else 0

    def figures(self) -> dict[str, str]:
        """Text by reference, of all that has one, in the order of the pack."""
        return dict(_figures(self))


def _figures(pack: Pack) -> Iterator[tuple[str, str]]:
    for figure in pack.summary:
        yield figure.ref, figure.text
    for line in (*pack.added.lines, *pack.money.lines):
        yield from ((figure.ref, figure.text) for figure in line.figures if figure)
    for action in pack.actions:
        yield from ((each.ref, each.text) for each in action.milestones)
        yield from ((each.ref, each.text) for each in (*action.proofs.figures, *action.values, *action.money))
        yield from ((each.ref, each.text) for each in action.risks)
    for ask in pack.asks:
        yield ask.ref, ask.text
    for fate in pack.fates:
        yield fate.ref, fate.text
