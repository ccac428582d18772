"""Reads the status and the lineage of actions in our schema."""

from __future__ import annotations

from datetime import date

from pacte.exchange.plan_tree.branch import Branch
from pacte.exchange.plan_tree.plan_head import read_iso_date
from pacte.kernel.action_codes import NO_CODE
from pacte.plan.records import ActionState, ActionStatus, LineageKind, LineageLink


def read_action_status(branch: Branch) -> ActionStatus:
    branch.require("state", "l'état de l'action")
    number = branch.code("number") or NO_CODE
    since = read_iso_date(branch, "since")
    standing = ActionStatus(
        number,
        branch.enum_value("state", ActionState, ActionState.RUNNING),
        date.fromisoformat(since) if since else None,
        branch.text("reason"),
    )
    branch.findings.locate(f"action:{number}", {"standing": "state"}, branch)
    branch.warn_unknown_keys()
    return standing


def read_action_succession(branch: Branch) -> LineageLink:
    branch.require("kind", "la sorte de filiation")
    branch.require("origin", "le numéro de l'action d'origine")
    number = branch.code("number") or NO_CODE
    link = LineageLink(
        number,
        branch.enum_value("kind", LineageKind, LineageKind.CONTINUES),
        branch.code("origin") or NO_CODE,
        branch.text("origin_plan"),
    )
    branch.findings.locate(f"action:{number}", {"lineage": "kind"}, branch)
    branch.warn_unknown_keys()
    return link
