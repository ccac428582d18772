"""« Que sait-on de ce territoire ? »: needs, supply, unemployment, reading, population, plan figures; page and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from pacte.exchange.documents import profile_pdf
from pacte.exchange.documents.csv_file import MEDIA_TYPE, Cell, csv_bytes
from pacte.indicators.queries.zone_breakdown import zone_breakdown
from pacte.indicators.rules.profile_blocks import (
    ProfileBlock,
    ProfileCell,
    ProfileHeadline,
    profile_blocks,
    profile_headlines,
)
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, pluralise
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.charts.funnel import FunnelStage, funnel_bar_svg
from pacte.web.charts.sparkline import Sparkline
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.territory.page_context import (
    SLUG_BY_KIND,
    ZONE_KIND_NAMES,
    request_actor,
    requested_day,
    requested_profile,
    site_region,
    territory_page_context,
    territory_url,
)
from pacte.web.pages.territory.plan_figures import TerritoryFigures, territory_figures
from pacte.web.pages.territory.profile_map import profile_zone_map
from pacte.web.pages.territory.upcoming_sessions import upcoming_sessions_block
from pacte.web.pages.territory.zone_breakdown import (
    KIND_PARAM,
    OCCUPATION_PARAM,
    zone_breakdown_block,
    zone_breakdown_context,
)

if TYPE_CHECKING:
    from pacte.indicators.records.profile import ZoneProfile

_SCALE = 1000
_UNITS_WITHOUT_SUBJECT = ("%", "personnes")


@require_safe
def page(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    profile = requested_profile(request, kind, code, known_on=requested_day(request))
    headline_rows = profile_headlines(profile, ZONE_KIND_NAMES)
    tables = profile_blocks(profile, ZONE_KIND_NAMES)
    plan_figures = territory_figures(actor=request_actor(request), host_id=site_region().pk, profile=profile)
    sessions = upcoming_sessions_block(actor=request_actor(request), profile=profile)
    zone_kind = ZoneKind(profile.kind)
    parts = zone_breakdown(
        actor=request_actor(request), host_id=site_region().pk, profile=profile,
        kind=request.GET.get(KIND_PARAM, ""), split=request.GET.get(OCCUPATION_PARAM, ""),
    )  # fmt: skip
    values = territory_page_context({"label": profile.name}) | {
        "profile": profile,
        "title": f"{profile.name} : que sait-on de ce territoire ?",
        "kind_label": ZONE_KIND_LABELS[zone_kind][0],
        "answer": profile_summary(profile, headline_rows, tables),
        "headlines": [_headline_data(each) for each in headline_rows],
        "blocks": [_table(each) for each in tables],
        "sessions": _table(sessions) if sessions else None,
        "there": plan_figures,
        "there_columns": ({"label": "Ce qui est compté"}, {"label": "Valeur", "kind": "num"}, {"label": "Source"}),
        "there_rows": [[each.label, {"text": each.text, "value": each.value}, each.note] for each in plan_figures.rows],
        "map": profile_zone_map(profile),
        "parts": zone_breakdown_context(parts) if parts else None,
        "known_asked": request.GET.get("au", ""),
        "files": [
            {"label": f"Ce profil (.{form})", "url": territory_url("file", zone_kind, profile.code, form)}
            for form in ("pdf", "csv")
        ],
        "changes_url": territory_url("changes", zone_kind, profile.code),
        "known": format_day(profile.known_on),
    }
    return render(request, "territory/profile.html", values)


@require_safe
@heavy_view
def download(request: HttpRequest, kind: str, code: str, extension: str) -> HttpResponse:
    if extension not in ("pdf", "csv"):
        raise NotFound
    profile = requested_profile(request, kind, code, known_on=requested_day(request))
    synthetic = settings.INSTANCE.name == "demo"
    if extension == "csv":
        response = HttpResponse(_csv(profile), content_type=MEDIA_TYPE)
    else:
        plan_figures = territory_figures(actor=request_actor(request), host_id=site_region().pk, profile=profile)
        sessions = upcoming_sessions_block(actor=request_actor(request), profile=profile)
        parts = zone_breakdown(actor=request_actor(request), host_id=site_region().pk, profile=profile)
        more = [*([zone_breakdown_block(parts)] if parts else []), *([sessions] if sessions else [])]
        response = HttpResponse(_pdf(profile, plan_figures, more, synthetic), content_type=profile_pdf.MEDIA_TYPE)
    name = f"profil_{SLUG_BY_KIND[ZoneKind(profile.kind)]}_{profile.code}_{profile.known_on:%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


def profile_summary(profile: ZoneProfile, headline_rows: list[ProfileHeadline], tables: list[ProfileBlock]) -> str:
    if not profile.series:
        return "Aucune série importée ne dit quelque chose de ce territoire."
    firsts = [_headline_text(each) for each in headline_rows[:3]]
    more = [each.sentence.rstrip(".") for each in tables[:1]]
    return " ; ".join([*firsts, *more]) + "."


def _headline_text(figure: ProfileHeadline) -> str:
    """In a sentence, a percentage or « personnes » needs its label before it."""
    value = f"{figure.value} {figure.unit}"
    return f"{figure.label[:1].lower()}{figure.label[1:]} : {value}" if figure.unit in _UNITS_WITHOUT_SUBJECT else value


def _pdf(profile: ZoneProfile, plan_figures: TerritoryFigures, more: list[ProfileBlock], synthetic: bool) -> bytes:
    headline_rows, tables = profile_headlines(profile, ZONE_KIND_NAMES), profile_blocks(profile, ZONE_KIND_NAMES)
    return profile_pdf.write(
        profile,
        kind=ZONE_KIND_LABELS[ZoneKind(profile.kind)][0],
        answer=profile_summary(profile, headline_rows, tables),
        headlines=headline_rows,
        blocks=[*tables, *more],
        plan_lines=[(each.label, each.text, each.note) for each in plan_figures.rows],
        plan_note=plan_figures.note,
        synthetic=synthetic,
    )


def _csv(profile: ZoneProfile) -> bytes:
    """Every value used for the zone, one per line, with its method. A secret value is empty and marked as such."""
    rows: list[list[Cell]] = [[
        "serie", "libelle", "unite", "ventilation", "libelle_ventilation", "zone", "du", "au", "valeur",
        "valeurs_secretes", "comment", "source", "edition", "licence",
    ]]  # fmt: skip
    for series in profile.series:
        rows += [
            [
                series.code, series.label, series.unit, each.split, series.name_of(each.split) if each.split else "",
                series.zones.get(each.zone, profile.name), each.first, each.last, each.value, each.hidden,
                series.fit.how.value, series.source, series.edition, series.licence,
            ]
            for each in series.values
        ]  # fmt: skip
    return csv_bytes(rows)


def _headline_data(each: ProfileHeadline) -> dict[str, Any]:
    known = [value for _, value in each.course if value is not None]
    course = None
    if len(known) > 1:
        words = f"de {known[0].normalize():f} ({each.course[0][0]}) à {known[-1].normalize():f} ({each.course[-1][0]})"
        course = Sparkline(each.label, tuple(value for _, value in each.course), words.replace(".", ","))
    return {
        "id": f"serie-{each.code}",
        "label": each.label,
        "value": each.value,
        "unit": each.unit,
        "period": each.period,
        "where": each.where,
        "source": each.source,
        "course": course,
        "points": [label for label, _ in each.course],
        "breaks": each.breaks,
        "count": pluralise(len(each.course), "valeur"),
    }


def _table(block: ProfileBlock) -> dict[str, Any]:
    return {
        "id": block.key,
        "title": block.title,
        "sentence": block.sentence,
        "columns": [{"label": label, "kind": "num" if is_number else ""} for label, is_number in block.columns],
        "rows": [[_cell(cell) for cell in row] for row in block.rows],
        "sources": block.sources,
    }


def _cell(cell: ProfileCell) -> Any:
    if cell.part is not None:
        return mark_safe(funnel_bar_svg(FunnelStage(round(cell.part * _SCALE)), _SCALE))  # noqa: S308 — a drawing of ours
    return {"text": cell.text, "value": cell.value, "note": cell.note, "url": cell.url}
