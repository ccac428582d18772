"""Submits a whole answer: everything that was filled in, then the act of the button, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError


class AnswerChange(NamedTuple):
    """One write: a service of an answer with what was filled in, without actor, round, action and day.

    ``field`` names what was typed (« m12-reason »), to show a refusal there; "" when it is nowhere.
    """

    field: str
    write: partial[Any]


class RefusedChange(ValidationError):
    """A refusal, with the ``field`` of the change."""

    def __init__(self, error: ValidationError, field: str) -> None:
        super().__init__(error.code, error.message, error.reason, error.hint)
        self.field = field


def submit_answer(
    *, actor: Actor, round_id: int, number: ActionCode, changes: Iterable[AnswerChange], on: date
) -> None:
    """Writes all the changes in order, or nothing.

    Raises ``RefusedChange``, or what the services raise: ``Conflict``, ``NotFound``, ``PermissionDenied``.
    """
    with transaction.atomic():
        for change in changes:
            try:
                change.write(actor=actor, round_id=round_id, number=number, on=on)
            except ValidationError as error:
                raise RefusedChange(error, change.field) from error
