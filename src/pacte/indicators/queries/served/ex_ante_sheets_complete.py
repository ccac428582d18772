"""Action 35: experiments with a complete ex-ante description when the first person entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.works import experiments_of
from pacte.indicators.records.served import Counted, Service

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="ex_ante_sheets_complete",
    what="expérimentations dont la fiche ex ante était complète avant la première entrée",
    unit="%",
    source="fiches d’expérimentation : complètes à la première entrée, sur celles où quelqu’un est entré",
    target="ex_ante_sheets_complete",
)


def count(asked: Asked) -> Counted:
    found = asked.once(experiments_of).values()
    return Counted(sum(each.whole for each in found), sum(each.started for each in found))
