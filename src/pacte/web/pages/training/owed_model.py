"""Obligations of the provider as table rows with a button; side effects of a step as sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html

from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer, side_effects_of
from pacte.journeys.rules.obligations import DAYS
from pacte.kernel.french import format_day, pluralise

if TYPE_CHECKING:
    from pacte.journeys.queries.provider_obligations import ProviderObligation

OWED_COLUMNS = (
    {"label": "Ce qui est à faire"},
    {"label": "Personne"},
    {"label": "Avant le", "kind": "day"},
    {"label": "Geste"},
)
DOER_WORDS = {
    Doer.MACHINE: "fait tout de suite, sans vous",
    Doer.ADVISER: "par le conseiller référent",
    Doer.PROVIDER: "par vous",
    Doer.REGION: "par la Région",
}


def owed_rows(dues: list[ProviderObligation], on: date) -> list[list[Any]]:
    """One row an obligation; its button submits the hidden form of the page, which holds the CSRF token."""
    return [
        [
            each.label,
            each.name or "Dossier effacé",
            {"text": format_day(each.due_on), "note": "en retard" if each.due_on < on else ""},
            format_html(
                '<button class="button button-secondary" type="submit" form="regler" formaction="{}">C’est fait'
                '<span class="hidden-text"> : {} ({})</span></button>',
                reverse("training:settle", args=[each.identifier]), each.label, each.name,
            ),
        ]
        for each in dues
    ]  # fmt: skip


def sets_off(kind: StepKind, end_kind: EndKind | None = None) -> list[str]:
    """« Le conseiller référent est prévenu : fait tout de suite, sans vous. »"""
    return [_sentence(due.sentence, due.who, DAYS.get(due.what)) for due in side_effects_of(kind, end_kind)]


def sets_off_by_end() -> list[tuple[str, list[str]]]:
    """Side effects of an end: always, before the planned end, and when the person has nothing next."""
    always = sets_off(StepKind.ENDED, EndKind.TO_TERM)
    early = sets_off(StepKind.ENDED, EndKind.TO_JOB)
    alone = sets_off(StepKind.ENDED, EndKind.DROPOUT)
    return [
        ("Dans tous les cas", always),
        ("Si la formation finit avant son terme", [each for each in early if each not in always]),
        ("Si la personne part sans suite", [each for each in alone if each not in early]),
    ]


def _sentence(what: str, who: Doer, days: int | None) -> str:
    # The sentence on a freed seat already gives its deadline.
    dated = days and who is not Doer.MACHINE and LABELS[Consequence.SEAT_FREED] != what
    when = f", sous {pluralise(days or 0, 'jour')}" if dated else ""
    return f"{what.rstrip('.')} : {DOER_WORDS[who]}{when}."
