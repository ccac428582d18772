"""Trainings that follow a training, edited by a buyer as a list of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError
from pacte.offer.queries import training_by_number, training_link_by_id
from pacte.offer.queries.details import LinkedTraining
from pacte.offer.services import close_link, link_trainings

if TYPE_CHECKING:
    from pacte.offer.models import Training


def training_numbers_text(later: Sequence[LinkedTraining]) -> str:
    return " ".join(each.number for each in later)


def save_linked_trainings(actor: Actor, training: Training, text: str, later: Sequence[LinkedTraining]) -> None:
    """Link new numbers and close the links that were removed. Raises ``ValidationError``."""
    wanted_numbers = dict.fromkeys(text.replace(",", " ").split())
    for each in later:
        if each.number not in wanted_numbers:
            close_link(actor=actor, link=training_link_by_id(actor=actor, identifier=each.link_id))
    linked_numbers = {each.number for each in later}
    for number in wanted_numbers:
        if number not in linked_numbers:
            link_trainings(actor=actor, earlier=training, later=_training_by_number(actor, number))


def _training_by_number(actor: Actor, number: str) -> Training:
    try:
        return training_by_number(actor=actor, number=number)
    except NotFound as error:
        raise ValidationError(
            "link_unknown", f"Aucune formation n’a le numéro « {number} ».", hint="Corrigez-le."
        ) from error
