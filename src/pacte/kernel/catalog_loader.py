"""Loads the entries of a ``catalog`` folder: one module per entry, no central list.

Each module of the folder exposes its entry under one agreed name. Two entries with the same code are an error.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from operator import attrgetter
from types import ModuleType
from typing import Any

from pacte.kernel.errors import ConfigurationError


def load_catalog_entries(
    package: ModuleType, name: str, key: Callable[[Any], Any] = attrgetter("code")
) -> dict[Any, Any]:
    """Entries of ``package`` by code, or by ``key``, sorted by module name.

    Each module must define ``name`` (for example ``FORMAT``) with a ``code``. Raises ``ConfigurationError`` otherwise.
    """
    by_key: dict[Any, Any] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        entry = getattr(module, name, None)
        if entry is None:
            raise ConfigurationError("catalogue_entry", f"{module.__name__} ne définit pas {name}.")
        if key(entry) in by_key:
            raise ConfigurationError(
                "catalogue_double", f"Le code {entry.code} est pris deux fois ({module.__name__})."
            )
        by_key[key(entry)] = entry
    return by_key
