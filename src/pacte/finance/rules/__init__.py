"""Business rules of finance: imports, allocation targets, sums, additionality, forecast. Pure."""

from pacte.finance.rules.additionality import compute_additionality
from pacte.finance.rules.forecast import forecast_payments
from pacte.finance.rules.import_lines import decide_import
from pacte.finance.rules.pace import commitment_pace
from pacte.finance.rules.sums import consumption_by_section, money_headline, roll_up_by_axis
from pacte.finance.rules.vote_gaps import vote_gaps

__all__ = [
    "commitment_pace",
    "compute_additionality",
    "consumption_by_section",
    "decide_import",
    "forecast_payments",
    "money_headline",
    "roll_up_by_axis",
    "vote_gaps",
]
