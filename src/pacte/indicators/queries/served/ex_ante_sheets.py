"""Experiments of an action: completed parts of their ex-ante description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.works import experiments_of
from pacte.indicators.records.served import Counted, Service
from pacte.kernel.action_codes import ActionCode

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="ex_ante_sheets",
    what="rubriques écrites des fiches ex ante de l’action",
    unit="%",
    source="fiches d’expérimentation : rubriques écrites, sur les douze de chaque fiche",
)


def counts(asked: Asked) -> dict[ActionCode, Counted]:
    found = asked.once(experiments_of)
    return {number: Counted(each.written, each.parts) for number, each in found.items()}
