"""Invented money for the demonstration: 600 accounting rows over 2019-2022, votes, receipts, effort since 2017.

The same seed gives the same figures. Each quarter is one import, known at its end, so that a page seen as of a past day
shows what was known then. Envelopes are those of the plan; everything else is invented, and every page says so.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pacte.demo.money_declarations import action_shares, declaration_batches
from pacte.demo.stories.money_shares import MoneyShares, money_shares
from pacte.finance.queries import has_accounting_movements
from pacte.finance.records import Extract, ExtractLine, Fund, Imputation, MoneyStage
from pacte.finance.services import declare_amounts, import_extract
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS
from pacte.kernel.defects import CellReference

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.plan.records import PlanContent

ACCOUNTANT_NAME = "Gestion financière (fictive)"
SEED = 20_190_122
LINES = 600
UNALLOCATED_LINES = 12
_OUTSIDE = "24"


@dataclass(slots=True)
class _Commitment:
    """One accounting commitment over time: (day, cents) at each stage."""

    number: str
    year: int
    label: str
    supplier: str
    imputation: Imputation
    moves: dict[MoneyStage, list[tuple[date, int]]] = field(default_factory=dict)


def load_money(*, actor: Actor, plan: Plan, content: PlanContent, on: date) -> None:
    """Once: a second call finds the imports and changes nothing. Only what happened by ``on`` is loaded."""
    host = plan.organisation
    actor = replace(actor, name=ACCOUNTANT_NAME)
    if has_accounting_movements(actor=actor, organisation=host):
        return
    draw = random.Random(SEED)  # noqa: S311 - invented figures, not secrets
    money, shares = money_shares(), action_shares(content, draw)
    for amounts, reason, known_on in declaration_batches(plan.code, content, money, shares):
        if amounts and known_on <= on:
            declare_amounts(actor=actor, plan=plan, amounts=amounts, reason=reason, at=_evening(known_on))
    commitments = list(_commitments(content, money, shares, draw))
    for end in _quarters(on):
        extract = _quarter_extract(commitments, end)
        if extract.lines:
            import_extract(actor=actor, organisation=host, extract=extract, plan=plan, at=_evening(end))


def _quarters(on: date) -> Iterator[date]:
    """Ends of the quarters of the extracts, including two years of payments after the plan."""
    for year in range(2019, 2025):
        for month, last in ((3, 31), (6, 30), (9, 30), (12, 31)):
            end = date(year, month, last)
            if end <= on:
                yield end


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(19), PARIS)


def _quarter_extract(commitments: list[_Commitment], end: date) -> Extract:
    """Commitments that moved since the previous quarter, as totals to date."""
    start = date(end.year, end.month - 2, 1)
    lines: list[ExtractLine] = []
    for each in commitments:
        if not any(start <= day <= end for moves in each.moves.values() for day, _ in moves):
            continue
        moves_to_date = {stage: [move for move in moves if move[0] <= end] for stage, moves in each.moves.items()}
        lines.append(
            ExtractLine(
                number=each.number,
                cell=CellReference("Engagements", len(lines) + 2, "A"),
                amounts={stage: sum(cents for _, cents in moves) for stage, moves in moves_to_date.items() if moves},
                year=each.year,
                label=each.label,
                supplier=each.supplier,
                dates={stage: max(day for day, _ in moves) for stage, moves in moves_to_date.items() if moves},
                imputation=each.imputation,
            )
        )
    name = f"extraction-fictive-{end:%Y-%m}.xlsx"
    return Extract(name=name, lines=tuple(lines), lines_read=len(lines), extracted_on=end)


def _commitments(
    content: PlanContent, money: MoneyShares, shares: Mapping[ActionCode, float], draw: random.Random
) -> Iterator[_Commitment]:
    axis_of = {row.number: row.axis_code for row in reversed(content.rows)}
    envelopes = {axis.code: axis.amount_cents or 0 for axis in content.axes}
    numbers = [number for number, share in shares.items() for _ in range(max(2, round(share * 190)))]
    draw.shuffle(numbers)
    drawn_numbers = (numbers * 3)[: LINES - UNALLOCATED_LINES]
    counts = {number: drawn_numbers.count(number) for number in shares}
    # Sorted, so that each year gets its part of each action.
    drawn_numbers.sort()
    for rank, number in enumerate(drawn_numbers, start=1):
        total_cents = envelopes[axis_of[number]] * shares[number] * sum(money.committed.values())
        yield _commitment(rank, number, total_cents / counts[number], money, draw)
    for rank in range(LINES - UNALLOCATED_LINES + 1, LINES + 1):
        yield _commitment(rank, ActionCode(57) if rank % 6 == 0 else None, 2_400_000, money, draw)


def _commitment(
    rank: int, number: ActionCode | None, mean_cents: float, money: MoneyShares, draw: random.Random
) -> _Commitment:
    year = _year(rank, money)
    made = date(year, 1, 1) + timedelta(days=draw.randrange(20, 350))
    cents = int(mean_cents * draw.lognormvariate(-0.1, 0.45)) // 100 * 100
    outside = number == _OUTSIDE and rank % 3 == 0
    imputation = Imputation(
        action=number,
        operation=f"P{103 if number else 900}-{int(number or rank % 4):02d}",
        nature="2188" if number in money.invested and rank % 2 else "6574" if rank % 3 else "611",
        fund=Fund.OUTSIDE if outside else Fund.PACT,
        financer="AGEFIPH" if outside else "Pôle emploi" if number in ("1", "4", "5", "12") and rank % 4 == 0 else "",
    )
    label = f"{money.labels[rank % len(money.labels)]} {rank} (fictif)"
    commitment = _Commitment(
        f"E{year % 100}-{rank:05d}", year, label, f"Organisme fictif {draw.randrange(1, 61):02d}", imputation,
        {MoneyStage.COMMITTED: [(made, cents)]},
    )  # fmt: skip
    _add_payments(commitment, made, cents, draw)
    return commitment


def _year(rank: int, money: MoneyShares) -> int:
    """Spread the years evenly by their share, over any range of ranks."""
    place = rank * 0.618034 % 1 * sum(money.committed.values())
    for year, part in money.committed.items():
        place -= part
        if place < 0:
            return year
    return max(money.committed)


def _add_payments(commitment: _Commitment, made: date, cents: int, draw: random.Random) -> None:
    """Add one to four instalments: rendered, then ordered, then paid.

    One commitment in fifteen is reduced at its end.
    """
    parts = draw.choices((1, 2, 3, 4), weights=(2, 4, 3, 2))[0]
    left, day = cents, made
    stages: Mapping[MoneyStage, list[tuple[date, int]]] = {
        stage: commitment.moves.setdefault(stage, [])
        for stage in (MoneyStage.RENDERED, MoneyStage.ORDERED, MoneyStage.PAID)
    }
    for rank in range(parts):
        day += timedelta(days=int(draw.gammavariate(2.2, 300 / parts / 2.2)) + 15)
        part = left if rank == parts - 1 else int(left * draw.uniform(0.25, 0.6)) // 100 * 100
        if rank == parts - 1 and draw.random() < 1 / 15:
            reduced_cents = int(part * 0.7) // 100 * 100
            commitment.moves[MoneyStage.COMMITTED].append((day + timedelta(days=20), reduced_cents - part))
            part = reduced_cents
        left -= part
        ordered = day + timedelta(days=draw.randrange(12, 50))
        stages[MoneyStage.RENDERED].append((day, part))
        stages[MoneyStage.ORDERED].append((ordered, part))
        stages[MoneyStage.PAID].append((ordered + timedelta(days=draw.randrange(6, 32)), part))
