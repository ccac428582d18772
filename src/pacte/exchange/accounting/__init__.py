"""Reads extracts of accounting software: columns in any order, totals inside, several sheets."""

from pacte.exchange.accounting.extract_reading import read_accounting_extract
from pacte.exchange.accounting.vocabulary import FIELD_LABELS, IGNORED

__all__ = ["FIELD_LABELS", "IGNORED", "read_accounting_extract"]
