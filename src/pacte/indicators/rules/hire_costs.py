"""What a hire costs: euros ordered for the sessions of cases, divided by the hires that both sides confirm. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.indicators.records.operational_counts import CountResult
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_amount

NO_ORDER = "aucune commande n’est liée aux conventions : le dossier nomme la sienne, ou ses sessions"
NO_COST = "les commandes liées aux conventions n’achètent encore rien"


def hire_cost(cases: Sequence[tuple[int, int | None]]) -> CountResult:
    """``cases``: posts kept of each, and cents ordered, None or 0 when nothing is bought for it.

    A case without cost leaves both sides: its hires would make the others look cheaper. Amounts are whole euros.
    """
    paid = [(kept_posts, cents) for kept_posts, cents in cases if cents]
    if not paid:
        return CountResult(0, lacks=NO_ORDER if all(cents is None for _, cents in cases) else NO_COST)
    hires, cents = sum(each for each, _ in paid), sum(each for _, each in paid)
    if not hires:
        return CountResult(0, lacks=f"aucune embauche confirmée à ce jour, pour {format_amount(cents)} commandés")
    unpaid = len(cases) - len(paid)
    left_out = pluralise(unpaid, "convention sans commande n’y est pas", "conventions sans commande n’y sont pas")
    return CountResult(round(cents / 100), hires, precision=left_out if unpaid else "")
