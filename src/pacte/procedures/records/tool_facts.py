"""What another tool says of a case that exists here: answers, a total of lines, verdicts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class ToolTotal:
    """The total of a ``column`` of repeated ``lines``, as it stood ``on`` a day, which ``day`` says of a line."""

    lines: str
    column: str
    day: str
    total: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class ToolVerdict:
    """What somebody elsewhere decided, in words. ``code``: which decision it is; the last one heard of counts.

    ``stages``: those at which the case already says so. A verdict never moves a case: whoever instructs it does.
    """

    code: str
    text: str
    stages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ToolFacts:
    """``answers``: by field of the form of whoever instructs, or of the applicant, which are compared alone.

    ``source``: the tool, for the history. Not its number of a person: the audit log forgets nobody.
    """

    source: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    total: ToolTotal | None = None
    verdicts: tuple[ToolVerdict, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolDifference:
    """The answer to the field ``code`` that is not the same ``here`` and ``there``, as people read it; "" for none.

    ``is_replaceable``: the one there may take the place of ours, once a person says so.
    """

    code: str
    label: str
    here: str
    there: str
    is_replaceable: bool = True


@dataclass(frozen=True, slots=True)
class ToolChange:
    """``number``: that of our case. ``answers``: those added or replaced; ``verdicts``: those not known yet."""

    number: int
    answers: tuple[ToolDifference, ...] = ()
    verdicts: tuple[str, ...] = ()
