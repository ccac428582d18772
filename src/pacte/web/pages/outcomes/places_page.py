"""« Où se perdent les places ? »: from places bought to employment, by one cut, as a page and as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pacte.journeys.queries.cached_counts import CountsCache, cached_counts
from pacte.journeys.queries.funnel import CountAccess, funnel
from pacte.journeys.queries.labels import cell_labels, session_labels
from pacte.journeys.records.counts import CellCounts, CountFilters, Cut, FunnelTable
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.offer.records import FUND_LABELS, Fund
from pacte.plan.queries import action_short_titles, main_plan
from pacte.web.end_table_rows import END_COLUMNS, REASON_COLUMNS, dropout_reason_rows, end_totals_row
from pacte.web.follow_up_answers import FOLLOW_UP_COLUMNS, follow_up_rows
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.outcomes.funnel_rows import (
    CUT_LABELS,
    funnel_columns,
    funnel_counts,
    funnel_end_rows,
    funnel_stage_rows,
    funnel_summary,
)
from pacte.web.pages.outcomes.page_context import (
    action_code_param,
    download_links,
    int_param,
    outcome_count_cell,
    outcome_select_field,
    outcomes_page_context,
    outcomes_region_id,
    request_actor,
    session_page_url,
    table_file_response,
)
from pacte.web.require_login import require_login

_MAX_ROWS = 25
_FILTER_CUTS = ((Cut.DEPARTMENT, "departement", "Département"), (Cut.PROVIDER, "organisme", "Organisme"),
             (Cut.LOT, "lot", "Lot"))  # fmt: skip
_WHY_HIDDEN = (
    "Un chiffre est masqué quand il montrerait de petits effectifs, seul ou comparé aux autres tableaux. Les places "
    "prises ou perdues le sont avec les personnes. Une année trop peu remplie n’entre pas dans l’ensemble."
)


@dataclass(frozen=True, slots=True)
class FunnelPageData:
    """Filters of the URL, and the resulting counts."""

    actor: Actor
    counts_cache: CountsCache
    reader: CountAccess
    filters: CountFilters
    cut: Cut
    table: FunnelTable
    years: list[int]


def _load_page_data(request: HttpRequest, max_sessions: int | None = None) -> FunnelPageData:
    """``max_sessions`` limits the sessions read. Raises ``NotFound`` for users without access to counts."""
    actor = request_actor(request)
    host_id = outcomes_region_id(actor)
    reader = CountAccess(actor, host_id)
    counts_cache = cached_counts(actor=actor, host_id=host_id)
    years = counts_cache.years()
    wanted = request.GET.get("par", "")
    cut = Cut(wanted) if wanted in set(Cut) and Cut(wanted) in reader.cuts else reader.cuts[0]
    filters = _parse_filters(request, years)
    if reader.is_masked and cut is not Cut.YEAR:
        filters = CountFilters(year=filters.year or (years[0] if years else None))
    elif reader.is_masked:
        filters = CountFilters()
    if cut is Cut.SESSION and max_sessions is None:
        # Thousands of rows, for a file: read without the cache.
        table = funnel(actor=actor, host_id=host_id, filters=filters, cut=cut)
    else:
        table = counts_cache.funnel(filters=filters, cut=cut, most=max_sessions)
    return FunnelPageData(actor, counts_cache, reader, filters, cut, table, years)


def _parse_filters(request: HttpRequest, years: list[int]) -> CountFilters:
    year = int_param(request, "annee")
    fund = request.GET.get("fonds", "")
    department = request.GET.get("departement", "")
    return CountFilters(
        year=year if year in years else None,
        fund=fund if fund in set(Fund) else "",
        department=department if department.isalnum() and len(department) < 4 else "",
        provider_id=int_param(request, "organisme"),
        lot_id=int_param(request, "lot"),
        action_number=action_code_param(request),
        session_id=int_param(request, "session"),
    )


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    page_data = _load_page_data(request, _MAX_ROWS)
    whole = page_data.table.whole
    period_text = f" en {page_data.filters.year}" if page_data.filters.year else ""
    context = outcomes_page_context() | {
        "title": "Où se perdent les places ?",
        "answer": funnel_summary(whole, period_text=period_text),
        "fields": _fields(page_data),
        "counted": _counted_at_text(page_data.table),
        "stages": funnel_stage_rows(whole) if page_data.table.lines else [],
        "end_columns": END_COLUMNS,
        "end_rows": funnel_end_rows(whole),
        "end_totals": end_totals_row(whole.of("ended")),
        "reason_columns": REASON_COLUMNS,
        "reason_rows": dropout_reason_rows(
            page_data.counts_cache.dropout_reasons(filters=page_data.filters, cut=page_data.cut)
        ),
        "answer_columns": FOLLOW_UP_COLUMNS,
        "answers": follow_up_rows(page_data.counts_cache.answers(year=page_data.filters.year)),
        "cut_label": CUT_LABELS[page_data.cut],
        "columns": funnel_columns(whole, page_data.cut),
        "rows": _rows(page_data),
        "totals": ["Ensemble", *[outcome_count_cell(count) for count in funnel_counts(whole)]],
        "shown": _MAX_ROWS if len(page_data.table.lines) + page_data.table.left_out > _MAX_ROWS else 0,
        "why_hidden": _WHY_HIDDEN if page_data.table.is_masked else "",
        "downloads": download_links("funnel:places_file", request.GET.urlencode()),
        "risk_url": reverse("funnel:risk"),
    }
    return render(request, "funnel/places.html", context)


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """All rows, numbers as numbers. A suppressed count is marked, with a note."""
    seen = _load_page_data(request)
    whole = seen.table.whole
    names = _labels(seen, seen.table)
    headings = [each["label"] for each in funnel_columns(whole, seen.cut)]
    notes = [_counted_at_text(seen.table), *([_WHY_HIDDEN] if seen.table.is_masked else [])]
    return table_file_response(
        extension=extension,
        name="places_et_personnes",
        title="Où se perdent les places et les personnes",
        sheet="Parcours",
        headings=headings,
        rows=[(names[each.key], *_file_cells(each)) for each in seen.table.lines],
        totals=("Ensemble", *_file_cells(whole)),
        notes=notes,
    )


def _file_cells(counts: CellCounts) -> list[Any]:
    return ["masqué" if count is None else count for count in funnel_counts(counts)]


def _rows(seen: FunnelPageData) -> list[list[Any]]:
    """All rows in their order when they are few; else those that lost the most places."""
    lines = seen.table.lines
    if seen.cut is Cut.SESSION or len(lines) > _MAX_ROWS:
        lines = tuple(sorted(lines, key=lambda each: each.values.get("taken", 0) - each.values.get("bought", 0)))
    shown = replace(seen.table, lines=lines[:_MAX_ROWS])
    if seen.cut is Cut.SESSION:
        cells = session_labels(actor=seen.actor, keys=[each.key for each in shown.lines])
        heads: dict[str, Any] = {
            key: {"text": title, "note": note, "url": session_page_url(triplet)}
            for key, (title, note, triplet) in cells.items()
        }
    else:
        heads = dict(_labels(seen, shown))
    return [
        [heads.get(each.key, each.key), *[outcome_count_cell(count) for count in funnel_counts(each)]]
        for each in shown.lines
    ]


def _labels(seen: FunnelPageData, table: FunnelTable) -> dict[str, str]:
    keys = [each.key for each in table.lines]
    if seen.cut is Cut.SESSION:
        labels_by_key = session_labels(actor=seen.actor, keys=keys)
        return {key: " · ".join(labels_by_key[key][:2]) if key in labels_by_key else key for key in keys}
    labels = cell_labels(actor=seen.actor, cut=seen.cut, keys=keys)
    if seen.cut is Cut.ACTION:
        return labels | {str(each): f"{each} {name}" for each, name in _actions(seen.actor).items()}
    return labels


def _actions(actor: Actor) -> dict[ActionCode, str]:
    plan = main_plan(actor=actor)
    return action_short_titles(actor=actor, plan=plan, on=today()) if plan else {}


def _fields(seen: FunnelPageData) -> list[dict[str, Any]]:
    filters = seen.filters
    years = [("", "toutes"), *((str(each), str(each)) for each in seen.years)]
    if seen.reader.is_masked:
        years = years[1:]
    fields = [
        outcome_select_field("par", "Compter par", [(cut, CUT_LABELS[cut]) for cut in seen.reader.cuts], seen.cut),
        outcome_select_field("annee", "Année du début prévu", years, str(filters.year or "")),
    ]
    if not seen.reader.may_filter:
        return fields
    funds = [("", "tous"), *((each, FUND_LABELS[each]) for each in Fund)]
    fields.append(outcome_select_field("fonds", "Fonds", funds, filters.fund))
    if seen.reader.sees_all and not seen.reader.counts_groups(seen.cut):
        selection = {"departement": filters.department, "organisme": filters.provider_id, "lot": filters.lot_id}
        choices = seen.counts_cache.choices()
        for cut, name, label in _FILTER_CUTS:
            if choices[cut]:
                fields.append(
                    outcome_select_field(name, label, [("", "tous"), *choices[cut]], str(selection[name] or ""))
                )
    actions = [(str(each), f"{each} {name}"[:60]) for each, name in sorted(_actions(seen.actor).items())]
    fields.append(
        outcome_select_field("action", "Action du plan", [("", "toutes"), *actions], str(filters.action_number or ""))
    )
    return fields


def _counted_at_text(table: FunnelTable) -> str:
    """« Compté le 24 novembre 2026 à 6 h 10 »."""
    if table.counted_at is None:
        return "Rien n’est encore compté : le premier compte se fait dans la nuit qui suit la première session achetée."
    at = timezone.localtime(table.counted_at)
    return f"Compté le {format_day(at.date())} à {at.hour} h {at.minute:02d}."
