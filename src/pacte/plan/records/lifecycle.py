"""Lifecycle of a version, and of the actions inside it: their state and their lineage. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode


class VersionState(StrEnum):
    """State of a version. Drafts have restricted visibility; nothing can change after the vote."""

    DRAFT = "draft"
    VOTED = "voted"
    SIGNED = "signed"
    IN_FORCE = "in_force"


class ActionState(StrEnum):
    """State of an action in a version. Every state except ``RUNNING`` ends or pauses the action."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    ABANDONED = "abandoned"
    SPLIT = "split"
    MERGED = "merged"


class LineageKind(StrEnum):
    """Reason why an action comes from another."""

    SPLIT = "split"
    MERGE = "merge"
    CONTINUES = "continues"


@dataclass(frozen=True, slots=True)
class ActionStatus:
    """State of a numbered action, with its start date and reason. An action without a status is running.

    A status whose state is ``RUNNING`` is a resumption, with the reason why the action resumes.
    """

    number: ActionCode
    state: ActionState
    since: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LineageLink:
    """Link from action ``number`` of this plan to the action that it comes from.

    The origin is ``origin_number`` of ``origin_plan`` (a plan code, or "" for this plan).
    """

    number: ActionCode
    kind: LineageKind
    origin_number: ActionCode
    origin_plan: str = ""
