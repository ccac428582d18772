"""PDF that explains to a person why sessions were proposed to them: reasons, points, who decided and when.

A person may ask for the parameters of any algorithmic decision and their weight in their own case
(CRPA, art. L. 311-3-1 and R. 311-3-1-2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_texts import paper
from pacte.kernel.french import format_day, pluralise

MEDIA_TYPE = "application/pdf"
# Sessions beyond this number are only counted; the data file has the full list.
SHOWN = 12


@dataclass(frozen=True, slots=True)
class SessionSaid:
    """``reasons`` such as « +40 : c’est le métier visé », in rule order. ``is_chosen``: the session proposed."""

    title: str
    where: str
    starts: str
    score: int
    reasons: tuple[str, ...]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class AdviceSaid:
    """``decision``, ``decided_by``, ``decided_on``, ``reason``: empty until then. ``body``: adviser's body."""

    name: str
    body: str
    goal: str
    words: str
    made_on: date
    rule: str
    digest: str
    decision: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    reason: str = ""


def write(said: AdviceSaid, sessions: Sequence[SessionSaid], *, as_of: date, synthetic: bool) -> bytes:
    """The PDF. The same facts give the same bytes."""
    title = f"Pourquoi ces formations, {said.name}"
    more = len(sessions) - SHOWN
    return made(
        "advice.typ",
        {
            "title": paper(title),
            "description": f"Explication au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
            "keywords": ["pacte", "orientation", "explication"],
            "version": f"au {format_day(as_of)}",
            "footer": paper(said.body + (" · Données fictives" if synthetic else "")),
            "running_title": "Pourquoi ces formations",
            "short": True,
            "synthetic": synthetic,
            "kicker": paper(said.body),
            "name": paper(title),
            "answer": paper(_answer(said, sessions)),
            "facts": [{"label": label, "text": paper(text) or "non dit"} for label, text in _facts(said)],
            "sessions": [_session(rank, each) for rank, each in enumerate(sessions[:SHOWN], start=1)],
            "more": f"et {pluralise(more, 'autre session', 'autres sessions')}, plus loin" if more > 0 else "",
            "decision": paper(_decision(said)),
            "rights": paper(
                "Ni le nom, ni le sexe, ni l’âge, ni aucune information protégée n’entrent dans ce calcul. La règle "
                "donne un ordre ; une personne décide avec vous. Vous pouvez demander les mêmes données en fichier, "
                "contester, ou demander autre chose : à votre conseiller, puis au délégué à la protection des données."
            ),
            "print": f"Règle {said.rule}, empreinte {said.digest[:16]}…",
        },
        as_of,
    )


def _answer(said: AdviceSaid, sessions: Sequence[SessionSaid]) -> str:
    count = pluralise(len(sessions), "session a été considérée", "sessions ont été considérées")
    return (
        f"Le {format_day(said.made_on)}, {count}. Chacune a reçu des points ; leur total fait l’ordre, et rien d’autre."
    )


def _facts(said: AdviceSaid) -> list[tuple[str, str]]:
    return [("Métier visé", said.goal), ("Mots cherchés", said.words or "aucun"), ("Fait le", format_day(said.made_on))]


def _session(rank: int, each: SessionSaid) -> dict[str, object]:
    return {
        "rank": str(rank),
        "title": paper(each.title),
        "where": paper(f"{each.where} · {each.starts}"),
        "score": pluralise(each.score, "point"),
        "reasons": [paper(reason) for reason in each.reasons],
        "chosen": "C’est celle qui vous a été proposée." if each.is_chosen else "",
    }


def _decision(said: AdviceSaid) -> str:
    if not said.decision or said.decided_on is None:
        return "Personne n’a encore décidé : cette liste n’est qu’une aide."
    why = f" Sa raison : « {said.reason} »." if said.reason else ""
    return f"Le {format_day(said.decided_on)}, {said.decided_by} {said.decision}.{why}"
