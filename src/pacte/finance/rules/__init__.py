"""Business rules of finance: imports, allocation targets, sums, additionality, forecast. Pure."""

from pacte.finance.rules.added import additionality
from pacte.finance.rules.forecast import forecast
from pacte.finance.rules.import_lines import decide
from pacte.finance.rules.sums import consumption, headline, roll_up

__all__ = ["additionality", "consumption", "decide", "forecast", "headline", "roll_up"]
