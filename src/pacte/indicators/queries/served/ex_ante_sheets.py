"""Experiments of an action: how much of their ex-ante sheet is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from pacte.indicators.records.served import Counted, Service

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="ex_ante_sheets",
    what="rubriques écrites des fiches ex ante de l’action",
    unit="%",
    source="fiches d’expérimentation : rubriques écrites, sur les douze de chaque fiche",
)


def counts(asked: Asked) -> dict[int, Counted]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select number, written, parts from evaluation_counts(%s, %s, %s)", [asked.plan.pk, asked.known, asked.on]
        )
        return {number: Counted(written, parts) for number, written, parts in cursor.fetchall()}
