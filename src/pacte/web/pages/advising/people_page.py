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
from pacte.web.pages.advising.frame import PEOPLE, Look, look_of, tabs
from pacte.web.pages.advising.wait_words import WAIT_LABELS, WAIT_WORDS
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.journeys.queries.adviser_learners import LearnerPage
    from pacte.journeys.records.adviser_desk import LearnerSummary

_SORTS = {"": "name", "anciens": "seen", "recents": "-seen"}
_STATES = tuple(state for state in JourneyState if state is not JourneyState.NEW)


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    look = look_of(request)
    given = _asked(request)
    found = learners_of_scope(
        actor=look.actor, scope=look.scope, filters=given, on=look.on, silent_days=look.silent_days
    )
    values = {
        "nav": PEOPLE,
        "title": "Qui est-ce que j’accompagne ?",
        "answer": _answer(look, given, found),
        "tabs": tabs(look, "advising:people"),
        "columns": _columns(look, given, request),
        "rows": _rows(found.lines, is_agency=look.scope.person_id is None),
        "empty": "Personne ne répond à ces choix." if _is_narrowed(given) else "Vous n’accompagnez encore personne.",
        "given": given,
        "scope_word": request.GET.get("qui", ""),
        "waits": [(WAIT_WORDS[wait], WAIT_LABELS[wait], given.wait is wait) for wait in WaitStatus],
        "states": [(state.value, STATE_LABELS[state], given.state is state) for state in _STATES],
        "themes": [(theme.value, THEME_LABELS[theme], given.theme is theme) for theme in Theme],
        "chips": _chips(look, given),
        "clear_url": reverse("advising:people") + look.query(),
        "count": pluralise(found.total, "personne"),
        "pager": _pager(look, given, found, request),
    }
    return render(request, "advising/people.html", values)


def _asked(request: HttpRequest) -> LearnerFilters:
    get = request.GET
    wait = next((wait for wait, word in WAIT_WORDS.items() if word == get.get("attente")), None)
    state, theme, asked = get.get("etat", ""), get.get("frein", ""), get.get("p", "")
    return LearnerFilters(
        words=get.get("q", "").strip()[:80],
        wait=wait,
        state=JourneyState(state) if state in set(JourneyState) else None,
        theme=Theme(theme) if theme in set(Theme) else None,
        sort=_SORTS.get(get.get("tri", ""), "name"),
        page=min(max(1, parse_whole_number(asked) or 1), 9_999),
    )


def _is_narrowed(given: LearnerFilters) -> bool:
    return bool(given.words or given.wait or given.state or given.theme)


def _answer(look: Look, given: LearnerFilters, found: LearnerPage) -> str:
    said = pluralise(found.total, "personne")
    if _is_narrowed(given):
        return f"{said} répond{'ent' if found.total > 1 else ''} à vos choix."
    return f"{said}." if look.scope.person_id is not None else f"{said} dans votre agence."


def _query(look: Look, given: LearnerFilters, **changed: object) -> str:
    sort = next(word for word, sort in _SORTS.items() if sort == given.sort)
    values: dict[str, object] = {
        "q": given.words,
        "attente": WAIT_WORDS[given.wait] if given.wait else "",
        "etat": given.state or "",
        "frein": given.theme or "",
        "tri": sort,
    }
    return reverse("advising:people") + look.query(**(values | changed))


def _chips(look: Look, given: LearnerFilters) -> list[dict[str, str]]:
    found = []
    if given.words:
        found.append({"label": f"« {given.words} »", "url": _query(look, given, q="")})
    if given.wait:
        found.append({"label": WAIT_LABELS[given.wait], "url": _query(look, given, attente="")})
    if given.state:
        found.append({"label": STATE_LABELS[given.state], "url": _query(look, given, etat="")})
    if given.theme:
        found.append({"label": f"frein : {THEME_LABELS[given.theme]}", "url": _query(look, given, frein="")})
    return found


def _columns(look: Look, given: LearnerFilters, request: HttpRequest) -> list[dict[str, str]]:
    by_seen = {"seen": ("ascending", "recents"), "-seen": ("descending", "")}
    direction, following = by_seen.get(given.sort, ("", "anciens"))
    name = {"label": "Personne", "sort_url": _query(look, given, tri="")}
    seen = {"label": "Dernière nouvelle", "kind": "day", "sort_url": _query(look, given, tri=following)}
    if given.sort == "name":
        name["sorted"] = "ascending"
    if direction:
        seen["sorted"] = direction
    found = [name, {"label": "Où elle en est"}, {"label": "Formation"}, {"label": "Commune"}, seen]
    return [*found, {"label": "Suivie par"}] if look.scope.person_id is None else found


def _rows(lines: tuple[LearnerSummary, ...], *, is_agency: bool) -> list[list[Any]]:
    towns = communes_by_code(line.commune_code for line in lines if line.commune_code)
    return [
        [
            {"text": line.name, "url": reverse("advising:person", args=[line.learner_key])},
            {
                "text": STATE_LABELS[line.state] if line.state else "Aucun parcours",
                "note": WAIT_LABELS[line.wait].lower() if line.wait else "",
            },
            line.title,
            towns[line.commune_code].name if line.commune_code in towns else "",
            {"text": format_day(line.seen_on), "value": line.seen_on.isoformat()},
            *([line.adviser or "personne de nommé"] if is_agency else []),
        ]
        for line in lines
    ]


def _pager(look: Look, given: LearnerFilters, found: LearnerPage, request: HttpRequest) -> dict[str, Any] | None:
    if found.total <= PAGE:
        return None
    first = (given.page - 1) * PAGE + 1
    last = min(found.total, given.page * PAGE)
    return {
        "first": min(first, found.total),
        "last": last,
        "total": found.total,
        "thing": "personnes",
        "previous_url": _query(look, given, p=given.page - 1 if given.page > 2 else "") if given.page > 1 else "",
        "next_url": _query(look, given, p=given.page + 1) if last < found.total else "",
    }
