"""Permissions on the cases of procedures: one table; transitions name their roles in the catalogue. Pure.

Documents have their own permission: a partner may follow a study and later bid for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor, Role
from pacte.kernel.permission_table import PermissionTable
from pacte.plan.records.stakeholders import ActionAccessLevel, ActionStakeholders
from pacte.procedures.records.description import Procedure, Transition
from pacte.procedures.records.papers import Paper, RegionSigner


@dataclass(frozen=True, slots=True)
class CaseScope:
    """The object of a permission check: the stakeholders of the action, the owner of the case, its privacy."""

    stakeholders: ActionStakeholders
    owner_id: int | None = None
    is_sensitive: bool = False


_TABLE = {
    #                             admin pilot lead partner provider adviser analyst buyer finance state auditor visitor
    "procedures.read":            "h     h     h    p       -        -       h       h     h       h     h       -",
    "procedures.read_documents":  "h     h     l    -       -        -       h       h     h       h     h       -",
    "procedures.read_sensitive":  "-     h     l    -       -        -       -       -     -       -     -       -",
    "procedures.open":            "-     h     l    -       -        -       -       -     -       -     -       -",
    "procedures.write":           "-     h     l    -       -        -       -       -     -       -     -       -",
    "procedures.award":           "-     h     l    -       -        -       -       h     -       -     -       -",
    "procedures.choose":          "-     h     l    -       -        -       -       -     -       -     -       -",
    "procedures.hand_over":       "h     h     -    -       -        -       -       -     -       -     -       -",
    "procedures.convene":         "-     h     -    -       -        -       -       -     -       -     -       -",
    "procedures.audit":           "-     h     -    -       -        -       h       -     h       -     h       -",
    "procedures.control":         "-     -     -    -       -        -       h       -     h       -     h       -",
    "procedures.export_orders":   "-     h     -    -       -        -       -       -     h       -     -       -",
}  # fmt: skip

_RIGHTS = PermissionTable(ActionAccessLevel, _TABLE)
RIGHTS, ACTS = _RIGHTS.by_act, _RIGHTS.acts
# Acts allowed to the owner, whatever their role.
_OWNER_ACTS = {
    "procedures.read",
    "procedures.read_documents",
    "procedures.read_sensitive",
    "procedures.write",
    "procedures.choose",
}
_READ_ACTS = {"procedures.read", "procedures.read_documents"}


def may(actor: Actor, act: str, scope: CaseScope) -> bool:
    """Returns True when a post of the actor, or ownership, allows the act. The system actor may do everything.

    What says something private of a person is read by whoever instructs it, and by no other post.
    """
    act = "procedures.read_sensitive" if scope.is_sensitive and act in _READ_ACTS else act
    return _RIGHTS.allows(
        actor,
        act,
        host_id=scope.stakeholders.host_id,
        covers=lambda post, reach: scope.stakeholders.is_reached_by(actor, post, reach),
    ) or (act in _OWNER_ACTS and scope.stakeholders.owns(actor, scope.owner_id))


def may_move(actor: Actor, transition: Transition, scope: CaseScope) -> bool:
    """Returns True when the transition allows a role of the actor."""
    return has_case_role(actor, transition.roles, scope)


def has_case_role(actor: Actor, roles: frozenset[Role], scope: CaseScope) -> bool:
    """Returns True when the actor has one of the roles on the case. A lead must lead the action or own the case."""
    if actor.is_system:
        return True
    for post in actor.memberships:
        if post.role not in roles or post.host_id != scope.stakeholders.host_id:
            continue
        if (
            post.role is not Role.ACTION_LEAD
            or scope.stakeholders.leads(actor, post)
            or scope.stakeholders.owns(actor, scope.owner_id)
        ):
            return True
    return False


def may_sign(actor: Actor, paper: Paper, scope: CaseScope) -> bool:
    """Returns True for a person who signs the paper for the Region: in a role that it names, never a machine."""
    roles = next((each.roles for each in paper.signed_by if isinstance(each, RegionSigner)), None)
    return actor.person_id is not None and roles is not None and has_case_role(actor, roles, scope)


def may_apply(actor: Actor, procedure: Procedure, body_id: int | None) -> bool:
    """Returns True for a guest where links are accepted, or for somebody whose role applies for that body."""
    applicants = procedure.applicants
    if applicants is None:
        return False
    if body_id is None:
        return applicants.by_link and actor.guest_id is not None
    return any(post.role in applicants.roles and post.organisation_id == body_id for post in actor.memberships)


def may_on_any_case(actor: Actor, act: str, host_id: int) -> bool:
    """Returns True when a post of the actor may reach a case of this pact, so that a list can be shown."""
    return _RIGHTS.allows_somewhere(actor, act, host_id)
