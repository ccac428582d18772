"""The day of the demonstration: chosen when it is first loaded, then it goes on by itself, one day a day."""

from __future__ import annotations

import argparse
from datetime import date

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.environment import served_instance
from pacte.cli.installation import ensure_database_ready
from pacte.kernel.actor import Actor
from pacte.kernel.clock import shift_clock, today, true_today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day

DEFAULT_DAY = date(2020, 11, 24)
FIRST_DAY, LAST_DAY = date(2019, 3, 1), date(2024, 12, 31)


def read_day(text: str) -> date:
    """A day of the ``--day`` option. Raises ``ArgumentTypeError``, in French."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un jour ; écrivez par exemple 2022-11-15") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise argparse.ArgumentTypeError(
            f"la démonstration va du {format_day(FIRST_DAY)} au {format_day(LAST_DAY)}, et pas au {format_day(day)}"
        )
    return day


def ensure_demo_ready(*, actor: Actor, wanted: date | None = None) -> None:
    """Bring the database up to date, on the day of the demonstration: a new one begins on ``wanted``.

    Raises ``Conflict`` (``demo_day``) when another day is wanted of a demonstration that is already loaded.
    """
    ensure_database_ready()
    with acting_as(actor):
        is_new = host_organisation() is None
    instance = served_instance()
    if is_new:
        days = ((wanted or DEFAULT_DAY) - true_today()).days
        instance.set_day_offset(days)
        shift_clock(days=days)
        ensure_database_ready()  # The database follows.
    elif wanted and wanted != today():
        raise Conflict(
            "demo_day",
            f"Cette démonstration est déjà chargée : elle en est au {format_day(today())}.",
            "Un autre jour est une autre démonstration : ce qui suit ce jour n’y serait pas.",
            f"Supprimez le dossier « {instance.folder} », ou donnez un autre dossier par PACTE_HOME, puis relancez.",
        )
