"""Finance: lines to allocate, actions that commit more than voted, the age of the accounts, axes behind time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from pacte.finance.permissions import may
from pacte.finance.records import Fund, MoneyStage, PlanMoneyTable, total_at_stage
from pacte.finance.rules import vote_gaps
from pacte.kernel.actor import Role
from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.audit_tasks import owed_audits
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk

# Accounts come once a month: later than that and a week, somebody forgot.
_OLD_EXTRACT_DAYS = 38
_MAX_ACTIONS = 6
_MILLION = 1_000_000_00


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    yield from owed_audits(reader)
    table = reader.money
    if table is None:
        return
    loose = table.unallocated
    if loose.count:
        may_allocate = reader.is_today and may(reader.actor, "finance.allocate", reader.plan.organisation_id)
        yield DeskEntry(
            pluralise(loose.count, "ligne comptable à affecter", "lignes comptables à affecter"),
            f"{format_euros(loose.of(MoneyStage.COMMITTED))} engagés, hors de tous les chiffres",
            verb="Les affecter" if may_allocate else "Voir l’argent",
            url=reader.url("money:waiting" if may_allocate else "money:overview"),
        )
    over = [each for each in vote_gaps(table) if each.is_overrun]
    if over:
        numbers = ", ".join(str(each.number) for each in over[:_MAX_ACTIONS])
        noun = "action" if len(over) == 1 else "actions"
        yield DeskEntry(
            pluralise(len(over), "action engage plus que le voté", "actions engagent plus que le voté"),
            f"{_readable(sum(each.gap for each in over))} de trop ; {noun} {numbers}"
            + (" et d’autres" if len(over) > _MAX_ACTIONS else ""),
            tone="bad", verb="Les comparer", url=f"{reader.url('money:overview')}#a-debloquer",
        )  # fmt: skip
    yield from _extract(reader, table, is_old=True)


def _moved(reader: DeskReader) -> Iterator[DeskEntry]:
    if reader.money is not None:
        yield from _extract(reader, reader.money, is_old=False)


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    """Axes whose committed share is behind the time that has passed, the furthest behind first."""
    table = reader.money
    if table is None:
        return
    gaps = []
    for axis in table.axes:
        committed = _pact(table, MoneyStage.COMMITTED, axis.code)
        if axis.cents and committed is not None:
            gaps.append((reader.elapsed - Decimal(committed) / axis.cents, axis, committed))
    for gap, axis, committed in sorted(gaps, key=lambda each: -each[0]):
        if gap > 0:
            yield DeskEntry(
                f"{axis.label} : {format_percent(Decimal(committed) / (axis.cents or 1))} engagés",
                f"{format_millions(committed)} sur {format_millions(axis.cents or 0)}",
                f"{format_number(gap * 100)} points de retard", "watch",
                "Voir l’axe", f"{reader.url('money:overview')}{'&' if not reader.is_today else '?'}"
                f"{urlencode({'axe': axis.code})}#detail",
            )  # fmt: skip


def _extract(reader: DeskReader, table: PlanMoneyTable, *, is_old: bool) -> Iterator[DeskEntry]:
    """The last extract: a thing to do once it is old, else news."""
    if not table.sources:
        return
    last = table.sources[0]
    day = last.extracted_on or paris_date(last.received_at)
    age = (reader.on - day).days
    if (age > _OLD_EXTRACT_DAYS) is not is_old:
        return
    may_import = is_old and reader.is_today and may(reader.actor, "finance.import", reader.plan.organisation_id)
    yield DeskEntry(
        f"Dernière extraction il y a {pluralise(age, 'jour')}" if age else "Extraction d’aujourd’hui",
        f"{pluralise(last.lines, 'ligne')}, {last.file_name}",
        format_day(day),
        "watch" if is_old else "",
        "Importer la suivante" if may_import else "Voir l’argent",
        reverse("intake:drop", args=["accounts"]) if may_import else reader.url("money:overview"),
    )


def _readable(cents: int) -> str:
    return format_millions(cents) if cents >= _MILLION else format_euros(round(cents, -2))


def _pact(table: PlanMoneyTable, stage: MoneyStage, axis_code: str) -> int | None:
    return total_at_stage(table.cells, stage, lambda cell: cell.fund is Fund.PACT and cell.axis_code == axis_code)


DESK = RoleDesk("finance", frozenset({Role.FINANCE_OFFICER}), 10, waiting=_waiting, moved=_moved, followed=_followed)
