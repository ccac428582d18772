"""A desk in three columns for the roles without one of their own: what waits, what moved, what is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.finance.permissions import may as may_finance
from pacte.finance.queries import may_read_money, money_table, unallocated_count
from pacte.finance.records import MoneyStage
from pacte.indicators.queries.gaps import can_see_gaps, plan_gaps
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import apply_french_spacing, format_day, format_percent, pluralise
from pacte.kernel.money import format_millions
from pacte.notifications.queries import my_notifications
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.rules.schedule import elapsed_share
from pacte.steering.queries.committees import committee_summaries, next_committees
from pacte.steering.queries.decisions import decisions_due
from pacte.steering.queries.rounds import round_summaries
from pacte.web.desk_panels import DeskEntry, DeskPanel

if TYPE_CHECKING:
    from pacte.finance.records import PlanMoneyTable
    from pacte.plan.models import Plan
    from pacte.plan.records import PlanContent

_MAX_LINES = 9
_MAX_MESSAGES = 4


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, the plan, its content that day, and its money where they may read it."""

    actor: Actor
    plan: Plan
    content: PlanContent
    on: date
    money: PlanMoneyTable | None


def general_desk(actor: Actor, plan: Plan) -> dict[str, Any] | None:
    """None when no version of the plan is in force today."""
    on = today()
    try:
        content = content_of_version(version_on(actor=actor, plan=plan, on=on))
    except NotFound:
        return None
    may_read = may_read_money(actor=actor, plan=plan)
    money = money_table(actor=actor, plan=plan, on=on, content=content) if may_read else None
    reader = _Reader(actor, plan, content, on, money)
    columns = (
        _waiting((*_messages(actor), *_decisions(reader), *_unallocated(reader), *_missing_figures(reader))),
        DeskPanel(
            "a-bouge", "Ce qui a bougé", "le plus récent d’abord", tuple(_moves(reader)), empty="Rien de nouveau."
        ),
        DeskPanel("je-suis", "Ce que je suis", "le plan, son comité et son argent", tuple(_followed(reader))),
    )
    count = len(columns[0].lines)
    return {
        "title": "Qu’est-ce qui m’attend ?",
        "answer": apply_french_spacing(
            f"{pluralise(count, 'chose attend', 'choses attendent')} un geste de vous."
            if count
            else "Rien n’attend de vous aujourd’hui."
        ),
        "columns": columns,
        "plan": plan,
    }


def _waiting(lines: tuple[DeskEntry, ...]) -> DeskPanel:
    return DeskPanel(
        "m-attend", "Ce qui m’attend", "un geste de vous débloque la suite", lines[:_MAX_LINES],
        empty="Rien n’attend de vous aujourd’hui.",
    )  # fmt: skip


def _messages(actor: Actor) -> Iterator[DeskEntry]:
    unread = sum(not each.is_read for each in my_notifications(actor=actor))
    if unread:
        yield DeskEntry(
            pluralise(unread, "message à lire", "messages à lire"), verb="Les lire", url=reverse("notifications:list")
        )


def _decisions(reader: _Reader) -> Iterator[DeskEntry]:
    """One's own decisions, late or to check."""
    due = decisions_due(actor=reader.actor, plan=reader.plan, on=reader.on)
    for lines, is_late in ((due.late, True), (due.to_check, False)):
        for line in lines:
            if line.owner_id == reader.actor.person_id:
                by = line.status.due_on if is_late else line.status.check_on
                yield DeskEntry(
                    f"Décision {line.number}",
                    line.text,
                    f"en retard, {format_day(by)}" if is_late and by else f"à vérifier, {format_day(by)}" if by else "",
                    "bad" if is_late else "watch",
                    "Dire où elle en est" if is_late else "Vérifier l’effet",
                    reverse("committees:decision", args=[reader.plan.code, line.number]),
                )


