"""Partner mappings by code, and those in force on a date."""

from __future__ import annotations

from datetime import date

from pacte.exchange import partners
from pacte.exchange.partner_mapping import PartnerMapping
from pacte.interop.records import PivotEventKind
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import ConfigurationError


def partner_mappings() -> dict[str, PartnerMapping]:
    """Includes closed mappings, so that past messages stay readable."""
    return load_catalog_entries(partners, "PARTNER")


def mapping_of_partner(code: str) -> PartnerMapping:
    """Raises ``ConfigurationError`` for a code that no file defines."""
    mapping = partner_mappings().get(code)
    if mapping is None:
        raise ConfigurationError("partner_mapping", f"Aucun fichier ne décrit le partenaire « {code} ».")
    return mapping


def wanted_events(on: date) -> dict[str, frozenset[PivotEventKind]]:
    """Event kinds by partner code, for the mappings in force on this date."""
    return {code: each.events for code, each in partner_mappings().items() if each.is_open(on)}
