"""Accounting extracts as their software prints them: any order of columns, totals inside, several sheets."""

from pacte.exchange.accounting.reading import extract_from
from pacte.exchange.accounting.vocabulary import FIELD_LABELS, IGNORED

__all__ = ["FIELD_LABELS", "IGNORED", "extract_from"]
