"""The pack of a committee: everything that its files print, as text, frozen. Pure.

Each figure has a reference, printed next to it in the PDF, the slides and the workbook: « S-1 » (summary), « F-1.3 »
(money of axis 1 at stage 3), « P-1.2 » (additionality of axis 1: euros, places, entries, own effort), « A18-J2 »
(second milestone of action 18), « A18-E1 » (its first figure measured by the facts), « A18-M1 » (its first declared
figure), « A18-R1 » (its first risk), « A18-F1 » (its money), « A18-D » (the decision it requests), « D-12 »
(decision 12).
A figure stores its printed text, so that all files print it identically.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode
from pacte.steering.records.enums import Weather


@dataclass(frozen=True, slots=True)
class PackFigure:
    """A printed figure. ``text`` is what is printed; ``amount`` is the number for a workbook, None without one."""

    ref: str
    label: str
    text: str
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackPoint:
    """One agenda item. ``hour`` is empty when it cannot be computed."""

    rank: int
    title: str
    kind: str
    hour: str = ""
    minutes: int | None = None
    presenter: str = ""
    number: ActionCode | None = None


@dataclass(frozen=True, slots=True)
class PackMilestone:
    """A milestone. ``text`` is its current date as printed; ``tone`` is good, watch, bad or empty."""

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
class PackDecisionRequest:
    """A decision to take: requested by the lead of an action, or put on the agenda."""

    ref: str
    text: str
    by: str
    number: ActionCode | None = None
    title: str = ""
    answer_id: int | None = None


@dataclass(frozen=True, slots=True)
class PackDecisionFollowUp:
    """The follow-up of a decision. ``text`` is its state as printed."""

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
class PackEvidence:
    """Indicators measured for one action on the date of the pack; ``missing`` says what is missing and who owes it."""

    figures: tuple[PackFigure, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class PackAction:
    """One action. ``why`` says why it deserves a page of its own; empty when a row in the overview is enough."""

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
    ask: PackDecisionRequest | None = None
    why: str = ""
    proofs: PackEvidence = PackEvidence()

    @property
    def late(self) -> tuple[PackMilestone, ...]:
        return tuple(each for each in self.milestones if each.tone == "bad")


@dataclass(frozen=True, slots=True)
class PackAxis:
    code: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class PackMoneyRow:
    """An axis or the total, with one figure per column; None where no amount is known."""

    label: str
    title: str
    axis_code: str
    figures: tuple[PackFigure | None, ...]


@dataclass(frozen=True, slots=True)
class PackMoney:
    """Figures by axis: money by stage, or additionality. ``notes`` give the exclusions and sources."""

    sentence: str
    columns: tuple[str, ...] = ()
    lines: tuple[PackMoneyRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything one committee prints, in print order."""

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
    asks: tuple[PackDecisionRequest, ...] = ()
    fates: tuple[PackDecisionFollowUp, ...] = ()
    silent: tuple[str, ...] = ()
    added: PackMoney = PackMoney("")

    @property
    def matters(self) -> tuple[PackAction, ...]:
        """Returns the actions that have a page of their own on the slides."""
        return tuple(each for each in self.actions if each.why)

    def axis_rank(self, code: str) -> int:
        """Returns the position of an axis, from 0, used for colours and patterns."""
        codes = [axis.code for axis in self.axes]
        return codes.index(code) if code in codes else 0

    def figures(self) -> dict[str, str]:
        """Returns the printed text by reference, in the order of the pack."""
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
