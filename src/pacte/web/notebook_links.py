"""How pages lead to a shared notebook: what is unread in it, and whom to call when nobody will read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from pacte.journeys.queries.unread_notebooks import unread_words_of_learner
from pacte.kernel.french import pluralise
from pacte.kernel.user_input import dial_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pacte.journeys.models import Journey, Learner
    from pacte.journeys.queries.notebook_readers import MissingReader
    from pacte.journeys.queries.unread_notebooks import UnreadNotebook
    from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class NotebookLink:
    """``news``: « 2 mots à lire », empty when all is read."""

    url: str
    news: str


@dataclass(frozen=True, slots=True)
class NobodyReads:
    """Said before the form of a notebook that nobody else reads. ``dial``: the target of ``phone``."""

    sentence: str
    phone: str = ""
    dial: str = ""


def notebook_link(journey_key: UUID, unread: int) -> NotebookLink:
    news = pluralise(unread, "mot à lire", "mots à lire") if unread else ""
    return NotebookLink(reverse("advisers:notebook", args=[journey_key]), news)


def learner_notebook_link(actor: Actor, learner: Learner, journeys: Iterable[Journey]) -> NotebookLink | None:
    """Link of a referent to the notebook of a learner, by the first of their journeys; None without any journey."""
    journey = next(iter(journeys), None)
    return notebook_link(journey.key, unread_words_of_learner(actor=actor, learner=learner)) if journey else None


def unread_notebooks_text(notebooks: Sequence[UnreadNotebook]) -> str:
    """« 3 carnets partagés à lire », "" for none; value ``unread_notebooks`` of the template notebooks_news.html."""
    return pluralise(len(notebooks), "carnet partagé à lire", "carnets partagés à lire") if notebooks else ""


def nobody_reads(missing: MissingReader | None, *, is_referrer: bool) -> NobodyReads | None:
    """The sentence for the side that writes; None when the other side reads."""
    if missing is None:
        return None
    if not missing.name:
        return NobodyReads(
            "Personne d’autre que votre réseau ne lira ce mot : aucun organisme n’est encore choisi."
            if is_referrer
            else "Personne d’autre que votre organisme ne lira ce mot : le réseau de la personne n’a pas de compte ici."
        )
    if missing.phone:
        return NobodyReads(
            f"{missing.name} n’a pas de compte ici et ne lira pas ce mot : appelez au", missing.phone,
            dial_number(missing.phone),
        )  # fmt: skip
    return NobodyReads(f"{missing.name} n’a pas de compte ici et ne lira pas ce mot. Son téléphone n’est pas connu.")
