"""« Que fait le pacte pour la formation ? »: « / » for nobody. Finding a training, where the pact is, other doors."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.indicators.queries.plan_figures import published_plan_figures
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import apply_french_spacing, format_number, pluralise
from pacte.kernel.money import format_millions
from pacte.offer.queries.search_choices import search_choices
from pacte.offer.queries.search_counts import open_choice_counts_by_department
from pacte.offer.records.search import SearchChoices, SearchFacet, SearchParams
from pacte.plan.queries import content_of_version, version_on
from pacte.reference.queries import territory_editions, zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.maps import MapZone, ZoneMap
from pacte.web.public_pact import public_money_sentence, public_pact

if TYPE_CHECKING:
    from datetime import date

    from pacte.plan.models import Plan
    from pacte.plan.records import PlanContent

# A situation in the words of the person, and the facet of the search that it opens.
_SITUATIONS = (
    ("Lire, écrire, compter", SearchFacet.READING),
    ("Essayer un métier", SearchFacet.TRYING),
    ("Sans permis", SearchFacet.NO_LICENCE),
    ("Sans voiture", SearchFacet.WITHOUT_CAR),
    ("Le soir", SearchFacet.EVENING),
    ("À temps partiel", SearchFacet.PART_TIME),
    ("En fauteuil", SearchFacet.WHEELCHAIR),
)
_CLASSES = 5


def public_home(actor: Actor, plan: Plan) -> dict[str, Any] | None:
    """None when no version of the plan is in force today."""
    on = today()
    try:
        content = content_of_version(version_on(actor=actor, plan=plan, on=on))
    except NotFound:
        return None
    figures = published_plan_figures(actor=actor, plan=plan)
    offer = search_choices(actor=actor, params=SearchParams(), on=on)
    search = reverse("search:home")
    return {
        "title": "Que fait le pacte pour la formation ?",
        "answer": _answer(content, on, public_money_sentence(figures)),
        "offer": _offer_sentence(offer),
        "situations": [
            {"label": label, "count": offer.counts[facet], "url": f"{search}?{urlencode({'b': facet.value})}"}
            for label, facet in _SITUATIONS
            if offer.counts[facet]
        ],
        "map": _map(actor, on),
        "plan": plan,
        "actions": pluralise(len(content.numbers), "action"),
        **public_pact(figures),
    }


def _answer(content: PlanContent, on: date, money: str) -> SafeString:
    """``money``: the sentence about what is committed, "" before anything is published."""
    verb = "ont payé" if content.last_year < on.year else "paient"
    total = f"{format_millions(content.total_cents)} et " if content.total_cents else ""
    promise = (
        f"De {content.first_year} à {content.last_year}, l’État et la Région {verb} des formations à ceux qui en ont le"
        f" plus besoin : {total}{pluralise(len(content.numbers), 'action')}."
    )
    return format_html("<strong>{}</strong> {}", apply_french_spacing(promise), money)


def _offer_sentence(offer: SearchChoices) -> str:
    if not offer.total:
        return "Aucune formation à venir n’est annoncée pour l’instant."
    free = format_number(offer.counts[SearchFacet.SEATS_LEFT])
    towns = pluralise(offer.communes, "commune")
    return (
        f"{pluralise(offer.trainings, 'formation')} dans {towns}, soit {pluralise(offer.total, 'choix', 'choix')} ; "
        f"il reste des places pour {free} d’entre eux."
    )


def _map(actor: Actor, on: date) -> ZoneMap | None:
    """Choices to come by département; None without contours."""
    editions, choices = territory_editions(), open_choice_counts_by_department(actor=actor, on=on)
    zones = tuple(
        MapZone(code, name, rings, value=Decimal(choices.get(code, 0)))
        for code, name, rings in (_contours(editions[-1]) if editions else ())
    )
    if not zones:
        return None
    most = max(zone.value or Decimal(0) for zone in zones)
    limits = tuple(Decimal(round(most * rank / _CLASSES)) for rank in range(1, _CLASSES))
    return ZoneMap(
        "Formations où l’on peut encore entrer, par département", zones, limits, "choix", places=0, width=420
    )


@lru_cache(maxsize=4)
def _contours(edition: int) -> tuple[tuple[str, str, tuple[tuple[tuple[float, float], ...], ...]], ...]:
    """Code, name and outline of each département of an edition."""
    return tuple(
        (each.code, each.name, tuple(tuple((x, y) for x, y in ring) for ring in each.rings))
        for each in zone_outlines(ZoneKind.DEPARTMENT, edition=edition)
    )
