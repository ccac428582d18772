"""Ways on from a list: other readings of the words, near occupations, a wider search. Each has its count of choices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries.search_choices import count_choices
from pacte.offer.records.search import NearOccupation, SearchChoices
from pacte.reference.queries import communes_by_code
from pacte.web.occupation_field import OccupationFieldValue
from pacte.web.pages.search.search_params import RADII, SearchPageParams

_FEW = 12
_PROJECT = "quel métier faire"


def near_lines(params: SearchPageParams, near: Sequence[NearOccupation]) -> list[dict[str, str]]:
    """Near occupations: their name, the nearest commune, their choices."""
    communes = communes_by_code(each.commune_code for each in near)
    return [
        {
            "label": each.label,
            "url": _occupation_url(params, each),
            "count": pluralise(each.choices, "choix", "choix"),
            "nearest": _nearest(each, communes[each.commune_code].name if each.commune_code in communes else ""),
        }
        for each in near
    ]


def reading_lines(params: SearchPageParams, readings: Sequence[NearOccupation]) -> list[dict[str, str]]:
    """Occupations that the words may name, each with its choices."""
    return [
        {
            "label": f"{each.label}, {pluralise(each.choices, 'choix', 'choix')}",
            "url": _occupation_url(params, each),
        }
        for each in readings
    ]


def _occupation_url(params: SearchPageParams, occupation: NearOccupation) -> str:
    place = params.commune.name if params.is_place_in_words and params.commune else params.place
    job = OccupationFieldValue(code=occupation.code)
    return params.query(typed="", exact=False, ignores_place=False, place=place, job=job)


def _nearest(each: NearOccupation, commune: str) -> str:
    if each.kilometres is None or not commune:
        return ""
    return f"au plus près : {commune}, {format_number(each.kilometres)} km"


def ways_out(actor: Actor, params: SearchPageParams, results: SearchChoices, on: date) -> list[dict[str, str]]:
    """Other searches that find more, when this one finds few: a larger circle, fewer filters, the whole region."""
    if results.total > _FEW:
        return []
    exits = []
    for label, other in _wider(params, any_found=bool(results.total)):
        total = count_choices(actor=actor, params=other, on=on)
        if total > results.total:
            exits.append({"label": f"{label} : {pluralise(total, 'choix', 'choix')}", "url": other.query()})
    return exits


def _wider(params: SearchPageParams, *, any_found: bool) -> Iterator[tuple[str, SearchPageParams]]:
    larger = [radius for radius in RADII if radius > params.radius] if params.commune else []
    for radius in larger[:2]:
        yield f"Élargir à {radius} km", params.within(radius)
    if params.facets or params.level or params.hours_at_most or params.public or params.competence:
        yield (
            "Enlever les filtres",
            replace(params, facets=frozenset(), level=None, hours_at_most=None, public="", competence="", page=1),
        )
    if not any_found:
        yield "Choisir son projet avec un organisme", replace(params, typed=_PROJECT, words=_PROJECT, page=1)
    if params.commune:
        everywhere = replace(params, commune=None, around=None, place="", others=(), is_place_in_words=False, page=1)
        yield "Chercher dans toute la région", replace(everywhere, typed=params.words, ignores_place=params.exact)
