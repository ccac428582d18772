"""Services of evaluation: load, check permissions, decide, write, audit."""

from pacte.evaluation.services.arms import attach_sessions, detach_session
from pacte.evaluation.services.findings import record_finding
from pacte.evaluation.services.lifecycle import open_experiment, withdraw_experiment
from pacte.evaluation.services.owners import appoint_experiment_owner, hand_over_experiments
from pacte.evaluation.services.protocol_lock import add_addendum, lock_protocol
from pacte.evaluation.services.protocol_versions import write_protocol
from pacte.evaluation.services.reminders import remind_experiment_owners

__all__ = [
    "add_addendum",
    "appoint_experiment_owner",
    "attach_sessions",
    "detach_session",
    "hand_over_experiments",
    "lock_protocol",
    "open_experiment",
    "record_finding",
    "remind_experiment_owners",
    "withdraw_experiment",
    "write_protocol",
]
