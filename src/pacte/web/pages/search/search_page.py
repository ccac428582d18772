"""« Quelle formation près de chez moi ? » Public page, without an account; the URL holds the state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pacte.accounts.queries import host_organisation
from pacte.kernel.clock import now, today
from pacte.kernel.french import pluralise
from pacte.offer.queries.search import unmet_search_terms
from pacte.offer.queries.search_choices import CARDS_PER_PAGE, search_choices
from pacte.offer.queries.search_near import occupations_near, occupations_read
from pacte.offer.records.search import (
    NearOccupation,
    SearchChoices,
    SearchFacet,
    SearchSort,
    SearchTier,
)
from pacte.offer.services.unmet_searches import note_unmet_search
from pacte.web.occupation_field import OccupationFieldValue
from pacte.web.page import Page
from pacte.web.pages.search.exits import near_lines, reading_lines, ways_out
from pacte.web.pages.search.result_cards import NumberedPlaces, result_cards
from pacte.web.pages.search.search_map import search_map
from pacte.web.pages.search.search_params import (
    LENGTHS,
    LEVELS,
    PUBLICS,
    RADII,
    SearchPageParams,
    search_params_from_query,
)
from pacte.web.pages.search.understood import understood_sentence
from pacte.web.robots import is_from_robot
from pacte.web.searched_for import SearchedFor, searched_for

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
# A situation in the words of the person: words to search, or a facet to tick.
_SITUATIONS: tuple[tuple[str, str, frozenset[SearchFacet]], ...] = (
    ("Je ne sais pas encore", "je ne sais pas quoi faire", frozenset()),
    ("Lire, écrire, compter", "savoirs de base", frozenset()),
    ("Apprendre le français", "apprendre le français", frozenset()),
    ("Sans permis", "", frozenset({SearchFacet.NO_LICENCE})),
    ("Le soir", "", frozenset({SearchFacet.EVENING})),
    ("En fauteuil", "", frozenset({SearchFacet.WHEELCHAIR})),
    ("À temps partiel", "", frozenset({SearchFacet.PART_TIME})),
    ("À distance", "", frozenset({SearchFacet.REMOTE})),
)
_FACET_NOTES = {
    SearchFacet.NO_LICENCE: "Nous connaissons la distance, le permis demandé quand l’organisme le dit, et "
    "son mot sur le "
    "trajet ; pas les cars, ni votre façon de vous déplacer.",
    SearchFacet.EVENING: "« Le soir » : écrit dans le rythme que l’organisme annonce.",
    SearchFacet.WHEELCHAIR: "« Accessible en fauteuil » : dit par l’organisme, à la date indiquée.",
}
_SORT_LABELS = {
    SearchSort.DISTANCE: "du plus près au plus loin",
    SearchSort.DATE: "de la plus proche à la plus lointaine date",
    SearchSort.WORDS: "ce qui répond le mieux à vos mots d’abord",
    SearchSort.DURATION: "de la plus courte à la plus longue",
}
_SORT_LINKS = {
    SearchSort.DISTANCE: "par distance",
    SearchSort.DATE: "par date",
    SearchSort.WORDS: "par mots",
    SearchSort.DURATION: "par durée",
}


@Page.view(template_name="search/finding.html", is_public=True, nav="search")
def search(page: Page) -> dict[str, Any]:
    on = today()
    params = search_params_from_query(page.request.GET)
    person = searched_for(page.actor, params.journey_key)
    results = search_choices(actor=page.actor, params=params, on=on)
    places = NumberedPlaces()
    cards = result_cards(page.actor, results.cards, places, on, person)
    for card in (card for tier in cards.values() for card in tier):
        card["more_url"] = params.query(same_title_as=card["number"])
    near = occupations_near(actor=page.actor, params=params, on=on)
    if params.page == 1 and (results.is_loose or not results.total) and not is_from_robot(page.request):
        _note_unmet_search(page, params, on)
    return {
        "choice": params,
        "person": person,
        "radii": RADII,
        "answer": _answer(params, results, cards),
        "understood": understood_sentence(page.actor, params),
        "readings": reading_lines(params, occupations_read(actor=page.actor, params=params, on=on)),
        "situations": [_situation(params, *each) for each in _SITUATIONS],
        "facets": [_facet(params, results, *each) for each in _FACETS],
        "fields": [
            _select("niveau", "Niveau préparé", LEVELS, params.level),
            _select("heures", "Durée", LENGTHS, params.hours_at_most),
            _select("public", "Je suis", PUBLICS, params.public),
        ],
        "cards": cards[SearchTier.MAIN],
        "try_first": cards[SearchTier.TRY_FIRST],
        "near": near_lines(params, near),
        "near_cards": [] if results.total else _near_cards(page, params, near, places, person),
        "results": results,
        "counted": _counted(results),
        "mentions": _mentions(params, results),
        "sorts": [
            {"label": _SORT_LINKS[sort], "url": params.query(sort=sort)}
            for sort in _usable_sorts(params)
            if sort is not results.sort
        ],
        "sort_words": _SORT_LABELS[results.sort],
        "map": search_map(params, results, places),
        "pager": _pager(params, results),
        "exits": ways_out(page.actor, params, results, on),
        "chips": _chips(params),
        "jobs": [
            {"label": each.label, "url": params.query(job=OccupationFieldValue(code=each.code))}
            for each in params.job.others
        ],
        "known": [words for facet, words in _FACET_NOTES.items() if facet in params.facets],
        "seen_at": now(),
        "title": "Quelle formation près de chez moi ?",
    }


def _note_unmet_search(page: Page, params: SearchPageParams, on: date) -> None:
    """One more search that nobody answers, for who buys: without its words, its commune, or who made it."""
    host, terms = host_organisation(), unmet_search_terms(actor=page.actor, params=params)
    if host and terms:
        department = params.commune.department_code if params.commune else ""
        note_unmet_search(actor=page.actor, host_id=host.pk, terms=terms, department_code=department, on=on)


def _answer(params: SearchPageParams, results: SearchChoices, cards: dict[SearchTier, list[dict[str, Any]]]) -> str:
    if params.place and params.commune is None:
        return f"La commune « {params.place} » n’est pas connue ici : voici toute la région."
    if params.job.typed and not params.job.code:
        return f"Aucun métier du ROME ne s’appelle « {params.job.typed} » : voici tous les métiers."
    where = f" à {params.radius} km de {params.commune.name}" if params.commune else ""
    if not results.total:
        words = f" pour « {params.words} »" if params.words else ""
        return f"Aucune formation à venir{words}{where}{' avec ces filtres' if params.filter_count else ''}."
    choices, parts = _counted(results).split(" : ")
    total = f"{choices}{where} : {parts}."
    first = next((card for tier in cards.values() for card in tier), None)
    if results.sort is not SearchSort.DISTANCE or params.page > 1 or first is None:
        return total
    nearest = first["choices"][0]
    date_of = nearest["dates"][0]
    return f"{total} Le plus près : {nearest['town']}, {nearest['distance']}, {date_of['starts']}, {date_of['seats']}."


def _counted(results: SearchChoices) -> str:
    """« 9 choix : 4 formations, 5 communes »."""
    choices = pluralise(results.total, "choix", "choix")
    trainings, communes = pluralise(results.trainings, "formation"), pluralise(results.communes, "commune")
    return f"{choices} : {trainings}, {communes}" if results.total else choices


def _situation(params: SearchPageParams, label: str, words: str, facets: frozenset[SearchFacet]) -> dict[str, Any]:
    """A link that adds the situation to the search, or takes it off."""
    if words:
        is_on = params.typed == words
        place = params.commune.name if params.is_place_in_words and params.commune else params.place
        url = params.query(typed="" if is_on else words, place=place, exact=False, ignores_place=False)
    else:
        is_on, url = facets <= params.facets, params.query(facets=params.facets ^ facets)
    return {"label": label, "url": url, "is_on": is_on}


def _facet(
    params: SearchPageParams, results: SearchChoices, key: str, legend: str, boxes: tuple[tuple[SearchFacet, str], ...]
) -> dict[str, Any]:
    """A group of boxes, without those that would find nothing."""
    return {
        "id": f"choix-{key}",
        "legend": legend,
        "name": "b",
        "options": [
            {"value": str(box), "label": label, "count": results.counts[box], "checked": box in params.facets}
            for box, label in boxes
            if results.counts[box] or box in params.facets
        ],
    }


def _near_cards(
    page: Page,
    params: SearchPageParams,
    near: list[NearOccupation],
    places: NumberedPlaces,
    person: SearchedFor | None,
) -> list[dict[str, Any]]:
    """The trainings of near occupations, when there is none of the occupation searched."""
    if not near:
        return []
    romes, on = tuple(each.code for each in near), today()
    other = replace(params, words="", competence="", romes=romes, page=1)
    cards = result_cards(page.actor, search_choices(actor=page.actor, params=other, on=on).cards, places, on, person)
    return [card for tier in cards.values() for card in tier]


def _mentions(params: SearchPageParams, results: SearchChoices) -> dict[str, str] | None:
    """A link to what only mentions the words, when the list is of what is about them."""
    if not results.mentions or params.is_wide:
        return None
    count = pluralise(results.mentions, "autre choix en parle", "autres choix en parlent")
    return {"label": f"{count} dans le détail de la fiche", "url": params.query(is_wide=True)}


def _usable_sorts(params: SearchPageParams) -> list[SearchSort]:
    needs = {SearchSort.DISTANCE: params.commune, SearchSort.WORDS: params.words}
    return [sort for sort in _SORT_LABELS if needs.get(sort, True)]


def _chips(params: SearchPageParams) -> list[dict[str, str]]:
    """Active filters, each with a link to remove it."""
    labels = {box: label for _, _, boxes in _FACETS for box, label in boxes}
    job = params.job.field_value if params.job.code else ""
    chips: list[tuple[str, object, str]] = [
        (f"Métier : {job}", job, params.query(job=OccupationFieldValue())),
        (f"Compétence : {params.competence}", params.competence, params.query(competence="")),
        *((labels.get(box, str(box)), box, params.query(facets=params.facets - {box})) for box in SearchFacet
          if box in params.facets),
        (LEVELS.get(params.level or 0, ""), params.level, params.query(level=None)),
        (LENGTHS.get(params.hours_at_most or 0, ""), params.hours_at_most, params.query(hours_at_most=None)),
        (f"Je suis {PUBLICS.get(params.public, '')}", params.public, params.query(public="")),
        (f"à partir du {params.starts_from}", params.starts_from, params.query(starts_from=None)),
        ("cette formation seulement", params.same_title_as, params.query(same_title_as="")),
        (f"avant le {params.starts_before}", params.starts_before, params.query(starts_before=None)),
    ]  # fmt: skip
    return [{"label": label, "url": url} for label, value, url in chips if value]


def _select(name: str, label: str, options: Any, chosen: object) -> dict[str, Any]:
    choices = [("", "peu importe"), *options.items()]
    return {
        "name": name,
        "label": label,
        "choices": [{"value": value, "label": text, "chosen": value == (chosen or "")} for value, text in choices],
    }


def _pager(params: SearchPageParams, results: SearchChoices) -> dict[str, Any] | None:
    if results.pages < 2 or not results.cards:
        return None
    first = (params.page - 1) * CARDS_PER_PAGE + 1
    return {
        "first": first,
        "last": first + len(results.cards) - 1,
        "total": results.trainings,
        "thing": "formations",
        "previous_url": params.query(page=params.page - 1) if params.page > 1 else "",
        "next_url": params.query(page=params.page + 1) if params.page < results.pages else "",
    }
