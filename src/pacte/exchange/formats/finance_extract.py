"""Accounting extract (« état des engagements ») as a workbook or a csv file exported by accounting software."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pacte.exchange.accounting.extract_file import read_extract as read
from pacte.finance.records import Extract


@dataclass(frozen=True, slots=True)
class ExtractFormat:
    """A catalogue entry for reading only: pacte keeps no accounts of its own."""

    code: str
    label: str
    version: str
    standard: str
    extensions: tuple[str, ...]
    read: Callable[..., Extract]


FORMAT = ExtractFormat(
    code="finance_extract",
    label="Extraction comptable",
    version="1",
    standard="https://www.collectivites-locales.gouv.fr/finances-locales/referentiel-budgetaire-et-comptable-m57",
    extensions=(".xlsx", ".ods", ".csv", ".txt"),
    read=read,
)
