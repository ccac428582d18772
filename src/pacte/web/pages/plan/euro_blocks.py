"""The six numbered blocks of « Suivre un euro »: a figure, what it counts, and the page where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from pacte.indicators.records.euro import (
    CertificationOutcome,
    ComingSession,
    EuroStage,
    EuroStep,
    FollowedEuro,
    Seating,
    TradeNeed,
)
from pacte.indicators.rules.profile_blocks import period_text
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_amount
from pacte.offer.records import Triplet
from pacte.reference.records import ZoneKind
from pacte.web.pages.plan.euro_filters import EuroChoice
from pacte.web.session_display import session_url
from pacte.web.zone_urls import territory_url


@dataclass(frozen=True, slots=True)
class EuroBlock:
    """``value`` is empty when nothing tells it: ``text`` then says so. ``url`` is empty for a reader without access."""

    number: int
    title: str
    value: str
    text: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class EuroReader:
    """What the reader may see: people, amounts and lots; and which pages they may open."""

    sees_people: bool
    sees_purchases: bool


def need_block(need: TradeNeed | None, choice: EuroChoice) -> EuroBlock:
    if need is None:
        return EuroBlock(1, "Besoin", "", "Aucune série ne dit les projets d’embauche ici.")
    counted, title = format_number(need.projects), "Besoin"
    if need.difficult is not None:
        value, what = f"{format_number(need.difficult)} / {counted}", "projets d’embauche jugés difficiles"
    else:
        value, what = counted, "projets d’embauche"
    whose = "" if need.is_of_trade or not choice.trade else ", tous métiers"
    where = ", dans une zone plus grande" if need.is_around else ""
    text = f"{what}{whose}{where}, {period_text(need.first, need.last)} ({need.source})."
    url = ""
    if choice.zone:
        url = territory_url("profile", ZoneKind(choice.zone.kind), choice.zone.code)
        splits = choice.need_splits if need.is_of_trade else ()
        url += f"?{urlencode({'metier': splits[0]})}" if splits else ""
    return EuroBlock(1, title, value, text, "Voir le besoin", url)


def lot_block(euro: FollowedEuro, whole: FollowedEuro, lot_codes: Mapping[int, str], reader: EuroReader) -> EuroBlock:
    value = f"{format_number(euro.places)} / {format_number(whole.places)}"
    text = "places commandées ici, sur celles de toute la région."
    if not reader.sees_purchases:
        return EuroBlock(2, "Lot", value, text)
    if euro.places:
        text += f" {_whole_euros(euro.cents)}, {_whole_euros(euro.cents // euro.places)} la place."
    codes = [lot_codes[each] for each in euro.lots if each in lot_codes]
    if len(codes) == 1:
        return EuroBlock(2, "Lot", value, text, f"Voir le lot {codes[0]}", reverse("sessions:lot", args=[codes[0]]))
    label = f"Voir les lots, dont {len(codes)} ici" if codes else "Voir les lots"
    return EuroBlock(2, "Lot", value, text, label, reverse("sessions:lots"))


def people_blocks(euro: FollowedEuro, choice: EuroChoice) -> list[EuroBlock]:
    """Blocks 3 to 5, for readers who see people."""
    seated = euro.stage(EuroStep.SEATED)
    counts = [
        pluralise(number, singular, plural)
        for code, singular, plural in (
            (Seating.LOST, "perdue", "perdues"), (Seating.CLOSED, "pas ouverte", "pas ouvertes"),
            (Seating.FREE, "restée libre", "restées libres"),
        )
        if (number := seated.count_of(code))
    ]  # fmt: skip
    empty = f" {', '.join(counts)}." if counts else ""
    is_inner_zone = choice.zone is not None and choice.zone.kind != ZoneKind.REGION
    query = f"?{urlencode({'zone': choice.zone.key})}" if choice.zone and is_inner_zone else ""
    return [
        EuroBlock(
            3, "Session", f"{format_number(seated.count_of(Seating.TAKEN))} / {format_number(euro.places)}",
            f"places prises, {pluralise(euro.sessions, 'session finie', 'sessions finies')}.{empty}",
            f"Voir {'la session' if euro.sessions == 1 else 'les sessions'}", "#sessions",
        ),
        EuroBlock(
            4, "Personnes", *_award_texts(euro.stage(EuroStep.AWARDED), euro.people),
            "Parcours, sans noms", reverse("outcomes:places"),
        ),
        EuroBlock(
            5, "Emploi", f"{format_number(euro.in_job)} / {format_number(euro.answers)}",
            "en emploi à six mois, parmi les réponses. Le métier de l’emploi n’est pas demandé.",
            "Voir l’enquête", reverse("figures:indicator", args=["in_job_6_months"]) + query,
        ),
    ]  # fmt: skip


def _award_texts(awarded: EuroStage, people: int) -> tuple[str, str]:
    """The figure and its words: those who aimed at a certification and whose jury has answered."""
    whole, block, pending = (
        awarded.count_of(each)
        for each in (CertificationOutcome.WHOLE, CertificationOutcome.BLOCK, CertificationOutcome.NOT_DUE)
    )
    elsewhere = awarded.count_of(CertificationOutcome.NOT_AIMED)
    aimed = people - elsewhere - pending
    parts = [
        f"{format_number(block)} un ou plusieurs blocs" if aimed else "",
        f"{format_number(pending)} attendent le jury" if pending else "",
        f"{format_number(elsewhere)} suivaient une formation non certifiante" if elsewhere else "",
    ]
    more = ", ".join(filter(None, parts))
    if not aimed:
        formed = "personne formée" if people < 2 else "personnes formées"
        return format_number(people), f"{formed} : {more}." if more else f"{formed}."
    return f"{format_number(whole)} / {format_number(aimed)}", f"ont la certification entière, {more}."


def next_block(coming: list[ComingSession], triplets: Mapping[int, Triplet], reader: EuroReader) -> EuroBlock:
    title = "Prochain achat"
    if not coming:
        return EuroBlock(6, title, "", "Aucune session à venir n’est achetée pour ce choix.")
    first, more = coming[0], coming[1:]
    day, url = format_day(first.starts_on), session_url(triplets[first.session]) if first.session in triplets else ""
    others = f" Puis {pluralise(len(more), 'autre session', 'autres sessions')}." if more else ""
    cost = f", {_whole_euros(first.cents)}" if reader.sees_purchases else ""
    if not reader.sees_people:
        text = f"places à la session du {day}{cost}.{others}"
        return EuroBlock(6, title, format_number(first.places), text, "Voir la session", url)
    waiting = f", {format_number(first.waiting)} en attente de réponse" if first.waiting else ""
    free = pluralise(first.free, "place libre", "places libres")
    text = f"personnes admises à la session du {day}{waiting}, {free}{cost}.{others}"
    value = f"{format_number(first.admitted)} / {format_number(first.places)}"
    return EuroBlock(6, title, value, text, "Voir la session", url)


def _whole_euros(cents: int) -> str:
    return format_amount(round(cents / 100) * 100)
