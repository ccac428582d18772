"""Winners of a call that goes towards people, and the people whom they met, counted without any name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.procedures.models import Application, Case, CaseEvent, OutreachRound
from pacte.procedures.queries.applications import is_author
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.outreach import OutreachTotal
from pacte.procedures.rules.catalogue import procedure_edition, procedures_by_code
from pacte.reference.queries import communes_by_code


@dataclass(frozen=True, slots=True)
class OutreachWinner:
    """A case that was won, as its public register says it. ``since``: the day of that decision in the case."""

    case_id: int
    plan_id: int
    plan_action_id: int
    number: int
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class CaseOutreach:
    """What a winner counted. ``rounds``: those in force, the newest first."""

    rounds: tuple[OutreachRound, ...]
    by_commune: tuple[OutreachTotal, ...]
    by_month: tuple[OutreachTotal, ...]

    @property
    def people(self) -> int:
        return sum(each.people for each in self.rounds)

    @property
    def first_time(self) -> int:
        return sum(each.first_time for each in self.rounds)


def outreach_winners(*, actor: Actor, host_id: int) -> list[OutreachWinner]:
    """Returns the winners of a Region, by name. Public, as their register.

    Read as the machine: nothing but the name, a number and a day leaves this function.
    """
    codes = [code for code, each in procedures_by_code().items() if each.outreach]
    winners: dict[int, OutreachWinner] = {}
    with system_elevation():
        moves = CaseEvent.objects.filter(
            kind=CaseEventKind.MOVED, case__organisation_id=host_id, case__procedure_code__in=codes
        ).select_related("case")
        for event in moves.order_by("pk"):
            case = event.case
            under = procedure_edition(case.procedure_code, case.edition)
            if under.outreach and event.code == under.public_from and case.pk not in winners:
                name = str(case.values.get(under.outreach.name) or case.title)
                winners[case.pk] = OutreachWinner(
                    case.pk, case.plan_id, case.plan_action_id, case.number, name, event.happened_on
                )
    return sorted(winners.values(), key=lambda each: (each.name, each.number))


def won_on(*, actor: Actor, case: Case) -> date | None:
    """The day of the transition by which the case was won; None when it was not, or for another procedure."""
    under = procedure_edition(case.procedure_code, case.edition)
    if under.outreach is None:
        return None
    moves = CaseEvent.objects.filter(case=case, kind=CaseEventKind.MOVED, code=under.public_from)
    return moves.order_by("pk").values_list("happened_on", flat=True).first()


def rounds_in_force(*, actor: Actor, case: Case) -> list[OutreachRound]:
    """Rounds of a case that no other row corrects, the newest first. Row-level security hides those of other cases."""
    rows = OutreachRound.objects.filter(case=case, is_withdrawn=False, correction=None)
    return list(rows.order_by("-happened_on", "-pk"))


def case_outreach(*, actor: Actor, case: Case) -> CaseOutreach | None:
    """What the winner counted, for who reads the case; None for a case that is not a winner's."""
    return _summary(actor, case) if won_on(actor=actor, case=case) else None


def own_outreach(*, actor: Actor, application: Application) -> CaseOutreach | None:
    """The same, for whoever applied. Raises ``NotFound`` for somebody else's application."""
    hide_unless(is_author(actor, application))
    with system_elevation():
        return case_outreach(actor=actor, case=application.case) if application.case else None


def _summary(actor: Actor, case: Case) -> CaseOutreach:
    rounds = rounds_in_force(actor=actor, case=case)
    names = communes_by_code({each.commune for each in rounds})
    return CaseOutreach(
        tuple(rounds),
        _totals((names[each.commune].name if each.commune in names else each.commune, each) for each in rounds),
        _totals((f"{each.happened_on:%Y-%m}", each) for each in rounds),
    )


def _totals(rows: Iterable[tuple[str, OutreachRound]]) -> tuple[OutreachTotal, ...]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for label, each in rows:
        for rank, number in enumerate((1, each.people, each.first_time)):
            sums[label][rank] += number
    return tuple(OutreachTotal(label, *numbers) for label, numbers in sorted(sums.items()))
