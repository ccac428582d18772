"""Write services of the plan. Each one loads, checks, decides, writes and records an audit entry."""

from pacte.plan.services.amendments import (
    add_action,
    add_period,
    continue_action,
    merge_actions,
    restore_action,
    set_action_state,
    split_action,
)
from pacte.plan.services.handovers import hand_over_actions
from pacte.plan.services.people import appoint_action_lead
from pacte.plan.services.row_editing import edit_row
from pacte.plan.services.versions import (
    create_plan,
    discard_draft,
    open_draft,
    put_in_force,
    replace_draft,
    sign,
    vote,
)
from pacte.plan.services.views import delete_view, save_view

__all__ = [
    "add_action",
    "add_period",
    "appoint_action_lead",
    "continue_action",
    "create_plan",
    "delete_view",
    "discard_draft",
    "edit_row",
    "hand_over_actions",
    "merge_actions",
    "open_draft",
    "put_in_force",
    "replace_draft",
    "restore_action",
    "save_view",
    "set_action_state",
    "sign",
    "split_action",
    "vote",
]
