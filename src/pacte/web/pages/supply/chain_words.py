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


def chain_said(later: Sequence[LinkedTraining]) -> str:
    return " ".join(each.number for each in later)


def save_chain(actor: Actor, training: Training, text: str, later: Sequence[LinkedTraining]) -> None:
    """Link new numbers and close the links that were removed. Raises ``ValidationError``."""
    wanted = dict.fromkeys(text.replace(",", " ").split())
    for each in later:
        if each.number not in wanted:
            close_link(actor=actor, link=training_link_by_id(actor=actor, identifier=each.link_id))
    already = {each.number for each in later}
    for number in wanted:
        if number not in already:
            link_trainings(actor=actor, earlier=training, later=_training(actor, number))


def _training(actor: Actor, number: str) -> Training:
    try:
        return training_by_number(actor=actor, number=number)
    except NotFound as error:
        raise ValidationError(
            "link_unknown", f"Aucune formation n’a le numéro « {number} ».", hint="Corrigez-le."
        ) from error
