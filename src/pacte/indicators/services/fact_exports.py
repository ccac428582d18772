"""What the rooms export for the figures, found by walking them: a room lists its exports in ``facts``."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.util import find_spec

import pacte
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.fact_export import FactExport


def room_exports() -> dict[str, FactExport]:
    """By name. Raises ``ConfigurationError`` when two rooms give the same name."""
    by_name: dict[str, FactExport] = {}
    for room in sorted(info.name for info in pkgutil.iter_modules(pacte.__path__) if info.ispkg):
        module = f"{pacte.__name__}.{room}.facts"
        if find_spec(module) is None:
            continue
        for export in importlib.import_module(module).EXPORTS:
            if export.name in by_name:
                raise ConfigurationError("fact_export_double", f"L’export {export.name} est pris deux fois ({module}).")
            by_name[export.name] = export
    return by_name


EXPORTS = room_exports()
# Facts, read from where the last refresh stopped. Longest first: the next ones are extracted while these are loaded.
SOURCES = (
    "steps", "hours", "ledger", "notebook", "campaign_contacts", "origins", "states", "money", "targets", "tensions",
    "occupation_items", "employer_needs", "releases", "closed_sites", "relation_choices",
)  # fmt: skip


def export_versions() -> dict[str, int]:
    """Version of each export, by name."""
    return {name: export.version for name, export in EXPORTS.items()}
