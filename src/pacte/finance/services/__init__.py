"""Write services of finance. Each one loads, checks, decides, writes and records an audit entry.

Movements are append-only.
"""

from pacte.finance.services.allocating import allocate, end_rule
from pacte.finance.services.declaring import correct_declared, declare, declare_all
from pacte.finance.services.importing import import_extract
from pacte.finance.services.receiving import forget_extract, map_extract, receive_extract, save_mapping

__all__ = [
    "allocate",
    "correct_declared",
    "declare",
    "declare_all",
    "end_rule",
    "forget_extract",
    "import_extract",
    "map_extract",
    "receive_extract",
    "save_mapping",
]
