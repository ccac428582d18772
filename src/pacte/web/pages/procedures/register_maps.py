"""The maps of the public register of a procedure: where nothing is, and what is under the target of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst

from pacte.indicators.queries.coverage_registry import coverage_sources, plan_coverage
from pacte.indicators.records.coverage import CoverageMap, ZoneCoverage
from pacte.kernel.french import apply_french_spacing, format_number, join_words, pluralise
from pacte.plan.queries import visible_plan
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress import figure_bounds
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.count_maps import count_map
from pacte.web.tables import Column, Table, cell, number_column
from pacte.web.zone_urls import territory_url

if TYPE_CHECKING:
    from datetime import date

    from pacte.web.pages.procedures.public_pages import ProcedurePage


def register_maps(page: ProcedurePage, on: date) -> Iterator[dict[str, Any]]:
    """One map for each located count of what the register shows, by the zones of its target in the plan.

    None of a procedure that says something private of a person, and none before a territory is loaded.
    """
    procedure = page.procedure
    if not procedure.public_from or procedure.is_sensitive:
        return
    for count in procedure.counts:
        if count.zone is None or count.transition != procedure.public_from:
            continue
        kind, least = _target(page, count.code, on)
        for source in coverage_sources(actor=page.actor, target=count.target_code or count.code):
            coverage = plan_coverage(
                actor=page.actor, plan=page.plan, source=source, kind=kind or source.zone_kind, on=on
            )
            if coverage is not None and source.code == count.code:
                yield _map_values(coverage, least if kind else None)


def _target(page: ProcedurePage, code: str, on: date) -> tuple[ZoneKind | None, Decimal | None]:
    """The zones for each of which the plan promises that count, and how many at least. Of two targets, neither."""
    content = visible_plan(actor=page.actor, code=page.plan.code, on=on).content
    figures = [each for row in content.rows for each in row.figures if each.indicator_code == code]
    if len(figures) != 1:
        return None, None
    return parse_per(figures[0].per).zone_kind, figure_bounds(figures[0])[0]


def _map_values(coverage: CoverageMap, least: Decimal | None) -> dict[str, Any]:
    source, (one, many) = coverage.source, ZONE_KIND_LABELS[coverage.kind]
    title = f"{source.what}, par {one}"
    sentences = [_list_sentence(f"{one} sans rien", f"{many} sans rien", [each.name for each in coverage.blanks])]
    if least is not None:
        under = [f"{each.name} ({format_number(each.count)})" for each in coverage.covered if each.count < least]
        goal = f"sous la cible de {pluralise(int(least), source.one, source.unit)}"
        sentences.append(_list_sentence(f"{one} {goal}", f"{many} {goal}", under))
    if coverage.outside:
        sentences.append(f"{pluralise(coverage.outside, source.one, source.unit)} hors de la région ou sans commune.")
    return {
        "id": f"carte-{source.code.replace('_', '-')}",
        "title": capfirst(title),
        "sentences": [apply_french_spacing(each) for each in sentences],
        "note": source.note,
        "chart": count_map(
            title,
            coverage.kind,
            {each.code: each.name for each in coverage.zones},
            {each.code: Decimal(each.count) for each in coverage.zones},
            coverage.on,
        ),
        "table": _zone_table(coverage, title, least),
    }


def _list_sentence(one: str, many: str, names: list[str]) -> str:
    if not names:
        return f"Aucun {one}."
    return f"{pluralise(len(names), one, many)} : {join_words(names)}."


def _zone_table(coverage: CoverageMap, title: str, least: Decimal | None) -> Table[ZoneCoverage]:
    """Every zone, those without anything first."""
    columns: list[Column[ZoneCoverage]] = [
        Column(
            capfirst(ZONE_KIND_LABELS[coverage.kind][0]),
            lambda each: cell(each.name, url=territory_url("profile", coverage.kind, each.code)),
        ),
        number_column(
            capfirst(coverage.source.unit),
            lambda each: cell(format_number(each.count) if each.count else "rien", value=str(each.count)),
        ),
    ]
    if least is not None:
        columns.append(Column("Cible", lambda each: "atteinte" if each.count >= least else "pas atteinte"))
    return Table(
        (*coverage.blanks, *coverage.covered),
        *columns,
        id=f"table-{coverage.source.code.replace('_', '-')}",
        caption=title,
    )
