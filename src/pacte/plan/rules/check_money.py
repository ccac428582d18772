"""Checks of amounts: none negative, and sums that agree with their totals."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.defects import Defect
from pacte.plan.records import PlanContent
from pacte.plan.rules.defects import error_defect, quote_excerpt, warning_defect
from pacte.plan.rules.display import format_euro_amount
from pacte.plan.rules.sums import action_sums, axis_sums


def money_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield defects of amounts: negative, duplicate, of an unknown action, or with differing sums."""
    for axis in content.axes:
        if axis.amount_cents is not None and axis.amount_cents < 0:
            yield _negative_amount(
                (f"axis:{axis.code}", "amount_cents"), f"L'axe {quote_excerpt(axis.code)}", axis.amount_cents
            )
    yield from _amount_defects(content)
    yield from _sum_defects(content)


def first_row_keys(content: PlanContent) -> dict[ActionCode, str]:
    """Return the key of the first row of each action."""
    return {row.number: row.key for row in reversed(content.rows)}


def amount_location(keys: dict[ActionCode, str], number: ActionCode, year: int | None = None) -> tuple[str, str]:
    """Return the place of an amount: first row of its action, field « amounts » or « amounts:2020 »."""
    return (keys.get(number, f"action:{number}"), "amounts" if year is None else f"amounts:{year}")


def declared_total_defects(content: PlanContent, declared_cents: int | None) -> Iterator[Defect]:
    """Yield a warning when the stated total differs from the sum of the axes."""
    if declared_cents is not None and declared_cents != content.total_cents:
        yield warning_defect(
            "total_differs",
            ("plan", "total_cents"),
            f"Le total annoncé est {format_euro_amount(declared_cents)}, et la somme des axes "
            f"{format_euro_amount(content.total_cents)}.",
            f"L'écart est de {format_euro_amount(declared_cents - content.total_cents)}.",
            "Corrigez le montant faux, ou gardez la somme des axes.",
            format_euro_amount(declared_cents),
        )


def _amount_defects(content: PlanContent) -> Iterator[Defect]:
    keys = first_row_keys(content)
    seen: set[tuple[ActionCode, int | None]] = set()
    for amount in content.amounts:
        at, name = amount_location(keys, amount.number, amount.year), f"L'action n° {amount.number}"
        if amount.cents < 0:
            yield _negative_amount(at, name, amount.cents)
        if amount.number not in keys:
            yield error_defect(
                "unknown_action",
                at,
                f"Un montant est donné à l'action n° {amount.number}, qui n'est pas dans le plan.",
                hint="Corrigez le numéro, ou ajoutez cette action.",
                value=str(amount.number),
            )
        if (amount.number, amount.year) in seen:
            yield error_defect(
                "duplicate_amount",
                at,
                f"{name} a deux montants pour {amount.year or 'toute la durée'}.",
                "On ne sait pas lequel compter.",
                "Gardez-en un, ou leur somme.",
                format_euro_amount(amount.cents),
            )
        seen.add((amount.number, amount.year))


def _sum_defects(content: PlanContent) -> Iterator[Defect]:
    keys = first_row_keys(content)
    for action in action_sums(content):
        if not action.agrees and action.total_cents is not None and action.years_cents is not None:
            yield warning_defect(
                "total_differs",
                amount_location(keys, action.number),
                f"L'action n° {action.number} a un total de {format_euro_amount(action.total_cents)}, "
                f"et ses années font {format_euro_amount(action.years_cents)}.",
                f"L'écart est de {format_euro_amount(action.total_cents - action.years_cents)}.",
                "Corrigez le total, ou le montant de l'année qui ne va pas.",
                format_euro_amount(action.total_cents),
            )
    for axis in axis_sums(content):
        if not axis.agrees and axis.amount_cents is not None and axis.actions_cents is not None:
            yield warning_defect(
                "total_differs",
                (f"axis:{axis.code}", "amount_cents"),
                f"L'axe {quote_excerpt(axis.code)} a {format_euro_amount(axis.amount_cents)}, "
                f"et ses actions font {format_euro_amount(axis.actions_cents)}.",
                f"L'écart est de {format_euro_amount(axis.amount_cents - axis.actions_cents)}.",
                "Corrigez le montant de l'axe, ou celui de l'action qui ne va pas.",
                format_euro_amount(axis.amount_cents),
            )


def _negative_amount(at: tuple[str, str], who: str, cents: int) -> Defect:
    return error_defect(
        "negative_amount",
        at,
        f"{who} a un montant négatif : {format_euro_amount(cents)}.",
        "Une enveloppe ne peut pas l'être.",
        "Corrigez le signe, ou ôtez ce montant.",
        format_euro_amount(cents),
    )
