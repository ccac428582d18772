"""What a command does before it touches the database: brings it up to date, quickly when it already is."""

from __future__ import annotations

from django.db import OperationalError

from pacte.kernel.errors import Misconfigured
from pacte.workflows.prepare_database import prepare_database


def ready() -> bool:
    """True when tables were made or changed. Raises ``Misconfigured`` when the server does not answer or refuses us."""
    try:
        return prepare_database()
    except OperationalError as error:
        raise Misconfigured(
            "database_unreachable",
            "La base de données ne répond pas, ou refuse l’accès.",
            str(error).strip(),
            "Vérifiez DATABASE_URL et DATABASE_OWNER_URL : page « Base de données » du guide d’installation.",
        ) from error
