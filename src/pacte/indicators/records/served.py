"""What the services count of their own acts, action by action: no fact about somebody. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """``of`` is None for a plain count; else what ``count`` is a share of, never 0."""

    count: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """``code`` is its own, and that of the target which it measures when ``is_target``.

    ``what`` names the figure beside the targets of the plan; ``source`` says what is counted, in which register.
    """

    code: str
    what: str
    unit: str
    source: str
    is_target: bool = False