def _unallocated(reader: _Reader) -> Iterator[DeskEntry]:
    if reader.money and may_finance(reader.actor, "finance.allocate", reader.plan.organisation_id):
        count = unallocated_count(actor=reader.actor, plan=reader.plan)
        if count:
            yield DeskEntry(
                pluralise(count, "ligne comptable à affecter", "lignes comptables à affecter"),
                "lues dans un extrait, rattachées à rien",
                verb="Les affecter",
                url=reverse("money:waiting", args=[reader.plan.code]),
            )


def _missing_figures(reader: _Reader) -> Iterator[DeskEntry]:
    """Figures that the plan needs and that nobody gave in time, for who asks for them."""
    if reader.actor.has_role(Role.ANALYST) and can_see_gaps(actor=reader.actor, plan=reader.plan):
        for gap in plan_gaps(actor=reader.actor, plan=reader.plan):
            if gap.closed_on is None and gap.due_on and gap.due_on < reader.on:
                yield DeskEntry(
                    gap.label, f"dû par {gap.owed_by}", f"attendu le {format_day(gap.due_on)}", "bad", "Relancer",
                    reverse("gaps:list", args=[reader.plan.code]),
                )  # fmt: skip


def _moves(reader: _Reader) -> Iterator[DeskEntry]:
    for line in round_summaries(actor=reader.actor, plan=reader.plan)[:1]:
        state = f"à rendre le {format_day(line.due_on)}" if line.is_open else "clos"
        yield DeskEntry(
            f"{line.label} : {line.answered_count} réponses sur {line.action_count}", "tour des actions", state,
            verb="Voir le tour", url=reverse("rounds:round", args=[line.round_id]),
        )  # fmt: skip
    committees = committee_summaries(actor=reader.actor, plan=reader.plan)
    for each in [each for each in committees if each.statement_number][:1]:
        yield DeskEntry(
            each.title, f"{pluralise(each.decisions, 'décision')}, relevé n° {each.statement_number}",
            format_day(each.held_on), verb="Lire le relevé",
            url=reverse("committees:page", args=[reader.plan.code, each.number]),
        )  # fmt: skip
    for source in (reader.money.sources if reader.money else ())[:1]:
        day = source.extracted_on or source.received_at.date()
        yield DeskEntry(
            "Extrait comptable", f"{pluralise(source.lines, 'ligne')}, {source.file_name}", format_day(day),
            verb="Voir l’argent", url=reverse("money:overview", args=[reader.plan.code]),
        )  # fmt: skip
    for row in my_notifications(actor=reader.actor, limit=_MAX_MESSAGES):
        yield DeskEntry(row.subject, when=format_day(row.created_at.date()), verb="Ouvrir", url=row.address)


def _followed(reader: _Reader) -> Iterator[DeskEntry]:
    content, on = reader.content, reader.on
    yield DeskEntry(
        content.title, f"{pluralise(len(content.numbers), 'action')}, {content.first_year}-{content.last_year}",
        verb="Où en est le pacte ?", url=reverse("plan:glance", args=[reader.plan.code]),
    )  # fmt: skip
    coming = next_committees(actor=reader.actor, on=on).get(reader.plan.code)
    if coming:
        days = (coming.held_on - on).days
        yield DeskEntry(
            coming.title, coming.place, f"dans {pluralise(days, 'jour')}" if days else "aujourd’hui",
            verb="Ouvrir le comité", url=reverse("committees:page", args=[reader.plan.code, coming.number]),
        )  # fmt: skip
    money = reader.money
    envelope, engaged = (money.envelope, money.total(MoneyStage.COMMITTED)) if money else (None, None)
    if envelope and engaged is not None:
        spent, elapsed = (
            format_percent(engaged / envelope),
            format_percent(elapsed_share(content.first_year, content.last_year, on)),
        )
        yield DeskEntry(
            f"{format_millions(engaged)} engagés sur {format_millions(envelope)}",
            f"{spent} de l’enveloppe, à {elapsed} de la durée",
            verb="L’argent suit-il ?", url=reverse("money:overview", args=[reader.plan.code]),
        )  # fmt: skip
