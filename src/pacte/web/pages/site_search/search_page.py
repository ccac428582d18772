"""« Que cherchez-vous ? »: pages, actions, indicators, territories, guide… that this reader may open. Public, by GET.

Nothing is recorded about who searches what.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http.response import HttpResponseBase

from pacte.kernel.french import pluralise
from pacte.web.page import UNPROCESSABLE_STATUS, Page
from pacte.web.pages.site_search.result_kind import PLAN_PARAM, SearchScope
from pacte.web.pages.site_search.site_search import ResultGroup, SiteSearch, result_kinds, search_site

MAX_LENGTH = 120  # of a query, as in the field of the masthead
_FIRST_RESULTS = 6
_WORDS, _KIND = "q", "genre"
_EXAMPLES = ("18", "abandon", "bas niveau", "remplissage", "budget")


@Page.view(template_name="site_search/results.html", is_public=True)
def results(page: Page) -> dict[str, Any] | HttpResponseBase:
    text = page.request.GET.get(_WORDS, "").strip()
    if len(text) > MAX_LENGTH:
        return page.render(_refusal(page, text), status=UNPROCESSABLE_STATUS)
    scope = SearchScope(page.request)
    search = search_site(scope, text)
    chosen = page.request.GET.get(_KIND, "")
    only = [each for each in search.groups if each.kind.code == chosen]
    return _frame(page, text) | {
        "answer": _answer(search, text),
        "corrected": ", ".join(search.corrections.values()),
        "groups": [_group(page, each, text, is_whole=bool(only)) for each in only or search.groups],
        "back_url": _url(page, text) if only else "",
        "empty": _empty_state(page, text) if text and not search.total else None,
        "examples": [{"label": each, "url": _url(page, each)} for each in _EXAMPLES] if not search.total else [],
        "searched": _searched(scope) if not search.total else "",
        "is_partial": search.is_partial,
        "training_url": _training_url(page, text) if text else "",
    }


def _frame(page: Page, text: str) -> dict[str, Any]:
    return {
        "title": "Que cherchez-vous ?",
        "search_words": text,
        "searched_plan": page.request.GET.get(PLAN_PARAM, "")[:MAX_LENGTH],
        "max_length": MAX_LENGTH,
        "placeholder": "numéro d’action, mot, commune…",
    }


def _refusal(page: Page, text: str) -> dict[str, Any]:
    error = f"Ce texte a {len(text)} signes, la recherche en lit {MAX_LENGTH} au plus. Écrivez quelques mots seulement."
    return _frame(page, text[:MAX_LENGTH]) | {"error": error}


def _answer(search: SiteSearch, text: str) -> str:
    if not text:
        return "Écrivez un numéro, un nom ou quelques mots."
    if search.query.is_empty:
        return f"« {text} » n’a ni mot ni numéro à chercher."
    if not search.total:
        return f"Rien ne répond à « {text} » parmi les pages que vous pouvez ouvrir."
    counts = ", ".join(pluralise(len(group.results), *group.kind.nouns) for group in search.groups)
    return f"{pluralise(search.total, 'résultat')} : {counts}." if len(search.groups) > 1 else f"{counts}."


def _group(page: Page, group: ResultGroup, text: str, *, is_whole: bool) -> dict[str, Any]:
    """The first results of a kind, and the address of all of them when there are more."""
    shown = group.results if is_whole else group.results[:_FIRST_RESULTS]
    count = len(group.results)
    return {
        "code": group.kind.code,
        "title": group.kind.title,
        "count": pluralise(count, *group.kind.nouns),
        "results": [
            {
                "title": each.entry.document.title,
                "url": each.entry.url,
                "note": each.entry.note,
                "reason": each.match.reason,
            }
            for each in shown
        ],
        "more_url": _url(page, text, group.kind.code) if len(shown) < count else "",
        "more_label": f"Voir les {pluralise(count, *group.kind.nouns)}",
    }


def _empty_state(page: Page, text: str) -> dict[str, Any]:
    actions = [
        {"label": "Chercher ces mots dans les formations", "url": _training_url(page, text)},
        {"label": "Ouvrir le guide", "url": page.url("guide:index")},
    ]
    return {
        "what": "Aucune page n’a ces mots.",
        "why": "Essayez un mot seul, un numéro d’action, le nom d’une commune.",
        "actions": actions,
    }


def _searched(scope: SearchScope) -> str:
    """What this reader may search, in words."""
    return ", ".join(kind.nouns[1] for kind in result_kinds() if kind.is_open(scope))


def _training_url(page: Page, text: str) -> str:
    return f"{page.url('search:home')}?{urlencode({'q': text})}"


def _url(page: Page, text: str, kind: str = "") -> str:
    sent = {_WORDS: text, PLAN_PARAM: page.request.GET.get(PLAN_PARAM, "")[:MAX_LENGTH], _KIND: kind}
    return f"{page.url('site_search:results')}?{urlencode({name: value for name, value in sent.items() if value})}"
