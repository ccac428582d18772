"""System visibility for a few statements inside the act of a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pacte.accounts.context import lent_machine
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen


@contextmanager
def as_machine(actor: Actor) -> Iterator[None]:
    """Context in which row-level security grants system visibility, while ``actor`` still acts.

    Raises ``NotFound`` for an anonymous actor. An error restores the previous context.
    """
    if actor.is_anonymous:
        raise Unseen
    with lent_machine():
        yield
