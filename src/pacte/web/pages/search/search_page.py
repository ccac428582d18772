"""« Quelle formation près de chez moi ? » Public page, without an account; the URL holds the state."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse

from pacte.accounts.queries import host_organisation
from pacte.kernel.clock import today
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries.search import SearchHitRow, search_hit_rows, search_sessions, unmet_search_terms
from pacte.offer.records.search import FUNDER_CODES_BY_FACET, SearchFacet, SearchResult, SearchSort
from pacte.offer.services.unmet_searches import note_unmet_search
from pacte.reference.queries import search_occupations, search_places, territory_editions, zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.maps import BaseMap, PlaceMarker, RadiusCircle, base_map, places_map_svg
from pacte.web.occupation_field import OccupationFieldValue
from pacte.web.page import Page
from pacte.web.pages.search.result_rows import search_result_row
from pacte.web.pages.search.search_params import (
    LENGTHS,
    LEVELS,
    PUBLICS,
    RADII,
    SearchPageParams,
    search_params_from_query,
)
from pacte.web.robots import is_from_robot

_FACETS = (
    (
        "places",
        "Places et dates",
        (
            (SearchFacet.SEATS_LEFT, "Il reste des places"),
            (SearchFacet.SOON, "Commence sous 2 mois"),
            (SearchFacet.ROLLING, "Entrée toute l’année"),
        ),
    ),
    (
        "but",
        "Pour arriver à",
        (
            (SearchFacet.CERTIFYING, "Un diplôme ou un titre"),
            (SearchFacet.ATTESTING, "Des compétences attestées"),
            (SearchFacet.TRYING, "Essayer, préparer un métier"),
        ),
    ),
    (
        "acces",
        "Rythme et accès",
        (
            (SearchFacet.PART_TIME, "Temps partiel"),
            (SearchFacet.EVENING, "Le soir"),
            (SearchFacet.REMOTE, "Une partie à distance"),
            (SearchFacet.WHEELCHAIR, "Accessible en fauteuil"),
            (SearchFacet.NO_LICENCE, "Permis non demandé"),
            (SearchFacet.WITHOUT_CAR, "On peut venir sans voiture"),
        ),
    ),
    (
        "paye",
        "Qui paie",
        (
            (SearchFacet.PAID, "La Région"),
            (SearchFacet.BY_EMPLOYMENT_SERVICE, "France Travail"),
            (SearchFacet.BY_STATE, "L’État"),
            (SearchFacet.BY_EUROPE, "L’Union européenne"),
            (SearchFacet.BY_DISABILITY_FUND, "L’Agefiph (handicap)"),
            (SearchFacet.BY_EMPLOYER, "L’employeur, son OPCO"),
            (SearchFacet.BY_TRANSITION_FUND, "Transition Pro"),
            (SearchFacet.BY_LOCAL_AUTHORITY, "Le Département, la commune"),
            (SearchFacet.BY_ONESELF, "Vous-même"),
            (SearchFacet.BY_ANOTHER, "Un autre financeur"),
        ),
    ),
)
# Of the many funders, only those with results are shown.
_HIDDEN_WHEN_EMPTY = frozenset(FUNDER_CODES_BY_FACET) - {SearchFacet.PAID}
# A situation in the words of the person, and the facets that it selects.
_SITUATIONS = (
    ("je n’ai pas le permis", frozenset({SearchFacet.NO_LICENCE})),
    ("le soir", frozenset({SearchFacet.EVENING})),
    ("je veux lire mieux", frozenset({SearchFacet.READING})),
    ("en fauteuil", frozenset({SearchFacet.WHEELCHAIR})),
    ("à distance", frozenset({SearchFacet.REMOTE})),
)
_FACET_NOTES = {
    SearchFacet.NO_LICENCE: "Nous connaissons la distance, le permis demandé quand l’organisme le dit, et "
    "son mot sur le "
    "trajet ; pas les cars, ni votre façon de vous déplacer.",
    SearchFacet.EVENING: "« Le soir » : écrit dans le rythme que l’organisme annonce.",
    SearchFacet.WHEELCHAIR: "« Accessible en fauteuil » : dit par l’organisme, à la date indiquée.",
}
_SORT_LABELS = {
    SearchSort.DISTANCE: "distance, puis date de début",
    SearchSort.DATE: "date de début, puis distance",
    SearchSort.WORDS: "mots du titre d’abord, puis date de début",
    SearchSort.DURATION: "durée, la plus courte d’abord",
}


@Page.view(template_name="search/finding.html", is_public=True, nav="search")
def search(page: Page) -> dict[str, Any]:
    on = today()
    params = search_params_from_query(page.request.GET)
    search_result = search_sessions(actor=page.actor, params=params, on=on)
    hits = search_hit_rows(actor=page.actor, result=search_result)
    if params.page == 1 and (search_result.is_loose or not search_result.total) and not is_from_robot(page.request):
        _note_unmet_search(page, params, on)
    return {
        "choice": params,
        "radii": RADII,
        "answer": _answer(params, search_result),
        "mended": _corrected_words(params, search_result),
        "situations": [
            {"label": label, "url": params.query(facets=params.facets ^ boxes), "is_on": boxes <= params.facets}
            for label, boxes in _SITUATIONS
        ],
        "facets": [
            {
                "id": f"choix-{key}",
                "legend": legend,
                "name": "b",
                "options": [
                    {
                        "value": str(box),
                        "label": label,
                        "count": search_result.counts[box],
                        "checked": box in params.facets,
                    }
                    for box, label in boxes
                    if search_result.counts[box] or box in params.facets or box not in _HIDDEN_WHEN_EMPTY
                ],
            }
            for key, legend, boxes in _FACETS
        ],
        "fields": [
            _select("niveau", "Niveau préparé", LEVELS, params.level),
            _select("heures", "Durée", LENGTHS, params.hours_at_most),
            _select("public", "Je suis", PUBLICS, params.public),
        ],
        "lines": [search_result_row(hit, rank, on) for rank, hit in enumerate(hits, start=params.first_rank)],
        "found": search_result,
        "sorts": [
            {"label": _SORT_LABELS[sort], "url": params.query(sort=sort), "is_on": sort is search_result.sort}
            for sort in _usable_sorts(params)
        ],
        "sort_words": _SORT_LABELS[search_result.sort],
        "map": _map(params, search_result, hits),
        "pager": _pager(params, search_result, hits),
        "elsewhere": _fallback_links(params) if not search_result.total else [],
        "wider": _wider_search(page, params, search_result, on),
        # Communes with the same name, each with its département.
        "others": [
            {"label": f"{each.name} ({each.department_code})", "url": params.query(commune=each)}
            for each in params.others
        ],
        "chips": _chips(params),
        "jobs": [
            {"label": each.label, "url": params.query(job=OccupationFieldValue(code=each.code))}
            for each in params.job.others
        ],
        "known": [words for facet, words in _FACET_NOTES.items() if facet in params.facets],
        "on": on,
        "title": "Quelle formation près de chez moi ?",
    }


def _note_unmet_search(page: Page, params: SearchPageParams, on: date) -> None:
    """One more search that nobody answers, for who buys: without its words, its commune, or who made it."""
    host, terms = host_organisation(), unmet_search_terms(actor=page.actor, params=params)
    if host and terms:
        department = params.commune.department_code if params.commune else ""
        note_unmet_search(actor=page.actor, host_id=host.pk, terms=terms, department_code=department, on=on)


def _answer(params: SearchPageParams, search_result: SearchResult) -> str:
    if params.place and params.commune is None:
        return f"La commune « {params.place} » n’est pas connue ici : voici toute la région."
    if params.job.typed and not params.job.code:
        return f"Aucun métier du ROME ne s’appelle « {params.job.typed} » : voici tous les métiers."
    where = f" à {params.radius} km de {params.commune.name}" if params.commune else ""
    if not search_result.total:
        return f"Aucune session à venir{where} ne répond à tous ces choix."
    sessions = pluralise(search_result.total, "session")
    trainings = "" if search_result.trainings is None else f"{pluralise(search_result.trainings, 'formation')}, "
    return f"{trainings}{sessions} où l’on peut encore entrer{where}."


def _corrected_words(params: SearchPageParams, search_result: SearchResult) -> dict[str, str] | None:
    """Words searched instead of misspelt ones, and a link to the exact search."""
    words = ", ".join(dict.fromkeys(word for words in search_result.corrections.values() for word in words))
    return {"words": words, "url": params.query(exact=True), "typed": params.words} if words else None


def _usable_sorts(params: SearchPageParams) -> list[SearchSort]:
    needs = {SearchSort.DISTANCE: params.commune, SearchSort.WORDS: params.words}
    return [sort for sort in _SORT_LABELS if needs.get(sort, True)]


def _chips(params: SearchPageParams) -> list[dict[str, str]]:
    """Active filters that have no form field, each with a link to remove it."""
    job = params.job.field_value if params.job.code else ""
    chips = [
        (f"Métier : {job}", job, params.query(job=OccupationFieldValue())),
        (f"Compétence : {params.competence}", params.competence, params.query(competence="")),
    ]
    return [{"label": label, "url": url} for label, value, url in chips if value]


def _select(name: str, label: str, options: Any, chosen: object) -> dict[str, Any]:
    choices = [("", "peu importe"), *options.items()]
    return {
        "name": name,
        "label": label,
        "choices": [{"value": value, "label": text, "chosen": value == (chosen or "")} for value, text in choices],
    }


def _pager(params: SearchPageParams, search_result: SearchResult, hits: list[SearchHitRow]) -> dict[str, Any] | None:
    if search_result.pages < 2 or not hits:
        return None
    return {
        "first": params.first_rank,
        "last": params.first_rank + len(hits) - 1,
        "total": search_result.total,
        "thing": "sessions",
        "previous_url": params.query(page=params.page - 1) if params.page > 1 else "",
        "next_url": params.query(page=params.page + 1) if params.page < search_result.pages else "",
    }


def _wider_search(page: Page, params: SearchPageParams, search_result: SearchResult, on: date) -> dict[str, str] | None:
    """A larger radius, if there is one and it gives more results."""
    larger = next((radius for radius in RADII if radius > params.radius), None)
    if params.commune is None or larger is None or search_result.total > 40:
        return None
    other = params.within(larger)
    more = search_sessions(actor=page.actor, params=other, on=on)
    label = f"Élargir à {larger} km : {pluralise(more.total, 'session')}"
    return {"url": other.query(), "label": label} if more.total > search_result.total else None


def _fallback_links(params: SearchPageParams) -> list[dict[str, str]]:
    """Alternatives to an empty result: fewer facets, a related occupation, a place typed among the words."""
    links: list[tuple[str, str]] = []
    words = params.words.split()
    for word in words if territory_editions() and not params.place else ():
        town = next(iter(search_places(word, limit=1)), None) if len(word) > 3 else None
        if town and town.name.casefold() == word.casefold():
            others = " ".join(each for each in words if each != word)
            links.append((f"Chercher autour de {town.name}", params.query(words=others, place=town.name)))
    if params.facets:
        links.append(("Enlever les cases cochées", params.query(facets=frozenset())))
    links += [
        (f"Voir les formations du métier : {each.occupation.label}", f"?metier={each.occupation.code}")
        for each in (search_occupations(params.words, limit=3) if params.words and not links else ())
    ]
    if params.competence:
        links.append(("Enlever la compétence", params.query(competence="")))
    if params.job.code and not params.words:
        url = params.query(job=OccupationFieldValue(), words=params.job.label)
        links.append(("Chercher ce métier par ses mots", url))
    if params.place:
        links.append(("Chercher dans toute la région", params.query(place="", commune=None, others=())))
    links.append(("Voir toutes les formations", reverse("search:home")))
    return [{"label": label, "url": url} for label, url in links]


def _map(params: SearchPageParams, search_result: SearchResult, hits: list[SearchHitRow]) -> Any:
    loaded = territory_editions()
    if not loaded or (ground := _ground(loaded[-1])) is None:
        return None
    ranks: dict[tuple[float, float], list[int]] = defaultdict(list)
    labels: dict[tuple[float, float], str] = {}
    for rank, hit in enumerate(hits, start=params.first_rank):
        site = hit.line.site or hit.action.site
        if site and site.latitude is not None and site.longitude is not None:
            ranks[site.latitude, site.longitude].append(rank)
            labels[site.latitude, site.longitude] = site.town
    spots = [PlaceMarker(*where, labels[where], tuple(location_ranks)) for where, location_ranks in ranks.items()]
    spots += [
        PlaceMarker(latitude, longitude, pluralise(sessions, "autre session"))
        for latitude, longitude, sessions in search_result.map_points
        if (latitude, longitude) not in ranks
    ]
    label = f"{params.radius} km autour de {params.commune.name}" if params.commune else ""
    area = params.around
    circle = RadiusCircle(area.latitude, area.longitude, area.kilometres, label) if area else None
    return places_map_svg(
        ground, spots, circle, identifier="carte-formations", title=f"{format_number(len(spots))} lieux de formation"
    )


@lru_cache(maxsize=4)
def _ground(edition: int) -> BaseMap | None:
    """Outlines of the départements, cached."""
    shapes = zone_outlines(ZoneKind.DEPARTMENT, edition=edition)
    outlines = [(each.name, [tuple((x, y) for x, y in ring) for ring in each.rings]) for each in shapes]
    return base_map(outlines, width=480) if outlines else None
