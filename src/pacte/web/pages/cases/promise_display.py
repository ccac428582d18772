"""Promises of hires on the page of a case: what is kept, what is missing, and who owes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries import CasePromises
from pacte.procedures.queries.promises import FirmHires


def promise_values(promises: CasePromises | None, on: date) -> dict[str, Any] | None:
    """Values of the section; None for a case without promises."""
    if promises is None or not promises.firms:
        return None
    return {"answer": _answer(promises), "firms": [_firm(each, promises, on) for each in promises.firms]}


def _answer(promises: CasePromises) -> str:
    count = promises.count
    if not promises.is_binding:
        return "Ces promesses n’engagent pas : la convention n’est pas signée, ou le dossier s’est arrêté."
    if not promises.asks_on:
        return "À la Région : nommer la session dans le dossier. Sans elle, rien ne se prouve."
    people = pluralise(count.said_hires, "personne formée dit", "personnes formées disent")
    posts = pluralise(count.due, "poste promis", "postes promis")
    parts = [
        f"{pluralise(count.kept_posts, 'embauche')} sur {posts} à ce jour.",
        f"{people} un CDI ou un CDD d’au moins 6 mois ; les entreprises en confirment {count.confirmed}.",
    ]
    if count.confirmed > count.said_hires:
        parts.append("Ce que les personnes formées n’ont pas dit n’est pas compté : l’enquête les relance.")
    return " ".join(parts)


def _firm(firm: FirmHires, promises: CasePromises, on: date) -> dict[str, Any]:
    promise = firm.promise
    return {
        "name": promise.name,
        "promised": pluralise(promise.posts, "poste"),
        "by": promise.by,
        "hired": "" if firm.hired is None else pluralise(firm.hired, "embauche confirmée", "embauches confirmées"),
        "on": firm.answered_on,
        "owed": _owed(firm, promises, on),
    }


def _owed(firm: FirmHires, promises: CasePromises, on: date) -> str:
    """What is missing and from whom; "" when the firm has answered, or when nothing can be asked yet."""
    if firm.hired is not None or not promises.is_binding:
        return ""
    if not firm.promise.email:
        return "à la Région : donner le courriel de l’entreprise"
    if firm.asked_on:
        return f"à l’entreprise : répondre à la lettre du {format_day(firm.asked_on)}"
    if not promises.asks_on:
        return "à la Région : nommer la session"
    first = promises.asks_on[0]
    return f"lettre à partir du {format_day(first)}" if first > on else "lettre à venir sous quinze jours"
