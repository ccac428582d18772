"""Write services of the plan. Each one loads, checks, decides, writes and records an audit entry."""

from pacte.plan.services.amending import (
    add_action,
    add_period,
    continue_action,
    merge_actions,
    set_action_state,
    split_action,
    take_back_act,
)
from pacte.plan.services.editing import edit_row
from pacte.plan.services.holdings import hand_over_actions
from pacte.plan.services.imports import forget_import, mapped_import, receive_import, written_import
from pacte.plan.services.people import appoint
from pacte.plan.services.versions import (
    create_plan,
    discard_draft,
    open_draft,
    put_in_force,
    replace_draft,
    sign,
    vote,
)
from pacte.plan.services.views import drop_view, save_view

__all__ = [
    "add_action",
    "add_period",
    "appoint",
    "continue_action",
    "create_plan",
    "discard_draft",
    "drop_view",
    "edit_row",
    "forget_import",
    "hand_over_actions",
    "mapped_import",
    "merge_actions",
    "open_draft",
    "put_in_force",
    "receive_import",
    "replace_draft",
    "save_view",
    "set_action_state",
    "sign",
    "split_action",
    "take_back_act",
    "vote",
    "written_import",
]
