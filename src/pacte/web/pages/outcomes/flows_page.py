"""« Qui oriente vers quel organisme, pour quel métier ? »: people by network, provider and trade, and a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse

from pacte.accounts.queries import organisation_names
from pacte.indicators.queries.orientation_flows import OrientationFlow, may_read_flows, orientation_flows
from pacte.journeys.queries.funnel import CountAccess
from pacte.journeys.queries.labels import cell_labels
from pacte.journeys.records.counts import Cut
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.reference.queries import occupations_by_code
from pacte.web.charts.heat_matrix import HeatMatrix, build_heat_matrix
from pacte.web.filter_form import FilterForm, select_field
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.outcomes.outcome_pages import OutcomePage, table_file_response
from pacte.web.tables import Column, Table, number_cell, number_column

_MAX_ROWS = 50
_MAX_DRAWN_ROWS, _MAX_DRAWN_COLUMNS = 16, 8
_COLUMN_LABELS = {"organismes": "Organisme", "metiers": "Métier visé"}
_CROSSED = {"organismes": "les organismes", "metiers": "les métiers visés"}
_NO_TRADE = "métier non dit"
_HEADINGS = ("Réseau", "Organisme", "Métier visé", "Proposée à", "Admises", "Entrées")
_REFUSAL = (
    "Ce croisement montrerait de petits effectifs : il est réservé à qui lit les parcours de tout le pacte. « Où se "
    "perdent les places ? » donne les mêmes personnes par réseau, par organisme ou par département."
)
_NOTE = (
    "Une personne compte une fois par session ; qui est entré compte aussi parmi les admises et les propositions. "
    "Les formations réservées aux personnes sous main de justice n’y sont pas."
)


class FlowsFilterForm(FilterForm):
    """What nothing has is kept: the page then counts nothing."""

    annee = forms.IntegerField()
    reseau = forms.IntegerField()
    organisme = forms.IntegerField()
    metier = forms.CharField(initial="", max_length=20)
    croiser = forms.ChoiceField(choices=_CROSSED.items(), initial="organismes")


@dataclass(frozen=True, slots=True)
class _FlowRow:
    """The flows of all the chosen years together."""

    network: str
    provider: str
    trade: str
    proposed: int
    admitted: int
    entered: int


class FlowsPage(OutcomePage):
    """Flows for the filters of the URL. Raises ``NotFound`` for readers without any count."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        CountAccess(self.actor, self.region_id)
        self.is_open = may_read_flows(actor=self.actor, host_id=self.region_id)
        self.filters = FlowsFilterForm(self.request.GET).values
        self.flows: tuple[OrientationFlow, ...] = (
            orientation_flows(actor=self.actor, host_id=self.region_id, on=today()) if self.is_open else ()
        )
        self.networks = {str(pk): name for pk, name in organisation_names(on=today()).items()} if self.flows else {}
        self.providers = cell_labels(
            actor=self.actor, cut=Cut.PROVIDER, keys={str(each.provider_id) for each in self.flows}
        )
        occupations = occupations_by_code({each.rome for each in self.flows if each.rome}) if self.flows else {}
        self.trades = {code: each.label for code, each in occupations.items()}

    def fields(self) -> list[dict[str, Any]]:
        """Only what some flow has may be chosen."""
        years = sorted({each.year for each in self.flows}, reverse=True)
        return [
            select_field("annee", "Année du début prévu", _choices(years, str, "toutes"), self._chosen("annee")),
            self._label_field("reseau", "Réseau", self.networks, lambda each: str(each.referrer_id)),
            self._label_field("organisme", "Organisme", self.providers, lambda each: str(each.provider_id)),
            self._label_field("metier", "Métier visé", self.trades, lambda each: each.rome),
            select_field("croiser", "Croiser les réseaux avec", _CROSSED.items(), self.filters["croiser"]),
        ]

    def _label_field(
        self, name: str, label: str, labels: Mapping[str, str], key: Callable[[OrientationFlow], str]
    ) -> dict[str, Any]:
        keys = sorted({key(each) for each in self.flows if key(each)}, key=lambda each: labels.get(each, each))
        return select_field(
            name, label, _choices(keys, lambda each: labels.get(each, each), "tous"), self._chosen(name)
        )

    def _chosen(self, name: str) -> str:
        value = self.filters[name]
        return "" if value is None else str(value)

    def rows(self) -> list[_FlowRow]:
        """The largest first."""
        sums: dict[tuple[int, int, str], list[int]] = {}
        for each in filter(self._is_chosen, self.flows):
            counts = sums.setdefault((each.referrer_id, each.provider_id, each.rome), [0, 0, 0])
            for rank, count in enumerate((each.proposed, each.admitted, each.entered)):
                counts[rank] += count
        rows = [
            _FlowRow(
                self.networks.get(str(network), str(network)), self.providers.get(str(provider), str(provider)),
                self.trades.get(rome, rome) or _NO_TRADE, *counts,
            )
            for (network, provider, rome), counts in sums.items()
        ]  # fmt: skip
        return sorted(rows, key=lambda row: (-row.proposed, row.network, row.provider, row.trade))

    def _is_chosen(self, flow: OrientationFlow) -> bool:
        values = {"annee": flow.year, "reseau": flow.referrer_id, "organisme": flow.provider_id, "metier": flow.rome}
        return all(self.filters[name] in (None, "", value) for name, value in values.items())


