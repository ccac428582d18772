"""« Que sait-on de ce territoire ? »: needs, supply, unemployment, reading, population, plan figures; page and PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import mark_safe

from pacte.exchange.documents import profile_pdf
from pacte.exchange.documents.csv_file import MEDIA_TYPE, Cell, csv_bytes
from pacte.indicators.queries.zone_breakdown import zone_breakdown
from pacte.indicators.records.profile import ZoneBreakdown, ZoneProfile
from pacte.indicators.rules.profile_blocks import (
    ProfileBlock,
    ProfileCell,
    ProfileHeadline,
    profile_blocks,
    profile_headlines,
)
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, pluralise
from pacte.reference.records import ZoneKind
from pacte.web.charts.funnel import FunnelStage, funnel_bar_svg
from pacte.web.charts.sparkline import Sparkline
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.territory.offer_and_figures import territory_figures, upcoming_sessions_block
from pacte.web.pages.territory.territory_page import SLUG_BY_KIND, ZONE_KIND_NAMES, ZonePage
from pacte.web.pages.territory.zone_breakdown import profile_zone_map, zone_breakdown_block, zone_breakdown_context
from pacte.web.tables import cell

_SCALE = 1000
_UNITS_WITHOUT_SUBJECT = ("%", "personnes")


class ProfilePage(ZonePage):
    """What the page of a zone and its files are made of."""

    @property
    def headlines(self) -> list[ProfileHeadline]:
        return profile_headlines(self.profile, ZONE_KIND_NAMES)

    @property
    def blocks(self) -> list[ProfileBlock]:
        return profile_blocks(self.profile, ZONE_KIND_NAMES)

    def plan_figures(self) -> ProfileBlock:
        return territory_figures(actor=self.actor, host_id=self.region.pk, profile=self.profile)

    def sessions(self) -> ProfileBlock | None:
        return upcoming_sessions_block(actor=self.actor, profile=self.profile)

    def breakdown(self, *, kind: str = "", split: str = "") -> ZoneBreakdown | None:
        return zone_breakdown(actor=self.actor, profile=self.profile, kind=kind, split=split)

    def summary(self) -> str:
        if not self.profile.series:
            return "Aucune série importée ne dit quelque chose de ce territoire."
        firsts = [_headline_text(each) for each in self.headlines[:3]]
        return " ; ".join([*firsts, *(each.sentence.rstrip(".") for each in self.blocks[:1])]) + "."


@ProfilePage.view(template_name="territory/profile.html")
def profile(page: ProfilePage) -> dict[str, Any]:
    sent, sessions = page.request.GET, page.sessions()
    breakdown = page.breakdown(kind=sent.get("par", ""), split=sent.get("metier", ""))
    return {
        "profile": page.profile,
        "title": f"{page.profile.name} : que sait-on de ce territoire ?",
        "kind_label": ZONE_KIND_NAMES[page.profile.kind][0],
        "answer": page.summary(),
        "headlines": [_headline_data(each) for each in page.headlines],
        "blocks": [_block_data(each) for each in page.blocks],
        "sessions": _block_data(sessions) if sessions else None,
        "there": _block_data(page.plan_figures()),
        "map": profile_zone_map(page.profile),
        "parts": zone_breakdown_context(breakdown, edition=page.profile.territory.edition) if breakdown else None,
        "known_asked": sent.get("au", ""),
        "files": [{"label": f"Ce profil (.{form})", "url": page.zone_url("file", form)} for form in ("pdf", "csv")],
        "changes_url": page.zone_url("changes"),
        "known": format_day(page.profile.known_on),
    }


@ProfilePage.view(decorators=(heavy_view,))
def profile_file(page: ProfilePage, extension: str) -> HttpResponse:
    if extension not in ("pdf", "csv"):
        raise NotFound
    data, media_type = (_csv(page.profile), MEDIA_TYPE) if extension == "csv" else (_pdf(page), profile_pdf.MEDIA_TYPE)
    zone = f"{SLUG_BY_KIND[ZoneKind(page.profile.kind)]}_{page.profile.code}"
    name = f"profil_{zone}_{page.profile.known_on:%Y-%m-%d}.{extension}"
    return HttpResponse(
        data, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _headline_text(figure: ProfileHeadline) -> str:
    """In a sentence, a percentage or « personnes » needs its label before it."""
    value = f"{figure.value} {figure.unit}"
    return f"{figure.label[:1].lower()}{figure.label[1:]} : {value}" if figure.unit in _UNITS_WITHOUT_SUBJECT else value


def _pdf(page: ProfilePage) -> bytes:
    plan_figures, sessions, breakdown = page.plan_figures(), page.sessions(), page.breakdown()
    more = [*([zone_breakdown_block(breakdown)] if breakdown else []), *([sessions] if sessions else [])]
    return profile_pdf.write(
        page.profile,
        kind=ZONE_KIND_NAMES[page.profile.kind][0],
        answer=page.summary(),
        headlines=page.headlines,
        blocks=[*page.blocks, *more],
        plan_lines=[(label.text, value.text, source.text) for label, value, source in plan_figures.rows],
        plan_note=plan_figures.sentence,
        synthetic=settings.INSTANCE.name == "demo",
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


def _block_data(block: ProfileBlock) -> dict[str, Any]:
    return {
        "id": block.key,
        "title": block.title,
        "sentence": block.sentence,
        "columns": [{"label": label, "kind": "num" if is_number else ""} for label, is_number in block.columns],
        "rows": [[_cell_data(each) for each in row] for row in block.rows],
        "sources": block.sources,
    }


def _cell_data(each: ProfileCell) -> Any:
    if each.part is not None:
        return mark_safe(funnel_bar_svg(FunnelStage(round(each.part * _SCALE)), _SCALE))  # noqa: S308 — a drawing of ours
    return cell(each.text, value=each.value, note=each.note, url=each.url)
