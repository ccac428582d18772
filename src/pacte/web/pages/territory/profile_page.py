"""« Que sait-on de ce territoire ? »: needs, population, what the plan and the offer do there; page and files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from pacte.exchange.documents import profile_pdf
from pacte.exchange.documents.csv_file import MEDIA_TYPE, Cell, csv_bytes
from pacte.indicators.permissions import may
from pacte.indicators.queries import answer_document, find_zone, indicator
from pacte.indicators.queries.zone_breakdown import zone_breakdown
from pacte.indicators.records import STATE_LABELS, IndicatorAnswer, IndicatorQuestion
from pacte.indicators.records.profile import ZoneBreakdown, ZoneProfile
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.notions import scope_of
from pacte.indicators.rules.profile_blocks import (
    ProfileBlock,
    ProfileCell,
    ProfileHeadline,
    profile_blocks,
    profile_headlines,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, hide_unless
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.offer.queries.territory import TerritorySession, territory_offer
from pacte.plan.queries import main_plan
from pacte.reference.records import ZoneKind
from pacte.web.charts.curve import Sparkline
from pacte.web.charts.row_marks import FunnelStage, funnel_bar_svg
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.territory.territory_page import ZONE_KIND_NAMES, ZonePage
from pacte.web.pages.territory.zone_breakdown import profile_zone_map, zone_breakdown_block, zone_breakdown_context
from pacte.web.tables import cell
from pacte.web.zone_urls import SLUG_BY_KIND

_INDICATOR_CODES = (
    "entries_by_residence", "entries_by_session", "low_qualified_entries", "places_bought", "places_taken",
    "fill_of_places_bought",
)  # fmt: skip
_MAX_SESSIONS = 10
_COLUMNS = (("Formation", False), ("Où", False), ("Début", False), ("Places libres", True))
_SCALE = 1000
_UNITS_WITHOUT_SUBJECT = ("%", "personnes")


def territory_figures(*, actor: Actor, host_id: int, profile: ZoneProfile) -> ProfileBlock:
    """Entries and places over the years of the plan. The sentence gives the period, or why there is nothing to show.

    Small counts stay suppressed for users who may not see them, as everywhere.
    """
    plan = main_plan(actor=actor)
    if plan is None:
        return _figures_block("Aucun plan n’est en vigueur.")
    if not may(actor, "indicators.ask", host_id):
        return _figures_block("Les entrées et les places par territoire se lisent avec un compte du pacte.")
    first, last = date(plan.first_year, 1, 1), min(date(plan.last_year, 12, 31), profile.known_on)
    if last < first:
        return _figures_block("Le plan n’a pas commencé.")
    question = IndicatorQuestion(
        first=first,
        last=last,
        known_on=profile.known_on,
        codes=_INDICATOR_CODES,
        zone=find_zone(f"{profile.kind}:{profile.code}"),
    )
    try:
        answers = answer_document(actor=actor, host_id=host_id, question=question).answers
    except Conflict:
        return _figures_block("Les faits du plan ne sont pas encore calculés : ils le sont chaque nuit.")
    rows = tuple(_figure_row(each) for each in answers)
    return _figures_block(f"Du {format_day(first)} au {format_day(last)}, faits du pacte.", rows)


def _figures_block(sentence: str, rows: tuple[tuple[ProfileCell, ...], ...] = ()) -> ProfileBlock:
    columns = (("Ce qui est compté", False), ("Valeur", True), ("Source", False))
    return ProfileBlock("plan-ici", "Le plan dans ce territoire", sentence, columns, rows, ())


def _figure_row(answer: IndicatorAnswer) -> tuple[ProfileCell, ...]:
    definition, value = indicator(answer.code), answer.total.value
    label = ProfileCell(definition.label, note=scope_of(answer.code))
    if answer.refusal:
        return label, ProfileCell("sans objet"), ProfileCell(answer.refusal)
    text = measured_value_text(value, definition.unit_word) or STATE_LABELS[value.state]
    exact = "" if value.number is None else f"{float(value.number):g}"
    return label, ProfileCell(text, value=exact), ProfileCell(definition.source)


def upcoming_sessions_block(*, actor: Actor, profile: ZoneProfile) -> ProfileBlock | None:
    """Returns None for a past day: which sessions were open then is not recorded."""
    if profile.known_on < today():
        return None
    communes = profile.territory.communes | profile.territory.former_communes
    offer = territory_offer(actor=actor, communes=communes, on=profile.known_on, limit=_MAX_SESSIONS)
    counts = f"{pluralise(offer.sessions, 'session')} de {pluralise(offer.trainings, 'formation')}"
    sentence = f"{counts} où l’on peut encore entrer."
    sentence = sentence if offer.sessions else "Aucune session où l’on puisse encore entrer ici."
    more = f" Les {format_number(len(offer.first))} premières :" if offer.sessions > len(offer.first) else ""
    return ProfileBlock(
        "sessions",
        "Que peut-on suivre ici ?",
        apply_french_spacing(sentence + more),
        _COLUMNS,
        tuple(_session_row(each) for each in offer.first),
        ("Offre publiée des organismes de formation.",),
    )


def _session_row(each: TerritorySession) -> tuple[ProfileCell, ...]:
    starts = "entrées toute l’année" if each.is_rolling else format_day(each.starts_on) if each.starts_on else "non dit"
    return (
        ProfileCell(each.title, note=each.provider, url=reverse("search:training", args=[each.number])),
        ProfileCell(each.town or "lieu non dit"),
        ProfileCell(starts, value=each.starts_on.isoformat() if each.starts_on and not each.is_rolling else ""),
        ProfileCell("non dit") if each.left is None else ProfileCell(format_number(each.left), value=str(each.left)),
    )


class ProfilePage(ZonePage):
    """What the page of a zone and its files are made of."""

    @property
    def headlines(self) -> list[ProfileHeadline]:
        return profile_headlines(self.profile, ZONE_KIND_NAMES)

    @property
    def blocks(self) -> list[ProfileBlock]:
        return profile_blocks(self.profile, ZONE_KIND_NAMES)

    def plan_figures(self) -> ProfileBlock:
        return territory_figures(actor=self.actor, host_id=self.host_id, profile=self.profile)

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
    hide_unless(extension in ("pdf", "csv"))
    data, media_type = (_csv(page.profile), MEDIA_TYPE) if extension == "csv" else (_pdf(page), profile_pdf.MEDIA_TYPE)
    zone = f"{SLUG_BY_KIND[ZoneKind(page.profile.kind)]}_{page.profile.code}"
    name = f"profil_{zone}_{page.profile.known_on:%Y-%m-%d}.{extension}"
    return file_response(data, media_type, f"{name}")


def _headline_text(figure: ProfileHeadline) -> str:
    """In a sentence, a percentage or « personnes » needs its label before it."""
    value = f"{figure.value} {figure.unit}"
    if figure.unit in _UNITS_WITHOUT_SUBJECT:
        value = f"{figure.label[:1].lower()}{figure.label[1:]} : {value}"
    return f"{value} (chiffre inventé)" if figure.is_invented and "inventé" not in value else value


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
        return funnel_bar_svg(FunnelStage(round(each.part * _SCALE)), _SCALE)
    return cell(each.text, value=each.value, note=each.note, url=each.url)
