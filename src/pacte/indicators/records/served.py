"""What the services count of their own acts, action by action: no fact about somebody. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Detail:
    """Another figure of the acts counted. ``among``: what it is told of, in words."""

    label: str
    value: float
    definition: str
    places: int = 0
    unit: str = ""
    among: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """``of`` is None for a plain count; else what ``count`` is a share of. ``precision``: what the source adds of it.

    ``details`` are of messages with partners, and have a section of the page of the action.
    """

    count: int
    of: int | None = None
    precision: str = ""
    details: tuple[Detail, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing was done yet, or nothing that it would be a share of."""
        return not (self.count if self.of is None else self.of)


@dataclass(frozen=True, slots=True)
class Service:
    """``target``: the indicator whose actions it is told for; "" when it tells the actions itself.

    ``what`` names the figure beside the targets of the plan; ``source`` says what is counted, in which register.
    ``one``: the unit of a single one, where the word changes.
    """

    code: str
    what: str
    unit: str
    source: str
    target: str = ""
    one: str = ""

    def unit_of(self, counted: Counted) -> str:
        return self.one if self.one and counted.of is None and counted.count == 1 else self.unit

    @property
    def is_target(self) -> bool:
        """It measures the target whose code it bears; otherwise it is told beside."""
        return self.target == self.code
