"""« Qu’est-ce qui a changé ici depuis le dernier plan ? »: two days compared, series by series."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.indicators.records.profile import ZoneValue
from pacte.indicators.rules.periods import parse_period_day
from pacte.indicators.rules.profile_blocks import period_text, value_text, zone_fit_text
from pacte.indicators.rules.profile_changes import (
    CHANGE_SENSE_LABELS,
    ProfileComparison,
    SeriesChange,
    SplitMoves,
    compare_profiles,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.plan.queries import plan_summaries
from pacte.reference.records import ZoneKind
from pacte.web.pages.territory.page_context import (
    ZONE_KIND_NAMES,
    request_actor,
    requested_profile,
    territory_page_context,
    territory_url,
)

if TYPE_CHECKING:
    from pacte.indicators.records.profile import ZoneProfile

CHANGE_COLUMNS = (
    {"label": "Série"},
    {"label": "Avant", "kind": "num"},
    {"label": "Après", "kind": "num"},
    {"label": "Écart", "kind": "num"},
    {"label": "Ce que cela dit"},
)
MOVE_COLUMNS = (
    {"label": "Métier ou part"},
    {"label": "Avant", "kind": "num"},
    {"label": "Après", "kind": "num"},
    {"label": "Écart", "kind": "num"},
)
NOT_COMPARED_COLUMNS = ({"label": "Série"}, {"label": "Pourquoi elle ne se compare pas"})


@require_safe
def page(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    actor = request_actor(request)
    profile = requested_profile(request, kind, code, known_on=today())
    spans = _plan_periods(actor)
    first, last = _days(request, spans)
    comparison = compare_profiles(profile, first=first, last=last)
    zone_kind = ZoneKind(profile.kind)
    values = territory_page_context(
        {"label": profile.name, "url": territory_url("profile", zone_kind, profile.code)}, {"label": "Ce qui a changé"}
    ) | {
        "profile": profile,
        "title": f"{profile.name} : qu’est-ce qui a changé ?",
        "answer": _summary_sentence(comparison),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "spans": [{"label": label, "url": f"?du={since}&au={until}"} for label, since, until in spans],
        "change_columns": CHANGE_COLUMNS,
        "changes": [_change_row(each, profile) for each in comparison.changes],
        "moves": [_moves_table(each) for each in comparison.moves],
        "move_columns": MOVE_COLUMNS,
        "alone_columns": NOT_COMPARED_COLUMNS,
        "alone": [[label, reason] for label, reason in comparison.not_compared],
    }
    return render(request, "territory/changes.html", values)


def _plan_periods(actor: Actor) -> list[tuple[str, date, date]]:
    """From the start of each plan to the start of the next, and from the last one to today."""
    seen = sorted(plan_summaries(actor=actor), key=lambda each: each.first_year)
    starts = [(each.title, date(each.first_year, 1, 1)) for each in seen]
    ends = [*(start for _, start in starts[1:]), today()]
    pairs = zip(starts, ends[: len(starts)], strict=True)
    return [(f"depuis « {title} »", start, end) for (title, start), end in pairs if start < end]


def _days(request: HttpRequest, spans: list[tuple[str, date, date]]) -> tuple[date, date]:
    """The two days of the URL, else since the last plan. Raises ``ValidationError`` when invalid or reversed."""
    since, until = request.GET.get("du", "").strip(), request.GET.get("au", "").strip()
    usual = spans[-1][1:] if spans else (date(today().year - 5, 1, 1), today())
    first = parse_period_day(since) if since else usual[0]
    last = parse_period_day(until, last=True) if until else usual[1]
    if last <= first:
        raise ValidationError("period_reversed", "Le second jour est avant le premier.", hint="Échangez-les.")
    return first, last


def _summary_sentence(comparison: ProfileComparison) -> str:
    if not comparison.changes and not comparison.moves:
        return (
            f"Rien ne se compare entre le {format_day(comparison.first)} et le "
            f"{format_day(comparison.last)} : la raison est plus bas."
        )
    clean = [each for each in comparison.changes if not each.break_reasons and each.difference]
    return (
        f"Entre le {format_day(comparison.first)} et le {format_day(comparison.last)} : "
        f"{pluralise(len(clean), 'écart')} sans rupture de série, "
        f"{pluralise(sum(bool(each.break_reasons) for each in comparison.changes), 'avec rupture', 'avec rupture')}, "
        f"{pluralise(len(comparison.not_compared), 'série')} sans deux périodes."
    )


def _change_row(each: SeriesChange, profile: ZoneProfile) -> list[Any]:
    series = profile.by_code(each.code)
    where = each.where or (zone_fit_text(series.fit, series.zones, ZONE_KIND_NAMES) if series else "")
    verdict = (
        {"text": "ne se compare pas : rupture", "note": each.break_reasons}
        if each.break_reasons
        else CHANGE_SENSE_LABELS[each.sense]
    )
    if each.difference is None and not each.break_reasons:
        verdict = "ne se soustrait pas : une part est secrète, ou il n’y a pas les mêmes zones"
    return [
        {"text": each.label, "note": where},
        _value_cell(each.before, each.unit),
        _value_cell(each.after, each.unit),
        _change_difference(each),
        verdict,
    ]


def _value_cell(value: ZoneValue, unit: str) -> dict[str, str]:
    text = value_text(value, unit)
    return {"text": text, "value": str(value.value or ""), "note": period_text(value.first, value.last)}


def _change_difference(each: SeriesChange) -> Any:
    if each.difference is None:
        return "non calculable"
    return _difference_cell(each.difference, each.before, is_rate=each.unit == "%")


def _difference_cell(difference: Any, before: ZoneValue, *, is_rate: bool) -> dict[str, str]:
    places = 0 if difference == difference.to_integral_value() else 1
    text = f"{'+' if difference > 0 else ''}{format_number(difference, places)}"
    note = "points" if is_rate else ""
    if not is_rate and before.value:
        share = difference * 100 / before.value
        note = f"{'+' if share > 0 else ''}{format_number(share, 1)} %"
    return {"text": text, "value": str(difference), "note": note}


def _moves_table(each: SplitMoves) -> dict[str, Any]:
    rows = [
        [
            name,
            _value_cell(was, ""),
            _value_cell(now, ""),
            _difference_cell(now.value - was.value, was, is_rate=each.unit == "%"),
        ]
        for name, was, now in (*each.up, *reversed(each.down))
        if now.value is not None and was.value is not None
    ]
    return {"id": f"mouvements-{each.code}", "title": each.label, "rows": rows, "broken": each.break_reasons}
