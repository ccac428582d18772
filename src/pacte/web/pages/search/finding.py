"""« Quelle formation près de chez moi ? » Public page, without an account; the URL holds the state."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.kernel.clock import today
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries.search import SearchHitRow, search_hit_rows, search_sessions
from pacte.offer.records.search import FUNDER_CODES_BY_FACET, SearchFacet, SearchResult, SearchSort
from pacte.reference.queries import search_occupations, search_places, territory_editions, zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.places_map import Circle, Ground, Spot, drawing, ground_of
from pacte.web.occupation_field import Meant
from pacte.web.pages.search.address import LENGTHS, LEVELS, PUBLICS, RADII, Choice, choice_of
from pacte.web.pages.search.lines import line_of

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

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
_KNOWN_OF = {
    SearchFacet.NO_LICENCE: "Nous connaissons la distance, le permis demandé quand l’organisme le dit, et son mot sur le "
    "trajet ; pas les cars, ni votre façon de vous déplacer.",
    SearchFacet.EVENING: "« Le soir » : écrit dans le rythme que l’organisme annonce.",
    SearchFacet.WHEELCHAIR: "« Accessible en fauteuil » : dit par l’organisme, à la date indiquée.",
}
_SORTS = {
    SearchSort.DISTANCE: "distance, puis date de début",
    SearchSort.DATE: "date de début, puis distance",
    SearchSort.WORDS: "mots du titre d’abord, puis date de début",
    SearchSort.DURATION: "durée, la plus courte d’abord",
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = today()
    choice = choice_of(request.GET.dict(), request.GET.getlist("b"))
    found = search_sessions(actor=actor, params=choice.asked, on=on)
    hits = search_hit_rows(actor=actor, result=found)
    values = {
        "nav": "search",
        "choice": choice,
        "radii": RADII,
        "answer": _answer(choice, found),
        "mended": _mended(choice, found),
        "situations": _situations(choice),
        "facets": [_facet(choice, found, *facet) for facet in _FACETS],
        "fields": _fields(choice),
        "lines": [line_of(hit, rank, on) for rank, hit in enumerate(hits, start=_first(choice, hits))],
        "found": found,
        "sorts": _sorts(choice, found),
        "sort_words": _SORTS[found.sort],
        "map": _map(choice, found, hits),
        "pager": _pager(choice, found, hits),
        "elsewhere": _elsewhere(choice, found, actor, on) if not found.total else [],
        "wider": _wider(choice, found, actor, on),
        "others": _others(choice),
        "chips": _chips(choice),
        "jobs": [{"label": each.label, "url": choice.query(job=Meant(code=each.code))} for each in choice.job.others],
        "known": [words for facet, words in _KNOWN_OF.items() if facet in choice.boxes],
        "on": on,
        "title": "Quelle formation près de chez moi ?",
    }
    return render(request, "search/finding.html", values)


def _first(choice: Choice, hits: list[SearchHitRow]) -> int:
    return (choice.page - 1) * 20 + 1 if hits else 1


def _answer(choice: Choice, found: SearchResult) -> str:
    if choice.place and choice.found is None:
        return f"La commune « {choice.place} » n’est pas connue ici : voici toute la région."
    if choice.job.typed and not choice.job.code:
        return f"Aucun métier du ROME ne s’appelle « {choice.job.typed} » : voici tous les métiers."
    where = f" à {choice.radius} km de {choice.found.name}" if choice.found else ""
    if not found.total:
        return f"Aucune session à venir{where} ne répond à tous ces choix."
    sessions = pluralise(found.total, "session")
    trainings = "" if found.trainings is None else f"{pluralise(found.trainings, 'formation')}, "
    return f"{trainings}{sessions} où l’on peut encore entrer{where}."


def _others(choice: Choice) -> list[dict[str, str]]:
    """Communes with the same name, each with its département."""
    return [
        {"label": f"{each.name} ({each.department_code})", "url": choice.query(found=each)} for each in choice.others
    ]


def _chips(choice: Choice) -> list[dict[str, str]]:
    """Active filters that have no form field, each with a link to remove it."""
    found = []
    if choice.job.code:
        found.append({"label": f"Métier : {choice.job.said}", "url": choice.query(job=Meant())})
    if choice.competence:
        found.append({"label": f"Compétence : {choice.competence}", "url": choice.query(competence="")})
    return found


def _mended(choice: Choice, found: SearchResult) -> dict[str, str] | None:
    """Words searched instead of misspelt ones, and a link to the exact search."""
    if not found.corrections:
        return None
    said = ", ".join(dict.fromkeys(word for words in found.corrections.values() for word in words))
    return {"words": said, "url": choice.query(exact=True), "typed": choice.words}


def _situations(choice: Choice) -> list[dict[str, object]]:
    return [
        {"label": label, "url": choice.query(boxes=choice.boxes ^ boxes), "is_on": boxes <= choice.boxes}
        for label, boxes in _SITUATIONS
    ]


def _facet(choice: Choice, found: SearchResult, key: str, legend: str, boxes: Any) -> dict[str, Any]:
    return {
        "id": f"choix-{key}",
        "legend": legend,
        "name": "b",
        "options": [
            {"value": str(box), "label": label, "count": found.counts[box], "checked": box in choice.boxes}
            for box, label in boxes
            if found.counts[box] or box in choice.boxes or box not in _HIDDEN_WHEN_EMPTY
        ],
    }


def _fields(choice: Choice) -> list[dict[str, Any]]:
    return [
        _select("niveau", "Niveau préparé", LEVELS, choice.level),
        _select("heures", "Durée", LENGTHS, choice.hours),
        _select("public", "Je suis", PUBLICS, choice.public),
    ]


def _select(name: str, label: str, known: Any, chosen: object) -> dict[str, Any]:
    choices = [("", "peu importe"), *known.items()]
    return {
        "name": name,
        "label": label,
        "choices": [{"value": value, "label": said, "chosen": value == (chosen or "")} for value, said in choices],
    }


def _sorts(choice: Choice, found: SearchResult) -> list[dict[str, object]]:
    usable = [sort for sort in _SORTS if sort is not SearchSort.DISTANCE or choice.found]
    usable = [sort for sort in usable if sort is not SearchSort.WORDS or choice.words]
    return [{"label": _SORTS[sort], "url": choice.query(sort=sort), "is_on": sort is found.sort} for sort in usable]


def _pager(choice: Choice, found: SearchResult, hits: list[SearchHitRow]) -> dict[str, Any] | None:
    if found.pages < 2 or not hits:
        return None
    first = _first(choice, hits)
    return {
        "first": first,
        "last": first + len(hits) - 1,
        "total": found.total,
        "thing": "sessions",
        "previous_url": choice.query(page=choice.page - 1) if choice.page > 1 else "",
        "next_url": choice.query(page=choice.page + 1) if choice.page < found.pages else "",
    }


def _wider(choice: Choice, found: SearchResult, actor: Actor, on: date) -> dict[str, str] | None:
    """A larger radius, if there is one and it gives more results."""
    larger = next((radius for radius in RADII if radius > choice.radius), None)
    if choice.found is None or larger is None or found.total > 40:
        return None
    other = Choice(**{name: getattr(choice, name) for name in choice.__slots__} | {"radius": larger, "page": 1})
    more = search_sessions(actor=actor, params=other.asked, on=on)
    if more.total <= found.total:
        return None
    return {"url": other.query(), "label": f"Élargir à {larger} km : {pluralise(more.total, 'session')}"}


def _elsewhere(choice: Choice, found: SearchResult, actor: Actor, on: date) -> list[dict[str, str]]:
    """Alternatives to an empty result: fewer facets, a related occupation, a place typed among the words."""
    ways = []
    for word in choice.words.split() if territory_editions() else ():
        town = next(iter(search_places(word, limit=1)), None) if len(word) > 3 and not choice.place else None
        if town and town.name.casefold() == word.casefold():
            others = " ".join(each for each in choice.words.split() if each != word)
            ways.append(
                {"label": f"Chercher autour de {town.name}", "url": choice.query(words=others, place=town.name)}
            )
    if choice.boxes:
        ways.append({"label": "Enlever les cases cochées", "url": choice.query(boxes=frozenset())})
    if choice.words and not ways:
        ways += [
            {
                "label": f"Voir les formations du métier : {each.occupation.label}",
                "url": f"?metier={each.occupation.code}",
            }
            for each in search_occupations(choice.words, limit=3)
        ]
    if choice.competence:
        ways.append({"label": "Enlever la compétence", "url": choice.query(competence="")})
    if choice.job.code and not choice.words:
        ways.append(
            {"label": "Chercher ce métier par ses mots", "url": choice.query(job=Meant(), words=choice.job.label)}
        )
    if choice.place:
        ways.append({"label": "Chercher dans toute la région", "url": choice.query(place="", found=None, others=())})
    ways.append({"label": "Voir toutes les formations", "url": reverse("search:home")})
    return ways


def _map(choice: Choice, found: SearchResult, hits: list[SearchHitRow]) -> Any:
    loaded = territory_editions()
    ground = _ground(loaded[-1]) if loaded else None
    if ground is None:
        return None
    ranks: dict[tuple[float, float], list[int]] = defaultdict(list)
    labels: dict[tuple[float, float], str] = {}
    for rank, hit in enumerate(hits, start=_first(choice, hits)):
        site = hit.line.site or hit.action.site
        if site and site.latitude is not None and site.longitude is not None:
            ranks[site.latitude, site.longitude].append(rank)
            labels[site.latitude, site.longitude] = site.town
    spots = [Spot(*where, labels[where], tuple(of)) for where, of in ranks.items()]
    spots += [
        Spot(latitude, longitude, pluralise(sessions, "autre session"))
        for latitude, longitude, sessions in found.map_points
        if (latitude, longitude) not in ranks
    ]
    circle = None
    if choice.found and choice.found.latitude is not None and choice.found.longitude is not None:
        label = f"{choice.radius} km autour de {choice.found.name}"
        circle = Circle(choice.found.latitude, choice.found.longitude, float(choice.radius), label)
    title = f"{format_number(len(spots))} lieux de formation"
    return drawing(ground, spots, circle, identifier="carte-formations", title=title)


@lru_cache(maxsize=4)
def _ground(edition: int) -> Ground | None:
    """Outlines of the départements, cached."""
    shapes = zone_outlines(ZoneKind.DEPARTMENT, edition=edition)
    if not shapes:
        return None
    return ground_of(
        [(each.name, [tuple((x, y) for x, y in ring) for ring in each.rings]) for each in shapes], width=480
    )
