"""« Qui est-ce que j’accompagne ? »: list with search and filters; the URL holds the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.journeys.queries.adviser_learners import PAGE, LearnerFilters, learners_of_scope
from pacte.journeys.records import STATE_LABELS, THEME_LABELS, JourneyState, Theme
from pacte.journeys.records.adviser_desk import WaitStatus
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.reference.queries import communes_by_code
from pacte.web.pages.advisers.page_context import PEOPLE_NAV, AdviserContext, adviser_context, scope_tabs
from pacte.web.pages.advisers.wait_labels import WAIT_LABELS, WAIT_URL_WORDS
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.journeys.queries.adviser_learners import LearnerPage
    from pacte.journeys.records.adviser_desk import LearnerSummary

_SORTS = {"": "name", "anciens": "seen", "recents": "-seen"}
_STATES = tuple(state for state in JourneyState if state is not JourneyState.NEW)


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    context = adviser_context(request)
    filters = _filters_from_request(request)
    learners = learners_of_scope(
        actor=context.actor, scope=context.scope, filters=filters, on=context.on, silent_days=context.silent_days
    )
    values = {
        "nav": PEOPLE_NAV,
        "title": "Qui est-ce que j’accompagne ?",
        "answer": _answer(context, filters, learners),
        "tabs": scope_tabs(context, "advising:people"),
        "columns": _columns(context, filters, request),
        "rows": _rows(learners.lines, is_agency=context.scope.person_id is None),
        "empty": "Personne ne répond à ces choix." if _has_filters(filters) else "Vous n’accompagnez encore personne.",
        "given": filters,
        "scope_word": request.GET.get("qui", ""),
        "waits": [(WAIT_URL_WORDS[wait], WAIT_LABELS[wait], filters.wait is wait) for wait in WaitStatus],
        "states": [(state.value, STATE_LABELS[state], filters.state is state) for state in _STATES],
        "themes": [(theme.value, THEME_LABELS[theme], filters.theme is theme) for theme in Theme],
        "chips": _chips(context, filters),
        "clear_url": reverse("advising:people") + context.query(),
        "count": pluralise(learners.total, "personne"),
        "pager": _pager(context, filters, learners, request),
    }
    return render(request, "advising/people.html", values)


def _filters_from_request(request: HttpRequest) -> LearnerFilters:
    get = request.GET
    wait = next((wait for wait, word in WAIT_URL_WORDS.items() if word == get.get("attente")), None)
    state, theme, page_text = get.get("etat", ""), get.get("frein", ""), get.get("p", "")
    return LearnerFilters(
        words=get.get("q", "").strip()[:80],
        wait=wait,
        state=JourneyState(state) if state in set(JourneyState) else None,
        theme=Theme(theme) if theme in set(Theme) else None,
        sort=_SORTS.get(get.get("tri", ""), "name"),
        page=min(max(1, parse_whole_number(page_text) or 1), 9_999),
    )


def _has_filters(filters: LearnerFilters) -> bool:
    return bool(filters.words or filters.wait or filters.state or filters.theme)


def _answer(context: AdviserContext, filters: LearnerFilters, learners: LearnerPage) -> str:
    count_text = pluralise(learners.total, "personne")
    if _has_filters(filters):
        return f"{count_text} répond{'ent' if learners.total > 1 else ''} à vos choix."
    return f"{count_text}." if context.scope.person_id is not None else f"{count_text} dans votre agence."


def _list_url(context: AdviserContext, filters: LearnerFilters, **changed: object) -> str:
    sort = next(word for word, sort in _SORTS.items() if sort == filters.sort)
    values: dict[str, object] = {
        "q": filters.words,
        "attente": WAIT_URL_WORDS[filters.wait] if filters.wait else "",
        "etat": filters.state or "",
        "frein": filters.theme or "",
        "tri": sort,
    }
    return reverse("advising:people") + context.query(**(values | changed))


def _chips(context: AdviserContext, filters: LearnerFilters) -> list[dict[str, str]]:
    chips = []
    if filters.words:
        chips.append({"label": f"« {filters.words} »", "url": _list_url(context, filters, q="")})
    if filters.wait:
        chips.append({"label": WAIT_LABELS[filters.wait], "url": _list_url(context, filters, attente="")})
    if filters.state:
        chips.append({"label": STATE_LABELS[filters.state], "url": _list_url(context, filters, etat="")})
    if filters.theme:
        chips.append({"label": f"frein : {THEME_LABELS[filters.theme]}", "url": _list_url(context, filters, frein="")})
    return chips


def _columns(context: AdviserContext, filters: LearnerFilters, request: HttpRequest) -> list[dict[str, str]]:
    by_seen = {"seen": ("ascending", "recents"), "-seen": ("descending", "")}
    direction, following = by_seen.get(filters.sort, ("", "anciens"))
    name = {"label": "Personne", "sort_url": _list_url(context, filters, tri="")}
    seen = {"label": "Dernière nouvelle", "kind": "day", "sort_url": _list_url(context, filters, tri=following)}
    if filters.sort == "name":
        name["sorted"] = "ascending"
    if direction:
        seen["sorted"] = direction
    columns = [name, {"label": "Où elle en est"}, {"label": "Formation"}, {"label": "Commune"}, seen]
    return [*columns, {"label": "Suivie par"}] if context.scope.person_id is None else columns


def _rows(learners: tuple[LearnerSummary, ...], *, is_agency: bool) -> list[list[Any]]:
    towns = communes_by_code(learner.commune_code for learner in learners if learner.commune_code)
    return [
        [
            {"text": learner.name, "url": reverse("advising:person", args=[learner.learner_key])},
            {
                "text": STATE_LABELS[learner.state] if learner.state else "Aucun parcours",
                "note": WAIT_LABELS[learner.wait].lower() if learner.wait else "",
            },
            learner.title,
            towns[learner.commune_code].name if learner.commune_code in towns else "",
            {"text": format_day(learner.seen_on), "value": learner.seen_on.isoformat()},
            *([learner.adviser or "personne de nommé"] if is_agency else []),
        ]
        for learner in learners
    ]


def _pager(
    context: AdviserContext, filters: LearnerFilters, learners: LearnerPage, request: HttpRequest
) -> dict[str, Any] | None:
    if learners.total <= PAGE:
        return None
    first = (filters.page - 1) * PAGE + 1
    last = min(learners.total, filters.page * PAGE)
    return {
        "first": min(first, learners.total),
        "last": last,
        "total": learners.total,
        "thing": "personnes",
        "previous_url": _list_url(context, filters, p=filters.page - 1 if filters.page > 2 else "")
        if filters.page > 1
        else "",
        "next_url": _list_url(context, filters, p=filters.page + 1) if last < learners.total else "",
    }
