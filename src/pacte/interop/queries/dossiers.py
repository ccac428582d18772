"""Dossiers due to partners: by state for everybody, by training provider for those who read the exchanges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import connection

from pacte.interop.models import Partner
from pacte.interop.permissions import InteropScope, may
from pacte.interop.records.dossiers import DossierCounts, DossierState, ProviderDossiers, ProviderFault
from pacte.interop.rules.dossiers import DAYS_TO_SEND_A_DOSSIER
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.notifications.services.system_access import as_system

_COUNTS_SQL = "select * from interop_dossier_counts(%s, %s, %s, %s, %s)"
_BY_PROVIDER_SQL = """
select provider_body_id, state, count(*) from interop_dossier_states(%s, %s, %s, %s, %s)
where partner_id = %s group by 1, 2
"""
# A required field counts when the entry was written without it; any field, when the partner refused it.
_FAULTS_SQL = """
select e.provider_body_id, f.name, count(distinct d.journey_key)
from interop_delivery d
join journeys_training_entry e on e.organisation_id = d.organisation_id and e.journey_key = d.journey_key
cross join lateral (
    select d.field as name where d.state = 'rejected' and d.field <> ''
    union
    select s.name from unnest(d.sent_fields) s(name)
    where d.event = 'ENTREE' and s.name = any(%(required)s) and not s.name = any(d.filled)
) f
where d.partner_id = %(partner)s group by 1, 2 order by 3 desc, 2, 1
"""


def dossier_counts(
    *, actor: Actor, host_id: int, codes: Collection[str], known_before: datetime, on: date
) -> DossierCounts:
    """Over the partners of that Region whose mapping is one of ``codes``. Public: no row is read. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS_SQL, [host_id, list(codes), known_before, on, DAYS_TO_SEND_A_DOSSIER])
        return DossierCounts({DossierState(state): count for state, count in cursor.fetchall()})


def dossiers_by_provider(*, actor: Actor, partner: Partner, at: datetime, on: date) -> list[ProviderDossiers]:
    """Those of one partner, the most dossiers to put right first. Raises ``NotFound``."""
    rows = _rows(
        actor,
        partner,
        _BY_PROVIDER_SQL,
        [partner.organisation_id, [partner.code], at, on, DAYS_TO_SEND_A_DOSSIER, partner.pk],
    )
    by_provider: dict[int | None, dict[DossierState, int]] = defaultdict(dict)
    for provider_id, state, count in rows:
        by_provider[provider_id][DossierState(state)] = count
    rows_by_provider = [ProviderDossiers(key, DossierCounts(states)) for key, states in by_provider.items()]
    return sorted(rows_by_provider, key=lambda each: (-each.counts.not_accepted, -each.counts.due))


def faulty_fields(*, actor: Actor, partner: Partner, required: Collection[str]) -> list[ProviderFault]:
    """What each provider must fill, the most dossiers first. ``required``: pivot fields. Raises ``NotFound``."""
    rows = _rows(actor, partner, _FAULTS_SQL, {"partner": partner.pk, "required": list(required)})
    return [ProviderFault(*row) for row in rows]


def _rows(actor: Actor, partner: Partner, query: str, parameters: Any) -> list[tuple[Any, ...]]:
    """Rows read as the system: whoever reads the exchanges may read no journey."""
    hide_unless(may(actor, "liaison.read", InteropScope(partner.organisation_id)))
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
