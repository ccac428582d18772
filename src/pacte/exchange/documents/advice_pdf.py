"""PDF that explains to a person why sessions were proposed to them: reasons, points, who decided and when.

A person may ask for the parameters of any algorithmic decision and their weight in their own case
(CRPA, art. L. 311-3-1 and R. 311-3-1-2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.kernel.french import format_day, pluralise

MEDIA_TYPE = "application/pdf"
# Sessions beyond this number are only counted; the data file has the full list.
MAX_SESSIONS = 12


@dataclass(frozen=True, slots=True)
class AdvisedSession:
    """``reasons`` such as « +40 : c’est le métier visé », in rule order. ``is_chosen``: the session proposed."""

    title: str
    where: str
    starts: str
    score: int
    reasons: tuple[str, ...]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class AdviceSummary:
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


def write(advice: AdviceSummary, sessions: Sequence[AdvisedSession], *, as_of: date, synthetic: bool) -> bytes:
    """The PDF. The same facts give the same bytes."""
    title = f"Pourquoi ces formations, {advice.name}"
    more = len(sessions) - MAX_SESSIONS
    return render_pdf(
        "advice.typ",
        {
            "title": page_text(title),
            "description": f"Explication au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
            "keywords": ["pacte", "orientation", "explication"],
            "version": f"au {format_day(as_of)}",
            "footer": page_text(advice.body + (" · Données fictives" if synthetic else "")),
            "running_title": "Pourquoi ces formations",
            "short": True,
            "synthetic": synthetic,
            "kicker": page_text(advice.body),
            "name": page_text(title),
            "answer": page_text(_answer(advice, sessions)),
            "facts": [{"label": label, "text": page_text(text) or "non dit"} for label, text in _facts(advice)],
            "sessions": [_session(rank, each) for rank, each in enumerate(sessions[:MAX_SESSIONS], start=1)],
            "more": f"et {pluralise(more, 'autre session', 'autres sessions')}, plus loin" if more > 0 else "",
            "decision": page_text(_decision(advice)),
            "rights": page_text(
                "Ni le nom, ni le sexe, ni l’âge, ni aucune information protégée n’entrent dans ce calcul. La règle "
                "donne un ordre ; une personne décide avec vous. Vous pouvez demander les mêmes données en fichier, "
                "contester, ou demander autre chose : à votre conseiller, puis au délégué à la protection des données."
            ),
            "print": f"Règle {advice.rule}, empreinte {advice.digest[:16]}…",
        },
        as_of,
    )


def _answer(advice: AdviceSummary, sessions: Sequence[AdvisedSession]) -> str:
    count = pluralise(len(sessions), "session a été considérée", "sessions ont été considérées")
    return (
        f"Le {format_day(advice.made_on)}, {count}. Chacune a reçu des points ; leur total fait l’ordre, "
        f"et rien d’autre."
    )


def _facts(advice: AdviceSummary) -> list[tuple[str, str]]:
    return [
        ("Métier visé", advice.goal),
        ("Mots cherchés", advice.words or "aucun"),
        ("Fait le", format_day(advice.made_on)),
    ]


def _session(rank: int, each: AdvisedSession) -> dict[str, object]:
    return {
        "rank": str(rank),
        "title": page_text(each.title),
        "where": page_text(f"{each.where} · {each.starts}"),
        "score": pluralise(each.score, "point"),
        "reasons": [page_text(reason) for reason in each.reasons],
        "chosen": "C’est celle qui vous a été proposée." if each.is_chosen else "",
    }


def _decision(advice: AdviceSummary) -> str:
    if not advice.decision or advice.decided_on is None:
        return "Personne n’a encore décidé : cette liste n’est qu’une aide."
    why = f" Sa raison : « {advice.reason} »." if advice.reason else ""
    return f"Le {format_day(advice.decided_on)}, {advice.decided_by} {advice.decision}.{why}"
