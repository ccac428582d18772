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
from pacte.web.pages.territory.frame import KIND_WORDS, actor_in, frame, profile_of, zone_url

if TYPE_CHECKING:
    from pacte.indicators.records.profile import ZoneProfile

CHANGES = (
    {"label": "Série"},
    {"label": "Avant", "kind": "num"},
    {"label": "Après", "kind": "num"},
    {"label": "Écart", "kind": "num"},
    {"label": "Ce que cela dit"},
)
MOVES = (
    {"label": "Métier ou part"},
    {"label": "Avant", "kind": "num"},
    {"label": "Après", "kind": "num"},
    {"label": "Écart", "kind": "num"},
)
ALONE = ({"label": "Série"}, {"label": "Pourquoi elle ne se compare pas"})


@require_safe
def page(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    actor = actor_in(request)
    profile = profile_of(request, kind, code, known_on=today())
    spans = _spans(actor)
    first, last = _days(request, spans)
    found = compare_profiles(profile, first=first, last=last)
    zone_kind = ZoneKind(profile.kind)
    values = frame(
        {"label": profile.name, "url": zone_url("profile", zone_kind, profile.code)}, {"label": "Ce qui a changé"}
    ) | {
        "profile": profile,
        "title": f"{profile.name} : qu’est-ce qui a changé ?",
        "answer": _answer(found),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "spans": [{"label": label, "url": f"?du={since}&au={until}"} for label, since, until in spans],
        "change_columns": CHANGES,
        "changes": [_change(each, profile) for each in found.changes],
        "moves": [_moves(each) for each in found.moves],
        "move_columns": MOVES,
        "alone_columns": ALONE,
        "alone": [[label, reason] for label, reason in found.not_compared],
    }
    return render(request, "territory/changes.html", values)


def _spans(actor: Actor) -> list[tuple[str, date, date]]:
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


def _answer(found: ProfileComparison) -> str:
    if not found.changes and not found.moves:
        return f"Rien ne se compare entre le {format_day(found.first)} et le {format_day(found.last)} : la raison est plus bas."
    clean = [each for each in found.changes if not each.break_reasons and each.difference]
    return (
        f"Entre le {format_day(found.first)} et le {format_day(found.last)} : {pluralise(len(clean), 'écart')} sans rupture de série, "
        f"{pluralise(sum(bool(each.break_reasons) for each in found.changes), 'avec rupture', 'avec rupture')}, "
        f"{pluralise(len(found.not_compared), 'série')} sans deux périodes."
    )


def _change(each: SeriesChange, profile: ZoneProfile) -> list[Any]:
    series = profile.by_code(each.code)
    where = each.where or (zone_fit_text(series.fit, series.zones, KIND_WORDS) if series else "")
    verdict = (
        {"text": "ne se compare pas : rupture", "note": each.break_reasons}
        if each.break_reasons
        else CHANGE_SENSE_LABELS[each.sense]
    )
    if each.difference is None and not each.break_reasons:
        verdict = "ne se soustrait pas : une part est secrète, ou il n’y a pas les mêmes zones"
    return [
        {"text": each.label, "note": where},
        _value(each.before, each.unit),
        _value(each.after, each.unit),
        _signed(each),
        verdict,
    ]


def _value(value: ZoneValue, unit: str) -> dict[str, str]:
    told = value_text(value, unit)
    return {"text": told, "value": str(value.value or ""), "note": period_text(value.first, value.last)}


def _signed(each: SeriesChange) -> Any:
    if each.difference is None:
        return "non calculable"
    return _difference(each.difference, each.before, is_rate=each.unit == "%")


def _difference(difference: Any, before: ZoneValue, *, is_rate: bool) -> dict[str, str]:
    places = 0 if difference == difference.to_integral_value() else 1
    told = f"{'+' if difference > 0 else ''}{format_number(difference, places)}"
    note = "points" if is_rate else ""
    if not is_rate and before.value:
        share = difference * 100 / before.value
        note = f"{'+' if share > 0 else ''}{format_number(share, 1)} %"
    return {"text": told, "value": str(difference), "note": note}


def _moves(each: SplitMoves) -> dict[str, Any]:
    rows = [
        [name, _value(was, ""), _value(now, ""), _difference(now.value - was.value, was, is_rate=each.unit == "%")]
        for name, was, now in (*each.up, *reversed(each.down))
        if now.value is not None and was.value is not None
    ]
    return {"id": f"mouvements-{each.code}", "title": each.label, "rows": rows, "broken": each.break_reasons}
