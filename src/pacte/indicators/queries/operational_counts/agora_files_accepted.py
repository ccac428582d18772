"""Action 37: cases sent to the hub and accepted by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.partner_messages import accepted_messages
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.interop.queries.evidence import HUB_CODES

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SERVICE = OperationalCount(
    code="agora_files_accepted",
    what="dossiers transmis à AGORA et acceptés",
    unit="%",
    source="messages échangés avec AGORA : acceptés, sur ceux qu’il a acceptés ou refusés",
    target="agora_files_accepted",
)


def count(context: CountContext) -> CountResult:
    return accepted_messages(context, HUB_CODES)
