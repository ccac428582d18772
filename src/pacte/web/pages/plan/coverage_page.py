"""« Action 19 : où, et où pas encore ? »: maps of an action, zone by zone, and the blanks of what is published."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.text import capfirst

from pacte.exchange.documents.csv_file import MEDIA_TYPE, Cell, csv_bytes
from pacte.indicators.queries.coverage_registry import coverage_sources, plan_coverage
from pacte.indicators.records.coverage import CoverageMap, CoverageSource, ZoneCoverage
from pacte.indicators.records.grades import EVIDENCE_GRADE_LABELS, PROOF_SCOPE_LABELS
from pacte.indicators.rules.coverage import coverage_sentence
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.plan.records import Figure
from pacte.plan.rules.per import parse_per
from pacte.reference.queries import loaded_zonings, territory_editions
from pacte.reference.records import ADMINISTRATIVE_KINDS, ZONE_KIND_LABELS, ZoneKind
from pacte.web.charts.maps import ZoneMap
from pacte.web.count_maps import count_map
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.downloads import file_response
from pacte.web.page import Crumb
from pacte.web.pages.plan.action_page import ActionPage
from pacte.web.pages.plan.evidence import evidence_by_action
from pacte.web.pages.plan.unit_views import unit_view
from pacte.web.tables import Cell as TableCell
from pacte.web.tables import Column, Table, cell, number_cell, number_column
from pacte.web.zone_urls import KIND_BY_SLUG, SLUG_BY_KIND, territory_url

_KIND_PARAM = "par"
_KINDS = (
    ZoneKind.DEPARTMENT, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LIVING_AREA, ZoneKind.LABOUR_BASIN, ZoneKind.EPCI,
)  # fmt: skip


class CoveragePage(ActionPage):
    """Maps of one action. Everybody who reads the action reads the same ones."""

    @property
    def targets(self) -> list[Figure]:
        return [view.figure for view in (*self.detail.targets, *self.detail.proposed)]

    @property
    def asked_kind(self) -> ZoneKind | None:
        """The zones of ``?par=``; None for those of each map. What is not known is ignored."""
        return KIND_BY_SLUG.get(self.request.GET.get(_KIND_PARAM, ""))

    def breadcrumb(self) -> list[Crumb]:
        *trail, (label, _) = super().breadcrumb()
        return [*trail, (label, self.url("plan:action", self.number)), ("Carte", "")]

    def coverages(self) -> Iterator[CoverageMap]:
        """One map for each source of the targets. None is drawn before a territory is loaded."""
        for figure in self.targets:
            for source in coverage_sources(actor=self.actor, target=figure.indicator_code):
                kind = self.asked_kind or parse_per(figure.per).zone_kind or source.zone_kind
                coverage = plan_coverage(actor=self.actor, plan=self.plan, source=source, kind=kind, on=self.on)
                if coverage is not None:
                    yield coverage


@CoveragePage.view(template_name="plan/coverage.html")
def coverage_maps(page: CoveragePage) -> dict[str, Any]:
    evidence = evidence_by_action(page, page.visible, frozenset({page.number})).get(page.number)
    rows = {(row.code, row.what): row for row in (evidence.rows if evidence else ())}
    units = [
        view
        for figure in page.targets
        if parse_per(figure.per).zone_kind and (row := rows.get((figure.indicator_code, figure.what)))
        if (view := unit_view(row, figure, page.on))
    ]
    maps = [_map_section(each) for each in page.coverages()]
    known = [each["sentence"] for each in units if each["is_known"]]
    near = [f"{each['title']} : {each['sentence']}" for each in maps]
    sentences = [*known, *near, *(each["sentence"] for each in units)]
    drop_repeated_charts(maps, units)
    # The answer of the page is not said again in the section that gives it.
    for each, sentence in [*((unit, unit["sentence"]) for unit in units), *zip(maps, near, strict=True)]:
        each["sentence"] = "" if sentence == sentences[0] else each["sentence"]
    return {
        "title": f"{page.detail.line.name} : où, et où pas encore ?",
        "line": page.detail.line,
        "answer": apply_french_spacing(f"{capfirst(sentences[0])}.")
        if sentences
        else _nothing(page, evidence.missing if evidence else ""),
        "units": units,
        "maps": maps,
        "kinds": _kind_field(page),
        "file_url": page.url("plan:coverage_file", page.number) if maps else "",
        "action_url": page.url("plan:action", page.number),
        "kept": [each for each in page.day_control()["hidden"] if each["name"] != _KIND_PARAM]
        + ([{"name": DAY_PARAM, "value": page.requested_day.isoformat()}] if page.requested_day else []),
    }


@CoveragePage.view()
def coverage_file(page: CoveragePage) -> HttpResponse:
    rows: list[list[Cell]] = [[
        "carte", "libelle", "decoupage", "zone", "nom", "nombre", "premier_jour", "dernier_jour", "habitants", "source",
    ]]  # fmt: skip
    for each in page.coverages():
        rows += [
            [
                each.source.code, each.source.what, ZONE_KIND_LABELS[each.kind][0], zone.code, zone.name, zone.count,
                zone.first_on, zone.last_on, zone.population, each.source.source,
            ]
            for zone in each.zones
        ]  # fmt: skip
    return file_response(csv_bytes(rows), MEDIA_TYPE, f"carte_action_{page.number}_{page.on:%Y-%m-%d}.csv")


def drop_repeated_charts(maps: list[dict[str, Any]], units: list[dict[str, Any]]) -> None:
    """Leaves its table alone to a map of ``maps`` that would repeat, zone by zone, the map of a target."""
    drawn = [_value_by_zone(unit["chart"]) for unit in units if unit.get("chart")]
    for each in maps:
        if each["chart"] and _value_by_zone(each["chart"]) in drawn:
            each["chart"] = None


def _value_by_zone(chart: ZoneMap) -> dict[str, Decimal | None]:
    return {zone.code: zone.value for zone in chart.zones}


def _nothing(page: CoveragePage, missing: str) -> str:
    if not territory_editions():
        return "Aucun territoire n’est chargé : aucune carte ne se dessine."
    owed = f" Ce qui manque : {missing}." if missing else ""
    return apply_french_spacing(f"Rien de ce que fait cette action n’est encore situé sur le territoire.{owed}")


def _map_section(coverage: CoverageMap) -> dict[str, Any]:
    source, one = coverage.source, ZONE_KIND_LABELS[coverage.kind][0]
    title = f"{source.what}, par {one}"
    return {
        "id": source.code.replace("_", "-"),
        "title": capfirst(source.what),
        "sentence": coverage_sentence(coverage),
        "note": source.note,
        "grade": f"{EVIDENCE_GRADE_LABELS[source.grade]} : {PROOF_SCOPE_LABELS[source.scope]}",
        "chart": count_map(
            title,
            coverage.kind,
            {each.code: each.name for each in coverage.zones},
            {each.code: Decimal(each.count) for each in coverage.zones},
            coverage.on,
        ),
        "table": _coverage_table(coverage, title),
        "sources": _sources(coverage),
    }


def _sources(coverage: CoverageMap) -> list[str]:
    source, sentences = coverage.source, []
    if coverage.outside:
        away = pluralise(coverage.outside, source.one, source.unit)
        sentences.append(f"{away} hors de la région, ou dont la commune n’est pas connue : sur aucune zone.")
    sentences.append(f"{capfirst(source.source)}, au {format_day(coverage.on)}.")
    sentences.append(
        f"Communes au 1er janvier {coverage.edition} et leurs populations légales (Insee). "
        "Une zone à cheval sur deux régions n’a ici que ses communes de la région."
    )
    return [apply_french_spacing(each) for each in sentences]


def _coverage_table(coverage: CoverageMap, title: str) -> Table[ZoneCoverage]:
    """Blanks first, the most inhabited first; then the others by name."""
    return Table(
        (*coverage.blanks, *coverage.covered),
        Column(
            capfirst(ZONE_KIND_LABELS[coverage.kind][0]),
            lambda each: cell(each.name, url=territory_url("profile", coverage.kind, each.code)),
        ),
        number_column(capfirst(coverage.source.unit), _count_cell, number_cell(_sum_of_counts(coverage))),
        Column("Du premier au dernier", lambda each: _days(each)),
        number_column("Habitants", lambda each: number_cell(each.population), number_cell(coverage.inhabitants)),
        id=f"table-{coverage.source.code.replace('_', '-')}",
        caption=title,
    )


def _sum_of_counts(coverage: CoverageMap) -> int:
    return sum(each.count for each in coverage.zones)


def _count_cell(zone: ZoneCoverage) -> TableCell:
    return cell(format_number(zone.count) if zone.count else "rien", value=str(zone.count))


def _days(zone: ZoneCoverage) -> str:
    if zone.first_on is None or zone.last_on is None:
        return ""
    if zone.first_on == zone.last_on:
        return format_day(zone.first_on)
    return f"{format_day(zone.first_on)} au {format_day(zone.last_on)}"


def _kind_field(page: CoveragePage) -> dict[str, Any] | None:
    """Choice of the zones, for the maps that are drawn from points; None before a territory is loaded."""
    if not territory_editions() or not any(_sources_of(page)):
        return None
    loaded = loaded_zonings()
    kinds = [each for each in _KINDS if each in ADMINISTRATIVE_KINDS or each in loaded]
    chosen = SLUG_BY_KIND[page.asked_kind] if page.asked_kind else ""
    choices = [("", "celui de la cible"), *((SLUG_BY_KIND[each], ZONE_KIND_LABELS[each][0]) for each in kinds)]
    return {
        "id": "choix-par",
        "name": _KIND_PARAM,
        "label": "Découpage",
        "kind": "select",
        "quiet": True,
        "choices": [{"value": value, "label": words, "chosen": value == chosen} for value, words in choices],
    }


def _sources_of(page: CoveragePage) -> Iterator[CoverageSource]:
    for figure in page.targets:
        yield from coverage_sources(actor=page.actor, target=figure.indicator_code)
