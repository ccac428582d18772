"""System visibility for a few statements inside the act of a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


@contextmanager
def as_system(actor: Actor) -> Iterator[None]:
    """Context in which row-level security grants system visibility, while ``actor`` still acts.

    Raises ``NotFound`` for an anonymous actor. An error restores the previous context.
    """
    if actor.is_anonymous:
        raise NotFound
    with system_elevation():
        yield
