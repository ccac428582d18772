"""Partner mappings by code, and those in force on a date."""

from __future__ import annotations

from datetime import date

from pacte.exchange import partners
from pacte.exchange.mapping import Mapping
from pacte.interop.records import PivotEventKind
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import ConfigurationError


def mappings() -> dict[str, Mapping]:
    """Includes closed mappings, so that past messages stay readable."""
    return load_catalog_entries(partners, "PARTNER")


def mapping_of(code: str) -> Mapping:
    """Raises ``Misconfigured`` for a code that no file defines."""
    found = mappings().get(code)
    if found is None:
        raise ConfigurationError("partner_mapping", f"Aucun fichier ne décrit le partenaire « {code} ».")
    return found


def wanted_events(on: date) -> dict[str, frozenset[PivotEventKind]]:
    """Event kinds by partner code, for the mappings in force on this date."""
    return {code: each.events for code, each in mappings().items() if each.is_open(on)}