def _choices(keys: Sequence[Any], label: Callable[[Any], str], every: str) -> list[tuple[str, str]]:
    return [("", every), *((str(key), label(key)) for key in keys)]


@FlowsPage.view(template_name="outcomes/flows.html", crumb="Flux d’orientation")
def flows(page: FlowsPage) -> dict[str, Any]:
    title = "Qui oriente vers quel organisme, pour quel métier ?"
    if not page.is_open:
        return {"title": title, "answer": "Vous ne lisez pas un croisement aussi fin.", "refusal": _REFUSAL}
    rows = page.rows()
    return {
        "title": title,
        "answer": _flows_sentence(rows),
        "fields": page.fields(),
        "matrix": _flows_matrix(rows, page.filters["croiser"]),
        "column_label": _COLUMN_LABELS[page.filters["croiser"]],
        "flows": _flows_table(rows),
        "shown": _MAX_ROWS if len(rows) > _MAX_ROWS else 0,
        "note": _NOTE,
        "downloads": page.download_links("outcomes:flows_file"),
    }


@FlowsPage.view(decorators=(heavy_view,))
def flows_file(page: FlowsPage, extension: str) -> HttpResponse:
    """Every row. Raises ``NotFound`` for a reader who sees no small count."""
    hide_unless(page.is_open)
    rows = page.rows()
    return table_file_response(
        extension,
        name="flux_d_orientation",
        title="Personnes par réseau, organisme et métier visé",
        sheet="Flux",
        headings=_HEADINGS,
        rows=[(row.network, row.provider, row.trade, row.proposed, row.admitted, row.entered) for row in rows],
        totals=("Ensemble", "", "", *_totals(rows)),
        notes=(_NOTE,),
    )


def _totals(rows: Sequence[_FlowRow]) -> tuple[int, int, int]:
    return sum(row.proposed for row in rows), sum(row.admitted for row in rows), sum(row.entered for row in rows)


def _flows_sentence(rows: Sequence[_FlowRow]) -> str:
    proposed, admitted, entered = _totals(rows)
    if not proposed:
        return "Personne n’a été orienté pour ces choix."
    networks, providers = len({row.network for row in rows}), len({row.provider for row in rows})
    return (
        f"{pluralise(networks, 'réseau a fait', 'réseaux ont fait')} {pluralise(proposed, 'proposition')} de session, "
        f"chez {pluralise(providers, 'organisme')} : {format_number(admitted)} ont mené à une admission, "
        f"{format_number(entered)} à une entrée ({format_percent(entered / proposed, 0)})."
    )


def _flows_matrix(rows: Sequence[_FlowRow], crossed: str) -> HeatMatrix | None:
    """People proposed by network and provider, or trade; None when one square would hold them all."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[row.network, row.trade if crossed == "metiers" else row.provider] += row.proposed
    if len(counts) < 2:
        return None
    return build_heat_matrix(
        f"Personnes à qui une session est proposée, par réseau et {_COLUMN_LABELS[crossed].lower()}",
        counts,
        most_rows=_MAX_DRAWN_ROWS, most_columns=_MAX_DRAWN_COLUMNS, other_rows="réseaux",
        other_columns="métiers" if crossed == "metiers" else "organismes",
    )  # fmt: skip


def _flows_table(rows: Sequence[_FlowRow]) -> Table[_FlowRow]:
    proposed, admitted, entered = map(number_cell, _totals(rows))
    return Table(
        rows[:_MAX_ROWS],
        Column(_HEADINGS[0], lambda row: row.network, total="Ensemble"),
        Column(_HEADINGS[1], lambda row: row.provider),
        Column(_HEADINGS[2], lambda row: row.trade),
        number_column(_HEADINGS[3], lambda row: number_cell(row.proposed), proposed),
        number_column(_HEADINGS[4], lambda row: number_cell(row.admitted), admitted),
        number_column(_HEADINGS[5], lambda row: number_cell(row.entered), entered),
        id="flux",
        caption="Personnes par réseau, organisme et métier visé",
        empty="Personne n’a été orienté pour ces choix.",
    )
