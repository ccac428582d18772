"""Action 38: people announced thirty days before the start of a session, less those who entered it."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.french import format_number, format_percent

SERVICE = OperationalCount(
    code="entry_forecast_gap",
    what="écart entre les entrées prévues trente jours avant et les entrées constatées",
    unit="personnes par session",
    source="prévisions gardées trente jours avant le début, et entrées avant la date limite : écarts sans leur signe, "
    "par session à dates fixes, ni reportée ni annulée, jusqu’à la fin du mois précédent",
    target="entry_forecast_gap",
    one="personne par session",
    grade=EvidenceGrade.RESULT,
    scope=ProofScope.OFFER,
)
# A day with one session more would tell its entries: whole months are counted, and not before there are enough.
_MIN_SESSIONS = 11


def count(context: CountContext) -> CountResult:
    until = context.on.replace(day=1) - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from indicators_forecast_gaps(%s, %s, %s)", [context.plan.organisation_id, context.known, until]
        )
        sessions, people, entered, within, replayed = cursor.fetchone()
    if sessions < _MIN_SESSIONS:
        return CountResult(0, 0)
    parts = [
        f"{format_percent(people / entered)} des entrées" if entered else "",
        f"{format_percent(within / sessions, 0)} des sessions dans l’intervalle annoncé, pour 80 % attendus",
        f"{format_number(replayed)} prévisions refaites après coup, d’après ce qui était connu ce jour-là"
        if replayed
        else "",
    ]
    return CountResult(people, sessions, precision=" ; ".join(part for part in parts if part))
