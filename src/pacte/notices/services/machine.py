"""The machine's sight for the time of a few statements, inside the act of someone else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pacte.accounts.context import lent_machine
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen


@contextmanager
def as_machine(actor: Actor) -> Iterator[None]:
    """Row-level security takes the statements inside for the machine's, while ``actor`` acts.

    Nobody is lent nothing: raises ``Unseen``. An error puts the context back by itself.
    """
    if actor.is_anonymous:
        raise Unseen
    with lent_machine():
        yield
