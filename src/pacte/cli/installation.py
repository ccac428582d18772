"""Brings the database up to date before a command uses it; fast when it already is."""

from __future__ import annotations

from django.db import OperationalError

from pacte.kernel.errors import ConfigurationError
from pacte.workflows.prepare_database import prepare_database


def ensure_database_ready() -> bool:
    """Return True when tables were created or changed.

    Raises ``ConfigurationError`` when the server does not answer or refuses the connection.
    """
    try:
        return prepare_database()
    except OperationalError as error:
        raise ConfigurationError(
            "database_unreachable",
            "La base de données ne répond pas, ou refuse l’accès.",
            str(error).strip(),
            "Vérifiez DATABASE_URL et DATABASE_OWNER_URL : page « Base de données » du guide d’installation.",
        ) from error
