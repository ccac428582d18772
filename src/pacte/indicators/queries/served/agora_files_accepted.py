"""Action 37: cases sent to the hub and accepted by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.messages import messages_accepted
from pacte.indicators.records.served import Counted, Service
from pacte.interop.queries.evidence import HUB

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="agora_files_accepted",
    what="dossiers transmis à AGORA et acceptés",
    unit="%",
    source="messages échangés avec AGORA : acceptés, sur ceux qu’il a acceptés ou refusés",
    target="agora_files_accepted",
)


def count(asked: Asked) -> Counted:
    return messages_accepted(asked, HUB)
