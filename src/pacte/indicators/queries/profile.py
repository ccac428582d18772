"""Profile of a zone from external series, as known on a day. The number of queries does not depend on their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, Value, When

from pacte.indicators.models import Series, SeriesPoint, SeriesSplit
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.records.profile import (
    ProfileTerritory,
    ZoneFit,
    ZoneFitKind,
    ZoneProfile,
    ZoneSeries,
    ZoneValue,
)
from pacte.indicators.rules.territory_fit import COMMUNE, zone_fit
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.reference.queries import (
    communes_of_zone,
    former_codes_by_commune,
    place_by_code,
    term_labels,
    territory_editions,
    zone_codes_by_commune,
    zone_names_by_kind,
)
from pacte.reference.records import ZoneKind

ZonesWithValues = dict[int, dict[str, frozenset[str]]]
# Identifier of a series, split, first and last day of a value.
ValueKey = tuple[int, str, date, date]
# Kinds of zones by which the series of a territory may be broken down (``zone_breakdown``).
BREAKDOWN_KINDS = (ZoneKind.LABOUR_BASIN, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.DEPARTMENT)
_MAX_NAMED_COMMUNES = 50


def zone_profile(*, actor: Actor, host_id: int, kind: ZoneKind, code: str, known_on: date) -> ZoneProfile:
    """Every series with values for that zone; non-public series only for the readers who may see them.

    Raises ``NotFound`` for a zone that is not in the territory.
    """
    edition = max(territory_editions(), default=None)
    zone = place_by_code(kind, code, edition=edition) if edition else None
    if edition is None or zone is None:
        raise NotFound
    known = end_of_day_utc(known_on).replace(tzinfo=UTC)
    sheets = list(Series.objects.filter(organisation_id=host_id).prefetch_related("breaks").order_by("label"))
    present = _zones_with_values(sheets, known)
    kinds = {ZoneKind(each) for by_kind in present.values() for each in by_kind if each in set(ZoneKind)}
    zone_of = zone_codes_by_commune({*kinds, *BREAKDOWN_KINDS, ZoneKind.COMMUNE}, edition=edition)
    current_code = zone_of[ZoneKind.COMMUNE]
    communes = frozenset(each.code for each in communes_of_zone(kind, code, edition=edition))
    former = former_codes_by_commune(communes)
    territory = _profile_territory(communes, former, zone_of, edition)
    fits = _zone_fits(sheets, kind, code, territory, present)
    fits = {series_id: _with_former_codes(fit, former) for series_id, fit in fits.items()}
    values, sources = _zone_values(fits, known, current_code)
    labels = _split_labels(values)
    names = _zone_names(fits.values(), edition)
    series = [
        _zone_series(sheet, fit, values[sheet.pk], sources.get(sheet.pk, ""), labels[sheet.pk], names.get(fit.kind, {}))
        for sheet in sheets
        if (fit := fits.get(sheet.pk))
    ]
    return ZoneProfile(kind.value, code, zone.name, len(territory.communes), known_on, tuple(series), territory)


def _profile_territory(
    communes: frozenset[str],
    former: Mapping[str, set[str]],
    zone_of: Mapping[ZoneKind, Mapping[str, str]],
    edition: int,
) -> ProfileTerritory:
    current = set(zone_of[ZoneKind.COMMUNE].values())
    of_current = {
        kind.value: {commune: zone for commune, zone in zones.items() if commune in current}
        for kind, zones in zone_of.items()
    }
    return ProfileTerritory(edition, communes, frozenset().union(*former.values()), of_current)


def points_as_of(known: datetime) -> QuerySet[SeriesPoint]:
    return SeriesPoint.objects.filter(
        Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known), recorded_at__lt=known
    )


def _zones_with_values(sheets: Iterable[Series], known: datetime) -> ZonesWithValues:
    by_series: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = points_as_of(known).filter(series__in=list(sheets)).order_by()
    for series_id, kind, code in rows.values_list("series_id", "zone_kind", "zone_code").distinct():
        by_series[series_id][kind].add(code)
    return {
        series_id: {kind: frozenset(codes) for kind, codes in by_kind.items()}
        for series_id, by_kind in by_series.items()
    }


def _zone_fits(
    sheets: Iterable[Series], kind: ZoneKind, code: str, territory: ProfileTerritory, present: ZonesWithValues
) -> dict[int, ZoneFit]:
    """The zones that represent the profiled one, by series that has values for it."""
    fits = {}
    for sheet in sheets:
        fit = zone_fit(
            kind.value, code, territory.communes, membership=territory.zone_of, present=present.get(sheet.pk, {}),
            is_additive=sheet.is_additive,
        )  # fmt: skip
        if fit is not None:
            fits[sheet.pk] = fit
    return fits


def _with_former_codes(fit: ZoneFit, former: Mapping[str, set[str]]) -> ZoneFit:
    """Adds former codes: after a merger, earlier figures are stored under the former commune code."""
    if fit.kind != COMMUNE:
        return fit
    return replace(fit, codes=tuple(sorted(set(fit.codes).union(*(former.get(code, ()) for code in fit.codes)))))


def _zone_values(
    fits: Mapping[int, ZoneFit], known: datetime, current_code: Mapping[str, str]
) -> tuple[dict[int, list[ZoneValue]], dict[int, str]]:
    """Values of each series, by its identifier, in the order of their periods; and the source of its last point."""
    series_by_zones: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for series_id, fit in fits.items():
        series_by_zones[fit.kind, fit.codes].append(series_id)
    in_fits = Q(pk=None)
    for (kind, codes), series_ids in series_by_zones.items():
        in_fits |= Q(series_id__in=series_ids, zone_kind=kind, zone_code__in=codes)
    rows = points_as_of(known).filter(in_fits).order_by()
    listed = [series_id for series_id, fit in fits.items() if fit.how is ZoneFitKind.SPREAD]
    counted = (
        rows.annotate(zone=Case(When(series_id__in=listed, then=F("zone_code")), default=Value("")))
        .values("series_id", "split", "first", "last", "zone")
        .annotate(total=Sum("value"), hidden=Count("pk", filter=Q(is_hidden=True)), parts=Count("pk"), point=Max("pk"))
        .order_by("last", "split", "zone", "first")
    )
    by_commune = [series_id for series_id, fit in fits.items() if fit.kind == COMMUNE]
    communes = _commune_counts(rows.filter(series_id__in=by_commune), current_code)
    values: dict[int, list[ZoneValue]] = {series_id: [] for series_id in fits}
    last_points: dict[int, int] = defaultdict(int)
    for row in counted:
        series_id, split, first, last = row["series_id"], row["split"], row["first"], row["last"]
        parts = communes.get((series_id, split, first, last), row["parts"])
        values[series_id].append(ZoneValue(split, first, last, row["total"], row["hidden"], parts, row["zone"]))
        last_points[series_id] = max(last_points[series_id], row["point"])
    sources = SeriesPoint.objects.filter(pk__in=list(last_points.values()))
    return values, dict(sources.values_list("series_id", "source_label"))


def _commune_counts(rows: QuerySet[SeriesPoint], current_code: Mapping[str, str]) -> dict[ValueKey, int]:
    """Number of current communes in each sum: two merged communes count as one, before and after the merger."""
    communes: dict[ValueKey, set[str]] = defaultdict(set)
    counted = rows.values_list("series_id", "split", "first", "last", "zone_code")
    for series_id, split, first, last, code in counted:
        communes[series_id, split, first, last].add(current_code.get(code, code))
    return {key: len(codes) for key, codes in communes.items()}


def _split_labels(values: Mapping[int, Iterable[ZoneValue]]) -> dict[int, dict[str, str]]:
    """By series, the labels given by the source; otherwise those of the nomenclature that the split names."""
    labels: dict[int, dict[str, str]] = {series_id: {} for series_id in values}
    source_labels = SeriesSplit.objects.filter(series_id__in=list(values)).values_list("series_id", "code", "label")
    for series_id, code, label in source_labels:
        labels[series_id][code] = label
    missing = {
        series_id: {each.split for each in series_values} - labels[series_id].keys() - {""}
        for series_id, series_values in values.items()
    }
    codes: dict[str, set[str]] = defaultdict(set)
    for split in set().union(*missing.values()):
        scheme, _, code = split.partition(":")
        codes[scheme].add(code)
    terms = {
        f"{scheme}:{code}": label
        for scheme, of_scheme in codes.items()
        for code, label in term_labels(scheme, of_scheme).items()
    }
    return {
        series_id: labels[series_id] | {split: terms[split] for split in splits if split in terms}
        for series_id, splits in missing.items()
    }


def _zone_names(fits: Iterable[ZoneFit], edition: int) -> dict[str, dict[str, str]]:
    """By kind, the names of the zones that represent the profiled one."""
    codes: dict[ZoneKind, set[str]] = defaultdict(set)
    for fit in fits:
        if fit.kind in set(ZoneKind) and _shows_zones(fit):
            codes[ZoneKind(fit.kind)] |= set(fit.codes)
    return {kind.value: names for kind, names in zone_names_by_kind(codes, edition=edition).items()}


def _shows_zones(fit: ZoneFit) -> bool:
    return fit.kind != COMMUNE or len(fit.codes) < _MAX_NAMED_COMMUNES


def _zone_series(
    sheet: Series,
    fit: ZoneFit,
    values: Iterable[ZoneValue],
    source: str,
    labels: dict[str, str],
    names: Mapping[str, str],
) -> ZoneSeries:
    return ZoneSeries(
        code=sheet.code,
        label=sheet.label,
        unit=sheet.unit,
        theme=sheet.theme,
        direction=sheet.direction,
        is_additive=sheet.is_additive,
        source=sheet.source,
        licence=sheet.licence,
        edition=source,
        note=sheet.note,
        fit=fit,
        values=tuple(values),
        names=labels,
        zones={code: names.get(code, code) for code in fit.codes} if _shows_zones(fit) else {},
        breaks=tuple(sorted((each.on, each.reason) for each in sheet.breaks.all())),
        series_id=sheet.pk,
        months_to_next=sheet.periodicity_months + sheet.delay_months,
    )
