"""« Ce qui a bougé depuis hier », for who runs a round: answers, milestones, the draft that is open. Pure.

What counts people is not here: two days apart, a difference of a few would tell of somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day, join_words, pluralise
from pacte.steering.queries.desk import DeskAnswer, DeskRound, SlippingMilestone
from pacte.steering.records import MilestoneState
from pacte.web.dated_plan import VERSION_PARAM
from pacte.web.desk_panels import DeskEntry, DeskPanel


def news_panel(
    rounds: Sequence[DeskRound], slipping: Sequence[SlippingMilestone], drafts: Sequence[DeskEntry], on: date
) -> DeskPanel:
    """``drafts``: the drafts of plans that the actor may read, which wait whatever moved."""
    yesterday = on - timedelta(days=1)
    late = [each for each in slipping if each.state is MilestoneState.LATE and each.due_on >= yesterday]
    lines = [
        *(_answers_entry(each, new) for each in rounds if (new := _answered_since(each, yesterday))),
        *(_late_entry(each) for each in late),
        *drafts,
    ]
    return DeskPanel(
        "depuis-hier", "Ce qui a bougé depuis hier", f"depuis le {format_day(yesterday)}", tuple(lines),
        empty="Rien n’a bougé depuis hier.",
    )  # fmt: skip


def draft_entry(plan_code: str, title: str, number: int) -> DeskEntry:
    """The draft of a plan: version ``number``."""
    return DeskEntry(
        "Un projet d’avenant est ouvert", title, verb="Lire le projet",
        url=f"{reverse('plan:glance', args=[plan_code])}?{VERSION_PARAM}={number}",
    )  # fmt: skip


def _answered_since(each: DeskRound, since: date) -> list[DeskAnswer]:
    return [answer for answer in each.answered if answer.sent_at and paris_date(answer.sent_at) >= since]


def _answers_entry(each: DeskRound, new: list[DeskAnswer]) -> DeskEntry:
    numbers = join_words([str(answer.number) for answer in new])
    actions = f"action{'s' if len(new) > 1 else ''} {numbers}"
    return DeskEntry(
        f"+{pluralise(len(new), 'réponse')}", f"{len(each.answered)} sur {len(each.answers)} ; {actions}",
        verb="Voir le tour", url=reverse("rounds:round", args=[each.round_id]),
    )  # fmt: skip


def _late_entry(line: SlippingMilestone) -> DeskEntry:
    return DeskEntry(
        f"Jalon dépassé : {line.number} · {line.title}", f"prévu le {format_day(line.due_on)}", tone="bad",
        verb="Voir l’action", url=reverse("plan:action", args=[line.plan_code, line.number]),
    )  # fmt: skip
