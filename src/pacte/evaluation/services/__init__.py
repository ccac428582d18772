"""Services of evaluation: load, check permissions, decide, write, audit."""

from pacte.evaluation.services.finding import record_finding
from pacte.evaluation.services.locking import add_addendum, lock
from pacte.evaluation.services.opening import open_experiment, withdraw
from pacte.evaluation.services.owners import appoint_owner, hand_over
from pacte.evaluation.services.reminding import remind
from pacte.evaluation.services.writing import write_sheet

__all__ = [
    "add_addendum",
    "appoint_owner",
    "hand_over",
    "lock",
    "open_experiment",
    "record_finding",
    "remind",
    "withdraw",
    "write_sheet",
]
