"""Write services of finance. Each one loads, checks, decides, writes and records an audit entry.

Movements are append-only.
"""

from pacte.finance.services.allocations import allocate_commitments
from pacte.finance.services.declarations import correct_declared, declare_amount, declare_amounts
from pacte.finance.services.extract_import import import_extract

__all__ = [
    "allocate_commitments",
    "correct_declared",
    "declare_amount",
    "declare_amounts",
    "import_extract",
]
