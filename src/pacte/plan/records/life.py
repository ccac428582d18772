"""The life of a version, and that of an action inside it: what became of it, and what it comes from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode


class VersionState(StrEnum):
    """A draft is seen by few; from the vote on, nothing in a version can change."""

    DRAFT = "draft"
    VOTED = "voted"
    SIGNED = "signed"
    IN_FORCE = "in_force"


class ActionState(StrEnum):
    """What a version says of an action. All but ``RUNNING`` are the end of it, or its pause."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    ABANDONED = "abandoned"
    SPLIT = "split"
    MERGED = "merged"


class LineageKind(StrEnum):
    """Why an action comes from another."""

    SPLIT = "split"
    MERGE = "merge"
    CONTINUES = "continues"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a numbered action, since when and why. An action without standing runs.

    A standing that says ``RUNNING`` is a resumption: it keeps why the action runs again.
    """

    number: ActionCode
    state: ActionState
    since: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Action ``number`` of this plan comes from ``origin_number`` of ``origin_plan`` (a code; "" is this plan)."""

    number: ActionCode
    kind: LineageKind
    origin_number: ActionCode
    origin_plan: str = ""
