"""An application that came in another tool, as one row of its export. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ApplicationTool(StrEnum):
    """The tool in which an application was made."""

    DEMARCHE = "demarche_numerique"
    """« Démarche numérique », formerly « Démarches simplifiées »."""


APPLICATION_TOOL_LABELS = {ApplicationTool.DEMARCHE: "Démarche numérique"}


@dataclass(frozen=True, slots=True)
class ReceivedApplication:
    """``number``: that of the tool, by which it is known again. ``sent_at``: when it was sent there, from ``email``.

    ``answers``: to the fields of ``field_codes``, those that the file has a column for; an empty answer is absent.
    ``links``: by field, what the file says of documents, which stay in the tool. ``state``: how far it went there.
    """

    number: str
    sent_at: datetime
    email: str
    applicant_name: str = ""
    title: str = ""
    state: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    field_codes: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)


class ReceivedOutcome(StrEnum):
    """What an application that came in a file did."""

    OPENED = "opened"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class ReceivedChange:
    """``number``: that of our case. ``labels``: the answers that changed. ``missing``: questions without answer."""

    outcome: ReceivedOutcome
    number: int
    labels: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
