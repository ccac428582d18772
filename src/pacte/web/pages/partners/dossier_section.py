"""« Dossiers dus » of the page of a partner: where the dossier of each entry is, and who must fill which field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import organisation_names
from pacte.exchange.partner_mapping import PartnerMapping, pivot_field_named
from pacte.exchange.pivot import PIVOT_FIELDS
from pacte.interop.queries.dossiers import dossiers_by_provider, faulty_fields
from pacte.interop.records import PivotEventKind
from pacte.interop.records.dossiers import DOSSIER_LABELS, DossierState, ProviderDossiers, ProviderFault
from pacte.interop.rules.dossiers import DAYS_TO_SEND_A_DOSSIER
from pacte.kernel.clock import now, today
from pacte.kernel.french import format_number, pluralise
from pacte.web.tables import Column, Table, number_cell, number_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.interop.models import Partner
    from pacte.kernel.actor import Actor

_MAX_PROVIDERS = 100


def dossier_context(actor: Actor, partner: Partner, mapping: PartnerMapping) -> dict[str, Any]:
    """Values of the section; empty for a tool that is sent no entry. Three queries."""
    if PivotEventKind.ENTRY not in mapping.events:
        return {}
    rows = dossiers_by_provider(actor=actor, partner=partner, at=now(), on=today())
    required = [each.field for each in mapping.outbound_fields if each.is_required]
    faults = faulty_fields(actor=actor, partner=partner, required=required)
    names = organisation_names(on=today())
    hidden = len(rows) - _MAX_PROVIDERS
    return {
        "dossiers": _dossier_table(rows, names),
        "dossiers_note": f"un par entrée en formation, à envoyer dans les {DAYS_TO_SEND_A_DOSSIER} jours",
        "dossiers_rest": f"… et {pluralise(hidden, 'autre organisme', 'autres organismes')}." if hidden > 0 else "",
        "faults": _fault_table(faults[:_MAX_PROVIDERS], names, mapping),
    }


def _dossier_table(rows: Sequence[ProviderDossiers], names: Mapping[int, str]) -> Table[ProviderDossiers]:
    """Providers with the most dossiers to put right first, and the sum of all of them."""

    def state_column(state: DossierState) -> Column[ProviderDossiers]:
        total = sum(row.counts.of(state) for row in rows)
        return number_column(DOSSIER_LABELS[state], lambda row: number_cell(row.counts.of(state)), format_number(total))

    return Table(
        rows[:_MAX_PROVIDERS],
        Column("Organisme de formation", lambda row: _provider_name(names, row.provider_id), total="Tous"),
        number_column("Dus", lambda row: number_cell(row.counts.due), format_number(sum(r.counts.due for r in rows))),
        *(state_column(state) for state in DossierState),
        id="dossiers-table",
        caption="Dossiers dus, par organisme de formation",
        empty="Aucune entrée en formation depuis le raccordement.",
    )


def _fault_table(
    faults: Sequence[ProviderFault], names: Mapping[int, str], mapping: PartnerMapping
) -> Table[ProviderFault]:
    def label(row: ProviderFault) -> str:
        code = pivot_field_named(mapping, row.field)
        return PIVOT_FIELDS[code].label if code else row.field

    return Table(
        faults,
        Column("Organisme de formation", lambda row: _provider_name(names, row.provider_id)),
        Column("Champ à remplir ou à corriger", label),
        number_column("Dossiers", lambda row: number_cell(row.dossiers)),
        id="champs-fautifs-table",
        caption="Champs obligatoires vides, ou refusés par le partenaire",
        empty="Aucun champ obligatoire n’est vide, et aucun n’est refusé.",
    )


def _provider_name(names: Mapping[int, str], identifier: int | None) -> str:
    return names.get(identifier or 0, "Organisme inconnu")
