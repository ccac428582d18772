"""Profile of a zone from external series, as known on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from pacte.indicators.models import Series, SeriesPoint
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.records.profile import ZoneFit, ZoneFitKind, ZoneProfile, ZoneSeries, ZoneValue
from pacte.indicators.rules.territory_fit import COMMUNE, zone_fit
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.reference.queries import (
    communes_of_zone,
    former_commune_codes,
    loaded_zonings,
    place_by_code,
    term_labels,
    territory_editions,
    zone_code_by_commune,
    zone_names_by_code,
)
from pacte.reference.records import ADMINISTRATIVE_KINDS, ZoneKind

ZonesWithValues = dict[int, dict[str, frozenset[str]]]


def zone_profile(*, actor: Actor, host_id: int, kind: ZoneKind, code: str, known_on: date) -> ZoneProfile:
    """Every series with values for that zone; non-public series only for the readers who may see them.

    Raises ``NotFound`` for a zone that is not in the territory.
    """
    zone = place_by_code(kind, code) if territory_editions() else None
    if zone is None:
        raise NotFound
    known = end_of_day_utc(known_on).replace(tzinfo=UTC)
    sheets = list(Series.objects.filter(organisation_id=host_id).prefetch_related("breaks").order_by("label"))
    present = _zones_with_values(sheets, known)
    kinds = {each for by_kind in present.values() for each in by_kind}
    communes = frozenset(each.code for each in communes_of_zone(kind, code))
    today = frozenset(zone_names_by_code(ZoneKind.COMMUNE))
    membership = {each: _zone_of(each, today) for each in kinds}
    fits = {}
    for sheet in sheets:
        fit = zone_fit(
            kind.value, code, communes, membership=membership, present=present.get(sheet.pk, {}),
            is_additive=sheet.is_additive,
        )  # fmt: skip
        if fit is not None:
            fits[sheet.pk] = _with_former_codes(fit)
    names = _zone_names_by_kind(fits.values())
    series = [
        _zone_series(each, fits[each.pk], known, names.get(fits[each.pk].kind, {}))
        for each in sheets
        if each.pk in fits
    ]
    return ZoneProfile(kind.value, code, zone.name, len(communes), known_on, tuple(series))


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


def _zone_of(kind: str, today: frozenset[str]) -> dict[str, str]:
    """Current commune → its zone of that kind; empty when the zoning is not loaded."""
    if kind not in set(ZoneKind) or (
        ZoneKind(kind) not in ADMINISTRATIVE_KINDS and ZoneKind(kind) not in loaded_zonings()
    ):
        return {}
    return {code: zone for code, zone in zone_code_by_commune(ZoneKind(kind)).items() if code in today}


def _zone_names_by_kind(fits: Iterable[ZoneFit]) -> dict[str, dict[str, str]]:
    """By kind, the names of the zones that represent the profiled one."""
    codes: dict[str, set[str]] = defaultdict(set)
    for fit in fits:
        codes[fit.kind] |= set(fit.codes)
    return {kind: zone_names_by_code(ZoneKind(kind), these) for kind, these in codes.items() if kind in set(ZoneKind)}


def _with_former_codes(fit: ZoneFit) -> ZoneFit:
    """Adds former codes: after a merger, earlier figures are stored under the former commune code."""
    if fit.kind != COMMUNE:
        return fit
    return replace(fit, codes=tuple(sorted({*fit.codes, *former_commune_codes(fit.codes)})))


def _zone_series(sheet: Series, fit: ZoneFit, known: datetime, zones: Mapping[str, str]) -> ZoneSeries:
    rows = points_as_of(known).filter(series=sheet, zone_kind=fit.kind, zone_code__in=fit.codes).order_by()
    by = ["split", "first", "last", *(["zone_code"] if fit.how is ZoneFitKind.SPREAD else [])]
    counted = rows.values(*by).annotate(
        total=Sum("value"), hidden=Count("pk", filter=Q(is_hidden=True)), parts=Count("pk")
    )
    parts = _commune_counts(rows) if fit.kind == COMMUNE else {}
    values = tuple(
        ZoneValue(row["split"], row["first"], row["last"], row["total"], row["hidden"],
                   parts.get((row["split"], row["first"], row["last"]), row["parts"]),
                   row.get("zone_code", ""))
        for row in counted.order_by("last", "split", *by[3:])
    )  # fmt: skip
    edition = rows.order_by("-pk").values_list("source_label", flat=True).first() or ""
    return ZoneSeries(
        code=sheet.code,
        label=sheet.label,
        unit=sheet.unit,
        theme=sheet.theme,
        direction=sheet.direction,
        is_additive=sheet.is_additive,
        source=sheet.source,
        licence=sheet.licence,
        edition=edition,
        note=sheet.note,
        fit=fit,
        values=values,
        names=_split_names(sheet, {each.split for each in values}),
        zones={code: zones.get(code, code) for code in fit.codes} if fit.kind != COMMUNE or len(fit.codes) < 50 else {},
        breaks=tuple(sorted((each.on, each.reason) for each in sheet.breaks.all())),
    )


def _commune_counts(rows: QuerySet[SeriesPoint]) -> dict[tuple[str, date, date], int]:
    """Number of current communes in each sum: two merged communes count as one, before and after the merger."""
    heirs = zone_code_by_commune(ZoneKind.COMMUNE)
    communes: dict[tuple[str, date, date], set[str]] = defaultdict(set)
    for split, first, last, code in rows.values_list("split", "first", "last", "zone_code"):
        communes[split, first, last].add(heirs.get(code, code))
    return {key: len(codes) for key, codes in communes.items()}


def _split_names(sheet: Series, splits: set[str]) -> dict[str, str]:
    """Labels given by the source; otherwise those of the nomenclature that the split names."""
    names = dict(sheet.splits.values_list("code", "label"))
    missing_codes: dict[str, set[str]] = defaultdict(set)
    for split in splits - names.keys() - {""}:
        scheme, _, code = split.partition(":")
        missing_codes[scheme].add(code)
    for scheme, codes in missing_codes.items():
        names |= {f"{scheme}:{code}": label for code, label in term_labels(scheme, codes).items()}
    return names
