"""Obligations of the provider as table rows with a button; side effects of a step as sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html

from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer, side_effects_of
from pacte.journeys.rules.obligations import DAYS
from pacte.kernel.french import format_day, pluralise
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.journeys.queries.provider_obligations import ProviderObligation

DOER_LABELS = {
    Doer.MACHINE: "fait tout de suite, sans vous",
    Doer.ADVISER: "par le conseiller référent",
    Doer.PROVIDER: "par vous",
    Doer.REGION: "par la Région",
}


def provider_obligation_table(obligations: list[ProviderObligation], on: date) -> Table[ProviderObligation]:
    """The button of a row submits the hidden form of the page, which holds the CSRF token."""
    return Table(
        obligations,
        Column("Ce qui est à faire", lambda each: each.label),
        Column("Personne", lambda each: each.name or "Dossier effacé"),
        day_column(
            "Avant le", lambda each: cell(format_day(each.due_on), note="en retard" if each.due_on < on else "")
        ),
        Column("Geste", _settle_button),
        id="a-faire-table",
        caption="Ce que vous devez",
    )


def _settle_button(each: ProviderObligation) -> str:
    return format_html(
        '<button class="button button-secondary" type="submit" form="regler" formaction="{}">C’est fait'
        '<span class="hidden-text"> : {} ({})</span></button>',
        reverse("attendance:settle", args=[each.identifier]),
        each.label,
        each.name,
    )


def side_effect_sentences(kind: StepKind, end_kind: EndKind | None = None) -> list[str]:
    """« Le conseiller référent est prévenu : fait tout de suite, sans vous. »"""
    return [
        _side_effect_sentence(side_effect.sentence, side_effect.who, DAYS.get(side_effect.what))
        for side_effect in side_effects_of(kind, end_kind)
    ]


def side_effects_by_end_kind() -> list[tuple[str, list[str]]]:
    """Side effects of an end: always, before the planned end, and when the person has nothing next."""
    always = side_effect_sentences(StepKind.ENDED, EndKind.TO_TERM)
    early = side_effect_sentences(StepKind.ENDED, EndKind.TO_JOB)
    dropout = side_effect_sentences(StepKind.ENDED, EndKind.DROPOUT)
    return [
        ("Dans tous les cas", always),
        ("Si la formation finit avant son terme", [each for each in early if each not in always]),
        ("Si la personne part sans suite", [each for each in dropout if each not in early]),
    ]


def _side_effect_sentence(what: str, who: Doer, days: int | None) -> str:
    # The sentence on a freed seat already gives its deadline.
    dated = days and who is not Doer.MACHINE and LABELS[Consequence.SEAT_FREED] != what
    when = f", sous {pluralise(days or 0, 'jour')}" if dated else ""
    return f"{what.rstrip('.')} : {DOER_LABELS[who]}{when}."
