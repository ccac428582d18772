"""What a form says of a fault: its title, its place, what is wrong and what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pacte.exchange.lheo.corrections.fault_groups import HOLDER_FAULTS, NUMBER_FAULTS, STRANGERS
from pacte.exchange.lheo.faults import Fault
from pacte.exchange.lheo.wording import element_words, place_in_words

_TRAINING_DEPTH = 4  # « », « lheo », « offres », « formation »
HINTS: Final[Mapping[str, str]] = {
    "formacode_version": "Le même code change de sens d’une version à l’autre.",
    "number_missing": "Donnez-lui en un : il la fait reconnaître d’un envoi à l’autre.",
    "instant": "Ce n’est qu’une date technique.",
    "not_yours": "Corrigez le SIRET s’il est faux. Si la formation n’est pas à vous, abandonnez-la.",
    "wrong_order": "L’ordre des éléments compte.",
    "namespace": "Il vient d’un autre format.",
    "empty": "",
    "unknown_element": "",
    "misplaced_element": "",
    "unknown_attribute": "",
    "stray_text": "",
}
_MESSAGES: Final[Mapping[str, str]] = {
    "number_missing": "Cette {what} n’a pas de numéro.",
    "number_too_long": "Le numéro de cette {what} dépasse 60 signes, ou porte un signe invisible.",
}
"""Those of the check speak of an import to come."""


def correction_place(fault: Fault) -> str:
    """Where the fault is in the training. The title names the element itself: it counts only by its rank."""
    steps = fault.path.split("/")[_TRAINING_DEPTH:]
    if steps and fault.code not in HOLDER_FAULTS and (fault.code in STRANGERS or not steps[-1].endswith("]")):
        steps = steps[:-1]
    return place_in_words("/".join(steps)) if steps else ""


def holder_name(fault: Fault) -> str:
    """The element whose number is wrong, as the check calls it."""
    return fault.words.get("what", fault.element)


def correction_message(fault: Fault) -> str:
    return _MESSAGES.get(fault.code, "{message}").format(message=fault.message, what=holder_name(fault))


def correction_title(fault: Fault) -> str:
    words = {
        "missing_element": element_words(fault.value),
        "too_many": element_words(fault.words.get("name", "")),
        "formacode_version": "version du Formacode",
        "unknown_attribute": f"attribut « {fault.value} »",
        "instant": f"attribut « {fault.words.get('name', '')} »",
        "stray_text": "texte en trop",
        "id_twice": "identifiant",
        "not_yours": "SIRET de l’organisme responsable",
    }.get(fault.code, "")
    if fault.code in NUMBER_FAULTS:
        words = number_label(holder_name(fault))
    return capitalised(words or element_words(fault.element))


def number_label(what: str) -> str:
    return {"formation": "numéro de la formation", "session": "numéro de la session"}.get(what, "numéro de l’action")


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
