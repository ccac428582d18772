"""What a command does before it touches the database: brings it up to date, quickly when it already is."""

from __future__ import annotations

from pacte.workflows.prepare_database import prepare_database


def ready() -> bool:
    """True when tables were made or changed."""
    return prepare_database()
