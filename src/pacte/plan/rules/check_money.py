"""Checks of amounts: none negative, and sums that agree with their totals."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Defect, PlanContent
from pacte.plan.rules.defects import error, quoted, warning
from pacte.plan.rules.readable import money
from pacte.plan.rules.sums import action_sums, axis_sums


def money_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield defects of amounts: negative, duplicate, of an unknown action, or with differing sums."""
    for axis in content.axes:
        if axis.amount_cents is not None and axis.amount_cents < 0:
            yield _negative((f"axis:{axis.code}", "amount_cents"), f"L'axe {quoted(axis.code)}", axis.amount_cents)
    yield from _amounts(content)
    yield from _sums(content)


def first_keys(content: PlanContent) -> dict[ActionCode, str]:
    """Return the key of the first row of each action."""
    return {row.number: row.key for row in reversed(content.rows)}


def amount_place(keys: dict[ActionCode, str], number: ActionCode, year: int | None = None) -> tuple[str, str]:
    """Return the place of an amount: first row of its action, field « amounts » or « amounts:2020 »."""
    return (keys.get(number, f"action:{number}"), "amounts" if year is None else f"amounts:{year}")


def declared_total_defects(content: PlanContent, declared_cents: int | None) -> Iterator[Defect]:
    """Yield a warning when the stated total differs from the sum of the axes."""
    if declared_cents is not None and declared_cents != content.total_cents:
        yield warning(
            "total_differs",
            ("plan", "total_cents"),
            f"Le total annoncé est {money(declared_cents)}, et la somme des axes {money(content.total_cents)}.",
            f"L'écart est de {money(declared_cents - content.total_cents)}.",
            "Corrigez le montant faux, ou gardez la somme des axes.",
            money(declared_cents),
        )


def _amounts(content: PlanContent) -> Iterator[Defect]:
    keys = first_keys(content)
    seen: set[tuple[ActionCode, int | None]] = set()
    for amount in content.amounts:
        at, name = amount_place(keys, amount.number, amount.year), f"L'action n° {amount.number}"
        if amount.cents < 0:
            yield _negative(at, name, amount.cents)
        if amount.number not in keys:
            yield error(
                "unknown_action",
                at,
                f"Un montant est donné à l'action n° {amount.number}, qui n'est pas dans le plan.",
                fix="Corrigez le numéro, ou ajoutez cette action.",
                value=str(amount.number),
            )
        if (amount.number, amount.year) in seen:
            yield error(
                "duplicate_amount",
                at,
                f"{name} a deux montants pour {amount.year or 'toute la durée'}.",
                "On ne sait pas lequel compter.",
                "Gardez-en un, ou leur somme.",
                money(amount.cents),
            )
        seen.add((amount.number, amount.year))


def _sums(content: PlanContent) -> Iterator[Defect]:
    keys = first_keys(content)
    for action in action_sums(content):
        if not action.agrees and action.whole_cents is not None and action.years_cents is not None:
            yield warning(
                "total_differs",
                amount_place(keys, action.number),
                f"L'action n° {action.number} a un total de {money(action.whole_cents)}, "
                f"et ses années font {money(action.years_cents)}.",
                f"L'écart est de {money(action.whole_cents - action.years_cents)}.",
                "Corrigez le total, ou le montant de l'année qui ne va pas.",
                money(action.whole_cents),
            )
    for axis in axis_sums(content):
        if not axis.agrees and axis.amount_cents is not None and axis.actions_cents is not None:
            yield warning(
                "total_differs",
                (f"axis:{axis.code}", "amount_cents"),
                f"L'axe {quoted(axis.code)} a {money(axis.amount_cents)}, "
                f"et ses actions font {money(axis.actions_cents)}.",
                f"L'écart est de {money(axis.amount_cents - axis.actions_cents)}.",
                "Corrigez le montant de l'axe, ou celui de l'action qui ne va pas.",
                money(axis.amount_cents),
            )


def _negative(at: tuple[str, str], who: str, cents: int) -> Defect:
    return error(
        "negative_amount",
        at,
        f"{who} a un montant négatif : {money(cents)}.",
        "Une enveloppe ne peut pas l'être.",
        "Corrigez le signe, ou ôtez ce montant.",
        money(cents),
    )
