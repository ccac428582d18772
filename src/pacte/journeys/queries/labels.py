"""Labels of the cells of counts, for readers already allowed to see the counts: one query a cut."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Value

from pacte.accounts.queries import organisation_names
from pacte.journeys.models import SessionTally
from pacte.journeys.records.counts import AGE_LABELS, LEVEL_LABELS, NETWORK_LABELS, SEX_LABELS, Cut
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.offer.models import Lot, Provider, Session
from pacte.offer.records import Triplet
from pacte.reference.queries import places_of_kind, territory_editions
from pacte.reference.records import ZoneKind

_FIXED = {Cut.AGE: AGE_LABELS, Cut.SEX: SEX_LABELS, Cut.LEVEL: LEVEL_LABELS}
_FILTERS = {Cut.DEPARTMENT: "department", Cut.PROVIDER: "provider_id", Cut.LOT: "lot_id"}
_UNKNOWN_LABELS = {
    Cut.DEPARTMENT: "lieu non dit", Cut.RESIDENCE: "lieu de vie non dit", Cut.LOT: "hors lot",
    Cut.ACTION: "sans action du plan",
}  # fmt: skip


def cell_labels(*, actor: Actor, cut: Cut, keys: Collection[str]) -> dict[str, str]:
    """A label for each key; an action keeps its number, and the page adds the name from the plan."""
    labels = {key: key or _UNKNOWN_LABELS.get(cut, "non dit") for key in keys} | dict(_FIXED.get(cut, {}))
    numbers = [int(key) for key in keys if key.isdigit()]
    if cut is Cut.PROVIDER:
        providers = Provider.objects.filter(pk__in=numbers).values_list("pk", "name")
        return labels | {str(pk): name for pk, name in providers}
    if cut is Cut.LOT:
        return labels | {str(pk): code for pk, code in Lot.objects.filter(pk__in=numbers).values_list("pk", "code")}
    if cut is Cut.NETWORK:
        names = organisation_names(on=today())
        return labels | dict(NETWORK_LABELS) | {str(pk): name for pk, name in names.items() if str(pk) in labels}
    if cut in (Cut.DEPARTMENT, Cut.RESIDENCE) and territory_editions():
        return labels | {each.code: f"{each.code} {each.name}" for each in places_of_kind(ZoneKind.DEPARTMENT)}
    return labels


def session_labels(*, actor: Actor, keys: Collection[str]) -> dict[str, tuple[str, str, Triplet]]:
    """(title of the training, « organisme · numéro ») and the triplet of each session."""
    rows = Session.objects.select_related("training_action__training__provider").filter(pk__in=map(int, keys))
    return {
        str(row.pk): (row.training.title, f"{row.provider.name} · {row.number}", row.triplet)
        for row in rows.only(
            "number", "training_action__number", "training_action__training__number",
            "training_action__training__title", "training_action__training__provider__name",
        )
    }  # fmt: skip


def filter_choices(*, actor: Actor, host_id: int) -> dict[Cut, list[tuple[str, str]]]:
    """Values of each filter, with labels: providers, lots and departments of the counted sessions."""
    keys_by_cut = SessionTally.objects.filter(organisation_id=host_id).aggregate(
        **{cut.value: ArrayAgg(column, distinct=True, default=Value([])) for cut, column in _FILTERS.items()}
    )
    return {cut: _labelled_choices(actor, cut, [str(key) for key in keys_by_cut[cut.value] if key]) for cut in _FILTERS}


def _labelled_choices(actor: Actor, cut: Cut, keys: list[str]) -> list[tuple[str, str]]:
    labels = cell_labels(actor=actor, cut=cut, keys=keys)
    return sorted(((key, labels[key]) for key in keys), key=lambda each: each[1])
