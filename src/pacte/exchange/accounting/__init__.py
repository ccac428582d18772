"""Reads extracts of accounting software: columns in any order, totals inside, several sheets."""

from pacte.exchange.accounting.reading import extract_from
from pacte.exchange.accounting.vocabulary import FIELD_LABELS, IGNORED

__all__ = ["FIELD_LABELS", "IGNORED", "extract_from"]
