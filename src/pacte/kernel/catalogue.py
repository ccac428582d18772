"""Loads the entries of a ``catalog`` folder: one module per entry, no central list.

Each module of the folder exposes its entry under one agreed name. Two entries with the same code are an error.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from pacte.kernel.errors import Misconfigured


def entries(package: ModuleType, name: str) -> dict[str, Any]:
    """Entries of ``package`` by code, sorted by module name.

    Each module must define ``name`` (for example ``FORMAT``) with a ``code``. Raises ``ConfigurationError`` otherwise.
    """
    found: dict[str, Any] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        entry = getattr(module, name, None)
        if entry is None:
            raise Misconfigured("catalogue_entry", f"{module.__name__} ne définit pas {name}.")
        if entry.code in found:
            raise Misconfigured("catalogue_double", f"Le code {entry.code} est pris deux fois ({module.__name__}).")
        found[entry.code] = entry
    return found
