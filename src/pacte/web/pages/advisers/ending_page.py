"""« Qui finit dans trois semaines, sans suite ? »: the trainings that end, and the seat held for what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pacte.journeys.queries.ending_soon import EndingTraining, NextStage, ending_trainings
from pacte.journeys.records import STATE_LABELS
from pacte.journeys.rules.desk import END_SOON
from pacte.kernel.french import format_day, pluralise
from pacte.web.page import Crumb
from pacte.web.pages.advisers.adviser_pages import ScopePage
from pacte.web.tables import Cell, Column, Table, cell, day_column

_GROUPS = {
    NextStage.NONE: ("Aucune suite", "ouvrez une suite, puis tenez sa place"),
    NextStage.OPEN: ("Une suite cherchée, aucune place tenue", "tenez une place avant la fin"),
    NextStage.HELD: ("Une place est tenue", "rien ne presse"),
}


class EndingPage(ScopePage):
    """Trainings of the scope that end within three weeks, by what is ready after them."""

    nav, crumb = "people", "Fins proches"

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Mes personnes", self.url("advisers:people")), *super().breadcrumb()]


@EndingPage.view(template_name="advisers/ending.html")
def ending(page: EndingPage) -> dict[str, Any]:
    rows = ending_trainings(actor=page.actor, scope=page.scope, on=page.on)
    return {
        "title": "Qui finit dans trois semaines, sans suite ?",
        "answer": _answer(rows),
        "tabs": page.tabs(),
        "groups": [
            {
                "id": stage.value,
                "title": title,
                "note": note,
                "table": _table(page, stage, [each for each in rows if each.stage is stage]),
            }
            for stage, (title, note) in _GROUPS.items()
            if any(each.stage is stage for each in rows)
        ],
    }


def _answer(rows: Sequence[EndingTraining]) -> str:
    if not rows:
        return f"Aucune formation ne finit dans les {END_SOON.days} jours."
    count = Counter(each.stage for each in rows)
    without = count[NextStage.NONE] + count[NextStage.OPEN]
    end = f"{pluralise(len(rows), 'formation finit', 'formations finissent')} dans les {END_SOON.days} jours"
    if not without:
        return f"{end} ; une place est tenue pour chacune."
    return f"{end} ; {without} sans place tenue pour la suite, dont {count[NextStage.NONE]} sans aucune suite."


def _table(page: EndingPage, stage: NextStage, rows: Sequence[EndingTraining]) -> Table[EndingTraining]:
    return Table(
        rows,
        Column("Personne", lambda each: cell(each.name, url=page.url("advisers:person", each.learner_key))),
        Column("Formation", lambda each: cell(each.title, note=each.provider)),
        day_column("Finit le", lambda each: format_day(each.ends_on)),
        Column("Et après", lambda each: _next_cell(page, each)),
        id=f"{stage.value}-table",
        caption=_GROUPS[stage][0],
    )


def _next_cell(page: EndingPage, each: EndingTraining) -> Cell:
    if each.stage is NextStage.NONE or each.next_state is None:
        return cell("Préparer la suite", url=page.url("advisers:next", each.journey_key))
    days = [
        f"à partir du {format_day(each.next_starts_on)}" if each.next_starts_on else "",
        f"tenue jusqu’au {format_day(each.seat_until)}" if each.seat_until else "",
    ]
    note = ", ".join(part for part in (STATE_LABELS[each.next_state].lower(), *days) if part)
    return cell(each.next_title or "Projet à préciser", url=page.url("advisers:person", each.learner_key), note=note)
