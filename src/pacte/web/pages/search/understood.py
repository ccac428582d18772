"""What the search understood, in one sentence that can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text, join_words
from pacte.offer.queries.search import terms_read
from pacte.offer.rules.search import SearchPart
from pacte.web.pages.search.search_params import SearchPageParams


def understood_sentence(actor: Actor, params: SearchPageParams) -> dict[str, Any] | None:
    """``what`` is searched, around ``where``, and links to undo each. None when nothing was typed."""
    if not params.typed and not params.commune:
        return None
    terms = terms_read(actor=actor, params=params)
    undo = []
    if terms.corrections or terms.subjects:
        exact = params.query(exact=True, place=_place(params))
        undo.append({"label": f"Chercher « {params.words} » tel quel", "url": exact})
    if params.exact:
        undo.append({"label": "Chercher aussi les mots proches", "url": params.query(exact=False)})
    if params.is_place_in_words:
        undo.append({"label": "Ce n’est pas ma commune", "url": params.query(ignores_place=True, commune=None)})
    if params.ignores_place:
        undo.append({"label": "Lire la commune dans mes mots", "url": params.query(ignores_place=False)})
    return {
        "what": join_words([_label(part) for part in terms.parts]),
        "where": f"{params.commune.name} ({params.commune.department_code})" if params.commune else "",
        "undo": undo,
        "others": [
            {
                "label": f"{each.name} ({each.department_code})",
                "url": replace(params, commune=each).query(place=_place(params) or each.name, ignores_place=False),
            }
            for each in params.others
            if params.commune is None or each.code != params.commune.code
        ],
    }


def _label(part: SearchPart) -> str:
    """The words as they are searched, then what they are about when they do not say it."""
    words = " ".join(" ou ".join(part.spellings[word]) for word in part.words)
    if part.subject is None:
        return words
    label = part.subject.label
    return f"{label} ({words})" if part.is_whole and fold_text(words) not in fold_text(label) else label


def _place(params: SearchPageParams) -> str:
    """The commune as typed in its field, or as read among the words."""
    return params.commune.name if params.is_place_in_words and params.commune else params.place
