"""Filters of « Suivre un euro », read as one sentence: which trade, where, sessions over before which day, who pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.accounts.queries import organisation_names
from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.queries import find_zone
from pacte.indicators.records import ZoneFilter
from pacte.indicators.records.euro import EuroFacts, EuroQuestion
from pacte.indicators.rules.euro import euros_known_before
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day
from pacte.kernel.user_input import parse_whole_number
from pacte.plan.queries.territory import plan_region_code
from pacte.reference.queries import (
    occupations_by_code,
    territory_editions,
    training_domain_labels,
    zone_codes_by_commune,
    zone_names_by_kind,
)
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.filter_form import FilterForm, select_field

if TYPE_CHECKING:
    from pacte.plan.models import Plan

COMPARED_KINDS = (ZoneKind.DEPARTMENT, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.LIVING_AREA)
# « dans le département de … »: the kind with its article.
KIND_WITH_ARTICLE = {
    ZoneKind.REGION: "la région",
    ZoneKind.DEPARTMENT: "le département",
    ZoneKind.EMPLOYMENT_ZONE: "la zone d’emploi",
    ZoneKind.LIVING_AREA: "le bassin de vie",
}
_DOMAIN = "domaine:"
_TRADE = r"\A([A-N][0-9]{4}|domaine:[0-9]{3})\Z"
_ZONE = rf"\A({'|'.join(KIND_WITH_ARTICLE)}):[0-9AB]{{1,9}}\Z"


class EuroFilters(FilterForm):
    """An unknown zone raises ``ValidationError``; other invalid filters are ignored."""

    formation = forms.RegexField(_TRADE, initial="")
    zone = forms.RegexField(_ZONE)
    avant = forms.DateField(input_formats=["%Y-%m-%d"])
    acheteur = forms.RegexField(r"\A([0-9]{1,15}|unknown)\Z", initial="")
    fonds = forms.RegexField(r"\A[a-z_]{1,20}\Z", initial="")
    pour = forms.ChoiceField(choices=[("action", "")], initial="")

    def clean_zone(self) -> ZoneFilter | None:
        text = self.cleaned_data["zone"]
        return find_zone(text) if text else None


@dataclass(frozen=True, slots=True)
class EuroChoice:
    """What the filters of the URL choose. ``zone`` is None before a territory is loaded: then everywhere."""

    filters: EuroFilters
    zone: ZoneFilter | None
    region_code: str
    question: EuroQuestion
    number: ActionCode

    @property
    def trade(self) -> str:
        return str(self.filters.values["formation"])

    @property
    def is_domain(self) -> bool:
        return self.trade.startswith(_DOMAIN)

    @property
    def compared_kind(self) -> ZoneKind:
        """Zones of the same kind; inside the region, its departments."""
        kind = ZoneKind(self.zone.kind) if self.zone else ZoneKind.DEPARTMENT
        return kind if kind in COMPARED_KINDS else ZoneKind.DEPARTMENT

    @property
    def need_splits(self) -> tuple[str, ...]:
        return () if self.is_domain else tuple(f"rome:{code}" for code in self.question.occupations)


def euro_choice(query: Mapping[str, Any], plan: Plan, number: ActionCode, on: date) -> EuroChoice:
    """Reads the URL. Raises ``ValidationError`` for a zone that does not exist."""
    filters = EuroFilters(query)
    values, region_code = filters.values, plan_region_code(plan)
    zone = values["zone"] or (find_zone(f"{ZoneKind.REGION}:{region_code}") if region_code else None)
    trade, before = values["formation"], values["avant"] or euros_known_before(on)
    is_domain = trade.startswith(_DOMAIN)
    question = EuroQuestion(
        known_on=on, before=min(before, on), occupations=(trade,) if trade and not is_domain else (),
        domain=trade.removeprefix(_DOMAIN) if is_domain else "", funder=values["acheteur"], fund=values["fonds"],
        plan=plan.pk, action=str(number) if values["pour"] else "",
    )  # fmt: skip
    return EuroChoice(filters, zone, region_code, question, number)


def trade_labels(facts: EuroFacts, choice: EuroChoice, actor: Actor) -> dict[str, str]:
    """Label of each trade and training domain that was ordered, and of the chosen one, by value of the filter."""
    chosen, domain = choice.question.occupations, choice.question.domain
    codes = facts.occupations | set(chosen)
    domains = facts.domains | ({domain} if domain else set())
    occupations = {code: each.label for code, each in occupations_by_code(sorted(codes)).items()}
    names = training_domain_labels(actor=actor, codes=domains)
    return {code: f"{occupations.get(code, 'métier')} ({code})" for code in codes} | {
        f"{_DOMAIN}{code}": names.get(code) or f"domaine {code}" for code in domains
    }


def funder_labels(facts: EuroFacts, on: date) -> dict[str, str]:
    """Name of each buyer, by its code in the facts."""
    names = organisation_names(on=on)
    numbers = {code: parse_whole_number(code) for code in facts.funders}
    return {
        code: "acheteur non dit" if number is None else names.get(number, "acheteur non connu")
        for code, number in numbers.items()
    }


def zone_choices(choice: EuroChoice) -> list[tuple[str, str]]:
    """The region, then its departments, employment zones and living areas. Empty before a territory is loaded."""
    if not choice.region_code or not territory_editions():
        return []
    by_commune = zone_codes_by_commune({ZoneKind.REGION, *COMPARED_KINDS})
    inside = {commune for commune, code in by_commune[ZoneKind.REGION].items() if code == choice.region_code}
    codes = {
        kind: {code for commune, code in by_commune.get(kind, {}).items() if commune in inside}
        for kind in COMPARED_KINDS
    }
    names = zone_names_by_kind({ZoneKind.REGION: [choice.region_code], **codes})
    return [
        (f"{kind}:{code}", f"{name} ({ZONE_KIND_LABELS[kind][0]})")
        for kind in (ZoneKind.REGION, *COMPARED_KINDS)
        for code, name in sorted(names.get(kind, {}).items(), key=lambda each: (each[1], each[0]))
    ]


def euro_fields(
    choice: EuroChoice, trades: Mapping[str, str], funders: Mapping[str, str], funds: frozenset[str]
) -> list[dict[str, Any]]:
    """Fields of the sentence « Je suis un euro de … dans …, sessions finies avant le …, acheté par … »."""
    values = choice.filters.values
    zones = zone_choices(choice)
    by_label = sorted(trades.items(), key=lambda each: (each[0].startswith(_DOMAIN), each[1]))
    fund_labels = [(code, DIMENSIONS["fund"].labels.get(code, "autre")) for code in sorted(funds)]
    fields = [
        select_field("formation", "Je suis un euro de", [("", "toutes les formations"), *by_label], choice.trade),
        select_field("zone", "dans", zones, choice.zone.key if choice.zone else "") if zones else None,
        {
            "id": "choix-avant", "name": "avant", "label": "sessions finies avant le", "kind": "date", "quiet": True,
            "value": choice.question.before.isoformat(),
        },
        select_field(
            "acheteur", "acheté par",
            [("", "tous les acheteurs"), *sorted(funders.items(), key=lambda each: each[1])], values["acheteur"],
        ),
        select_field("fonds", "sur", [("", "tous les fonds"), *fund_labels], values["fonds"]),
        select_field(
            "pour", "pour", [("", "toutes les actions"), ("action", f"l’action {choice.number} seule")],
            values["pour"],
        ),
    ]  # fmt: skip
    return [each for each in fields if each]


def place_words(choice: EuroChoice) -> str:
    """« dans la zone d’emploi Vierzon »; "" before a territory is loaded."""
    if choice.zone is None:
        return ""
    return f"dans {KIND_WITH_ARTICLE[ZoneKind(choice.zone.kind)]} {choice.zone.name}"


def scope_words(choice: EuroChoice) -> str:
    return f"sessions finies avant le {format_day(choice.question.before)}"
