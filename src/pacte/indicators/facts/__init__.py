"""Shape of the analytic tables, and what this room itself exports to them. Pure."""

from pacte.indicators.facts.occupation_tensions import OCCUPATION_TENSIONS
from pacte.indicators.facts.person_numbers import PERSON_NUMBERS

EXPORTS = (PERSON_NUMBERS, OCCUPATION_TENSIONS)
