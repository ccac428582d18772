"""Promises of firms to hire the people trained, and what proves that they were kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class HirePromises:
    """Where the form says what firms promised, and from when it binds them.

    ``lines``: the field of the promises, a line each, with the columns ``firm`` (a SIRET), ``name``, ``email``,
    ``posts`` and ``by`` (the last day of the promise). ``sessions``: the field of the sessions that the case set up.
    ``signed``: the transition after which a promise binds; ``void``: those that release the firms. ``months``: how long
    after the end of the sessions each firm is asked how many it hired.
    """

    lines: str
    firm: str
    name: str
    email: str
    posts: str
    by: str
    sessions: str
    signed: str
    void: frozenset[str] = frozenset()
    months: tuple[int, ...] = (3, 6)


@dataclass(frozen=True, slots=True)
class FirmPromise:
    """What one firm promised. ``posts``: in all; ``due``: those whose date has come."""

    firm: str
    name: str
    email: str
    posts: int
    due: int
    by: date | None


@dataclass(frozen=True, slots=True)
class HireCount:
    """Promises of one case: ``kept_posts`` out of those ``due``.

    ``said_hires``: people trained who say that they are hired.
    ``confirmed``: hires that firms confirm, within what each had promised for a date that has come.
    """

    due: int
    said_hires: int
    confirmed: int

    @property
    def kept_posts(self) -> int:
        """A hire counts when both sides say it: never more than the people who do."""
        return min(self.said_hires, self.confirmed)
