"""What every general desk holds: messages, one's own decisions, the round, the committees, the plan and its money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse

from pacte.finance.records import Fund, MoneyStage, total_at_stage
from pacte.kernel.actor import Role
from pacte.kernel.french import format_day, format_percent, pluralise
from pacte.kernel.money import format_millions
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import EVERYBODY, RoleDesk

_MAX_DECISIONS = 4


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    if reader.is_today and reader.unread:
        yield DeskEntry(
            pluralise(reader.unread, "message à lire", "messages à lire"),
            verb="Les lire", url=reverse("notifications:list"),
        )  # fmt: skip
    for lines, is_late in ((reader.own_decisions.late, True), (reader.own_decisions.to_check, False)):
        for line in lines[:_MAX_DECISIONS]:
            by = line.status.due_on if is_late else line.status.check_on
            yield DeskEntry(
                f"Décision {line.number}",
                line.text,
                f"{'en retard' if is_late else 'à vérifier'}{f', {format_day(by)}' if by else ''}",
                "bad" if is_late else "watch",
                "Dire où elle en est" if is_late else "Vérifier l’effet",
                reader.url("committees:decision", line.number),
            )


def _moved(reader: DeskReader) -> Iterator[DeskEntry]:
    line = reader.last_round
    if line:
        days = (line.due_on - reader.on).days
        left = f"{-days} j de retard" if days < 0 else f"dans {days} j" if days else "aujourd’hui"
        state = left if line.is_open else "clos"
        yield DeskEntry(
            f"{line.label} : {line.answered_count} réponses sur {line.action_count}",
            f"tour des actions, à rendre le {format_day(line.due_on)}", state,
            "watch" if line.is_open and days < 0 else "", "Voir le tour", reverse("rounds:round", args=[line.round_id]),
        )  # fmt: skip
    last = reader.last_statement
    if last:
        yield DeskEntry(
            last.title, f"{pluralise(last.decisions, 'décision')}, relevé n° {last.statement_number}",
            format_day(last.held_on), verb="Lire le relevé", url=reader.url("committees:page", last.number),
        )  # fmt: skip


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    content = reader.content
    yield DeskEntry(
        content.title, f"{pluralise(len(content.numbers), 'action')}, {content.first_year}-{content.last_year}",
        f"{format_percent(reader.elapsed)} de la durée", verb="Où en est le pacte ?", url=reader.url("plan:glance"),
    )  # fmt: skip
    yield from _money(reader)
    coming = reader.coming_committee
    if coming:
        days = (coming.held_on - reader.on).days
        yield DeskEntry(
            coming.title, coming.place, f"dans {pluralise(days, 'jour')}" if days else "aujourd’hui",
            verb="Ouvrir le comité", url=reader.url("committees:page", coming.number),
        )  # fmt: skip


def _money(reader: DeskReader) -> Iterator[DeskEntry]:
    """The money of that day for whoever may read it; else what the plan publishes to all."""
    cells = reader.money_cells
    public = reader.public_figures if cells is None else None
    if cells is not None:
        pact = (cell for cell in cells if cell.fund is Fund.PACT)
        committed, when = total_at_stage(pact, MoneyStage.COMMITTED), ""
        envelope: int | None = reader.content.total_cents
        verb, url = "L’argent suit-il ?", reader.url("money:overview")
    elif public is not None:
        envelope, committed = public.money.envelope, public.money.committed
        when, verb, url = f"au {format_day(public.closed_on)}", "Le lire au plan", reader.url("plan:glance")
    else:
        return
    if envelope and committed is not None:
        yield DeskEntry(
            f"{format_millions(committed)} engagés sur {format_millions(envelope)}",
            f"{format_percent(Decimal(committed) / envelope)} de l’enveloppe", when, verb=verb, url=url,
        )  # fmt: skip


DESK = RoleDesk(EVERYBODY, frozenset(Role), 0, waiting=_waiting, moved=_moved, followed=_followed)
