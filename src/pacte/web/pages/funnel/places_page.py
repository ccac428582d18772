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
from pacte.web.end_rows import END_COLUMNS, REASON_COLUMNS, reason_rows, totals
from pacte.web.heavy import heavy
from pacte.web.pages.funnel.frame import (
    actor_in,
    cell,
    chosen_action,
    chosen_number,
    downloads,
    file_answer,
    frame,
    region_of,
    select,
    session_url,
)
from pacte.web.pages.funnel.places_model import CUT_LABELS, answer, columns, ends, numbers, stages
from pacte.web.signed_in import signed_in
from pacte.web.situation_answers import ANSWER_COLUMNS, answer_rows

_SHOWN = 25
_FILTERED = ((Cut.DEPARTMENT, "departement", "Département"), (Cut.PROVIDER, "organisme", "Organisme"),
             (Cut.LOT, "lot", "Lot"))  # fmt: skip
_WHY_HIDDEN = (
    "Un chiffre est masqué quand il montrerait de petits effectifs, seul ou comparé aux autres tableaux. Les places "
    "prises ou perdues le sont avec les personnes. Une année trop peu remplie n’entre pas dans l’ensemble."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Filters of the URL, and the resulting counts."""

    actor: Actor
    kept: CountsCache
    reader: CountAccess
    asked: CountFilters
    cut: Cut
    table: FunnelTable
    years: list[int]


def _seen(request: HttpRequest, most: int | None = None) -> Seen:
    """``max_sessions`` limits the sessions read. Raises ``NotFound`` for users without access to counts."""
    actor = actor_in(request)
    host_id = region_of(actor)
    reader = CountAccess(actor, host_id)
    kept = cached_counts(actor=actor, host_id=host_id)
    years = kept.years()
    wanted = request.GET.get("par", "")
    cut = Cut(wanted) if wanted in set(Cut) and Cut(wanted) in reader.cuts else reader.cuts[0]
    asked = _asked(request, years)
    if reader.is_masked and cut is not Cut.YEAR:
        asked = CountFilters(year=asked.year or (years[0] if years else None))
    elif reader.is_masked:
        asked = CountFilters()
    if cut is Cut.SESSION and most is None:
        # Thousands of rows, for a file: read without the cache.
        table = funnel(actor=actor, host_id=host_id, filters=asked, cut=cut)
    else:
        table = kept.funnel(filters=asked, cut=cut, most=most)
    return Seen(actor, kept, reader, asked, cut, table, years)


def _asked(request: HttpRequest, years: list[int]) -> CountFilters:
    year = chosen_number(request, "annee")
    fund = request.GET.get("fonds", "")
    department = request.GET.get("departement", "")
    return CountFilters(
        year=year if year in years else None,
        fund=fund if fund in set(Fund) else "",
        department=department if department.isalnum() and len(department) < 4 else "",
        provider_id=chosen_number(request, "organisme"),
        lot_id=chosen_number(request, "lot"),
        action_number=chosen_action(request),
        session_id=chosen_number(request, "session"),
    )


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    seen = _seen(request, _SHOWN)
    whole = seen.table.whole
    said = f" en {seen.asked.year}" if seen.asked.year else ""
    context = frame() | {
        "title": "Où se perdent les places ?",
        "answer": answer(whole, said=said),
        "fields": _fields(seen),
        "counted": _counted(seen.table),
        "stages": stages(whole) if seen.table.lines else [],
        "end_columns": END_COLUMNS,
        "end_rows": ends(whole),
        "end_totals": totals(whole.of("ended")),
        "reason_columns": REASON_COLUMNS,
        "reason_rows": reason_rows(seen.kept.dropout_reasons(filters=seen.asked, cut=seen.cut)),
        "answer_columns": ANSWER_COLUMNS,
        "answers": answer_rows(seen.kept.answers(year=seen.asked.year)),
        "cut_label": CUT_LABELS[seen.cut],
        "columns": columns(whole, seen.cut),
        "rows": _rows(seen),
        "totals": ["Ensemble", *[cell(count) for count in numbers(whole)]],
        "shown": _SHOWN if len(seen.table.lines) + seen.table.left_out > _SHOWN else 0,
        "why_hidden": _WHY_HIDDEN if seen.table.is_masked else "",
        "downloads": downloads("funnel:places_file", request.GET.urlencode()),
        "risk_url": reverse("funnel:risk"),
    }  # fmt: skip
    return render(request, "funnel/places.html", context)


@signed_in
@require_safe
@heavy
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """All rows, numbers as numbers. A suppressed count is marked, with a note."""
    seen = _seen(request)
    whole = seen.table.whole
    names = _labels(seen, seen.table)
    headings = [each["label"] for each in columns(whole, seen.cut)]
    notes = [_counted(seen.table), *([_WHY_HIDDEN] if seen.table.is_masked else [])]
    return file_answer(
        extension=extension,
        name="places_et_personnes",
        title="Où se perdent les places et les personnes",
        sheet="Parcours",
        headings=headings,
        rows=[(names[each.key], *_filed(each)) for each in seen.table.lines],
        totals=("Ensemble", *_filed(whole)),
        notes=notes,
    )


def _filed(counts: CellCounts) -> list[Any]:
    return ["masqué" if count is None else count for count in numbers(counts)]


def _rows(seen: Seen) -> list[list[Any]]:
    """All rows in their order when they are few; else those that lost the most places."""
    lines = seen.table.lines
    if seen.cut is Cut.SESSION or len(lines) > _SHOWN:
        lines = tuple(sorted(lines, key=lambda each: each.values.get("taken", 0) - each.values.get("bought", 0)))
    shown = replace(seen.table, lines=lines[:_SHOWN])
    if seen.cut is Cut.SESSION:
        cells = session_labels(actor=seen.actor, keys=[each.key for each in shown.lines])
        heads: dict[str, Any] = {
            key: {"text": title, "note": note, "url": session_url(triplet)}
            for key, (title, note, triplet) in cells.items()
        }
    else:
        heads = dict(_labels(seen, shown))
    return [[heads.get(each.key, each.key), *[cell(count) for count in numbers(each)]] for each in shown.lines]


def _labels(seen: Seen, table: FunnelTable) -> dict[str, str]:
    keys = [each.key for each in table.lines]
    if seen.cut is Cut.SESSION:
        found = session_labels(actor=seen.actor, keys=keys)
        return {key: " · ".join(found[key][:2]) if key in found else key for key in keys}
    labels = cell_labels(actor=seen.actor, cut=seen.cut, keys=keys)
    if seen.cut is Cut.ACTION:
        return labels | {str(each): f"{each} {name}" for each, name in _actions(seen.actor).items()}
    return labels


def _actions(actor: Actor) -> dict[ActionCode, str]:
    plan = main_plan(actor=actor)
    return action_short_titles(actor=actor, plan=plan, on=today()) if plan else {}


def _fields(seen: Seen) -> list[dict[str, Any]]:
    asked = seen.asked
    years = [("", "toutes"), *((str(each), str(each)) for each in seen.years)]
    if seen.reader.is_masked:
        years = years[1:]
    found = [
        select("par", "Compter par", [(cut, CUT_LABELS[cut]) for cut in seen.reader.cuts], seen.cut),
        select("annee", "Année du début prévu", years, str(asked.year or "")),
    ]
    if not seen.reader.may_filter:
        return found
    funds = [("", "tous"), *((each, FUND_LABELS[each]) for each in Fund)]
    found.append(select("fonds", "Fonds", funds, asked.fund))
    if seen.reader.sees_all and not seen.reader.counts_groups(seen.cut):
        given = {"departement": asked.department, "organisme": asked.provider_id, "lot": asked.lot_id}
        choices = seen.kept.choices()
        for cut, name, label in _FILTERED:
            if choices[cut]:
                found.append(select(name, label, [("", "tous"), *choices[cut]], str(given[name] or "")))
    actions = [(str(each), f"{each} {name}"[:60]) for each, name in sorted(_actions(seen.actor).items())]
    found.append(select("action", "Action du plan", [("", "toutes"), *actions], str(asked.action_number or "")))
    return found


def _counted(table: FunnelTable) -> str:
    """« Compté le 24 novembre 2026 à 6 h 10 »."""
    if table.counted_at is None:
        return "Rien n’est encore compté : le premier compte se fait dans la nuit qui suit la première session achetée."
    at = timezone.localtime(table.counted_at)
    return f"Compté le {format_day(at.date())} à {at.hour} h {at.minute:02d}."
