"""Permissions on plans: one table with every role, refusals included. Pure.

Permissions and states are separate: this module says who may vote a version, ``rules.versions`` says when it can be
voted. The state matters here only for visibility: drafts are restricted, voted versions are public.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import ActiveMembership, Actor
from pacte.kernel.permission_table import PermissionTable
from pacte.plan.records import VersionState


class PlanAccessLevel(StrEnum):
    """Extent of a role's permission for one act."""

    NONE = "-"
    LED = "l"
    HOST = "h"
    ANYONE = "*"


@dataclass(frozen=True, slots=True)
class PlanScope:
    """Data that a permission depends on: steering Region, state of the version, leads of the row.

    Lead identifiers are those of the current row, and are empty for a plan as a whole. The default state is the most
    restrictive one.
    """

    host_id: int
    state: VersionState = VersionState.DRAFT
    lead_organisation_ids: frozenset[int] = frozenset()
    lead_service_ids: frozenset[int] = frozenset()


# « * »: anyone, logged in or not. « h »: whoever has the role for that host. « l »: the lead of that row. « - »:
# refused.
_TABLE = {
    #                    admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "plan.read_public":  "*     *     *    *       *        *       *       *     *       *     *       *",
    "plan.read":         "h     h     h    h       h        h       h       h     h       h     h       h",
    "plan.read_draft":   "h     h     h    -       -        -       -       -     -       -     -       -",
    "plan.edit_row":     "-     h     l    -       -        -       -       -     -       -     -       -",
    "plan.reshape":      "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.import":       "h     h     -    -       -        -       -       -     -       -     -       -",
    "plan.vote":         "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.sign":         "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.put_in_force": "-     h     -    -       -        -       -       -     -       -     -       -",
    "plan.export":       "h     h     h    h       h        h       h       h     h       h     h       h",
    "plan.history":      "h     h     h    -       -        -       h       h     h       h     h       -",
    "plan.manage_views": "h     h     h    h       h        h       h       h     h       h     h       h",
}  # fmt: skip

_RIGHTS = PermissionTable(PlanAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts

_PUBLISHED_VERSION_ACTS = {"plan.read_public", "plan.read"}
_DRAFT_VERSION_ACTS = {"plan.read_draft"}
# Exporting a draft, or reading its history, is a way to read it.
_ACTS_THAT_REQUIRE_READ = {"plan.export", "plan.history"}


def may(actor: Actor, act: str, scope: PlanScope) -> bool:
    """Return whether the actor may perform ``act`` within ``scope``.

    True when one of the actor's posts allows the act, or when it is open to anyone. The system actor has every right. A
    change to a frozen version requires the right to change the row in a draft. Raises ``ConfigurationError`` on an
    unknown act.
    """
    is_draft = scope.state is VersionState.DRAFT
    if act in (_PUBLISHED_VERSION_ACTS if is_draft else _DRAFT_VERSION_ACTS):
        return False
    if is_draft and act in _ACTS_THAT_REQUIRE_READ and not may(actor, "plan.read_draft", scope):
        return False
    return _RIGHTS.is_public(act) or _RIGHTS.allows(
        actor, act, host_id=scope.host_id, covers=lambda post, reach: _post_leads_row(post, scope)
    )


def _post_leads_row(post: ActiveMembership, scope: PlanScope) -> bool:
    """Return whether the post leads the row.

    A post without a service acts for its whole organisation; a post with one acts for that service only.
    """
    return post.organisation_id in scope.lead_organisation_ids and (
        post.service_id is None or post.service_id in scope.lead_service_ids
    )
