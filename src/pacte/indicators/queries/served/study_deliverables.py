"""Studies bought for an action (assistance to the owner of a project): what was delivered and accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from pacte.indicators.records.served import Counted, Service

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="study_deliverables",
    what="livrables des études achetées pour l’action et acceptés",
    unit="%",
    source="dossiers des procédures : livrables acceptés, sur ceux qui sont acceptés ou échus",
)


def counts(asked: Asked) -> dict[int, Counted]:
    with connection.cursor() as cursor:
        cursor.execute("select * from procedures_counts(%s, %s, %s)", [asked.plan.pk, asked.known, asked.on])
        return {number: Counted(accepted, due) for number, accepted, due in cursor.fetchall()}
