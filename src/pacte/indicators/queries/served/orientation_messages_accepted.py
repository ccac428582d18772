"""Action 38: messages of the tools of orientation. They prepare the target, which the entries themselves measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.messages import messages_accepted
from pacte.indicators.records.served import Counted, Service
from pacte.interop.queries.evidence import ORIENTATION

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="orientation_messages_accepted",
    what="messages échangés avec les outils d’orientation et acceptés",
    unit="%",
    source="messages échangés avec les outils d’orientation : acceptés, sur ceux qu’ils ont acceptés ou refusés",
    target="entry_forecast_gap",
)


def count(asked: Asked) -> Counted:
    return messages_accepted(asked, ORIENTATION)
