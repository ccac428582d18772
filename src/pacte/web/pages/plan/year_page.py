"""« Que fait le plan cette année ? »: the yearly action plan, a dated view of the version, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.rules.display import describe_figure
from pacte.plan.rules.plan_comparison import action_name
from pacte.plan.rules.year import CERTAINTY_LABELS, YearAction, YearAxis, YearPlan, year_plan
from pacte.web.pages.plan.action_summaries import cents_cell, count_cell, join_lead_names
from pacte.web.pages.plan.downloads import people_of_actions, year_file_links
from pacte.web.pages.plan.lifecycle import action_status_wording
from pacte.web.pages.plan.overview_model import SentencePart, join_sentence_parts
from pacte.web.pages.plan.steering import milestones_in_year
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.tables import Cell, Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.kernel.action_codes import ActionCode


class YearPage(VersionPage):
    """The plan in the year of the URL. Money columns appear when the plan gives amounts by year."""

    entry = "year"
    year_view: YearPlan
    people: dict[ActionCode, str]

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.year_view, self.people = year_plan(self.content, kwargs["year"]), people_of_actions(self)
        self.crumb = f"Plan de l’année {self.year_view.year}"

    @property
    def shows_money(self) -> bool:
        return self.year_view.year_cents is not None

    def action_cell(self, number: ActionCode, name: str) -> Cell:
        return cell(f"{number} {name}", url=self.url("plan:action", number))


@YearPage.view(template_name="plan/year.html")
def year_overview(page: YearPage, year: int) -> dict[str, Any]:
    year_view = page.year_view
    return {
        "year": year_view,
        "title": f"Que fait le plan en {year} ?",
        "answer": join_sentence_parts(_answer(year_view)),
        "years": [
            {"year": each, "url": page.url("plan:year", each), "is_current": each == year}
            for each in range(year_view.first_year, year_view.last_year + 1)
        ],
        "groups": [
            {
                "id": f"axe-{axis.axis.code}",
                "title": f"{axis.axis.label} : {axis.axis.title}" if axis.axis.title else axis.axis.label,
                "note": pluralise(len(axis.actions), "action"),
                "table": _action_table(axis, page),
            }
            for axis in year_view.axes
            if axis.actions
        ],
        "deadlines": Table(
            year_view.deadlines,
            Column(
                "Échéance",
                lambda row: cell(row[1].what[:1].upper() + row[1].what[1:], note=f"au {format_day(row[1].on)}"),
            ),
            Column("Action", lambda row: page.action_cell(row[0].number, row[0].name)),
            Column("Porteur", lambda row: _lead_text(row[0])),
            id="table-echeances",
            caption="Échéances de l’année",
        ),
        "milestones": Table(
            milestones_in_year(page, year),
            Column("Jalon", lambda row: cell(row[2].title, note=f"le {format_day(row[0])}")),
            Column("Action", lambda row: page.action_cell(row[1], action_name(page.content, row[1]))),
            Column("Qui", lambda row: row[2].owner or "personne"),
            Column("État", lambda row: row[2].state_label),
            id="table-jalons",
            caption="Jalons de l’année",
        ),
        "money": _money_table(page),
        "money_note": "ce que le plan donne par année" if page.shows_money else "le plan ne donne rien par année",
        "ended": [
            {
                "text": f"{number} {name}",
                "url": page.url("plan:action", number),
                "note": " ".join(action_status_wording(status, None)).strip(),
            }
            for number, name, status in year_view.ended_actions
        ],
        "files": year_file_links(page, year),
        "frozen_note": f"{page.version_title}, lu au {format_day(page.on)}",
    }


def _answer(year_view: YearPlan) -> tuple[SentencePart, ...]:
    sure = sum(action.is_certain for action in year_view.actions)
    others = len(year_view.actions) - sure
    parts = [
        SentencePart(f"En {year_view.year}, "),
        SentencePart(pluralise(sure, "action est prévue", "actions sont prévues"), strong=True),
    ]
    if others:
        parts.append(
            SentencePart(f" et {pluralise(others, 'autre peut l’être', 'autres peuvent l’être')} (source incertaine)")
        )
    parts.append(SentencePart(". "))
    due = len(year_view.deadlines)
    parts.append(
        SentencePart(
            f"{pluralise(due, 'échéance tombe', 'échéances tombent')} dans l’année. "
            if due
            else "Aucune échéance n’y tombe. "
        )
    )
    if year_view.year_cents is not None:
        parts.append(SentencePart(f"Le plan y met {format_millions(year_view.year_cents)}."))
    return tuple(SentencePart(apply_french_spacing(part.text), part.strong) for part in parts)


def _lead_text(action: YearAction) -> str:
    return join_lead_names(action.leads) or "à désigner"


def _action_table(axis: YearAxis, page: YearPage) -> Table[YearAction]:
    money: Column[YearAction] = number_column("Montant", lambda action: cents_cell(action.cents))
    return Table(
        axis.actions,
        Column("N°", lambda action: count_cell(action.number)),
        Column(
            "Action",
            lambda action: cell(
                action.name,
                url=page.url("plan:action", action.number),
                note=action_status_wording(action.status, None)[0],
            ),
        ),
        Column("Porteur", lambda action: cell(_lead_text(action), note=page.people.get(action.number, ""))),
        Column("Calendrier", lambda action: CERTAINTY_LABELS[action.certainty]),
        Column("Cibles", lambda action: " ; ".join(describe_figure(each) for each in action.targets) or "sans cible"),
        *([money] if page.shows_money else []),
        id=f"axe-{axis.axis.code}-table",
        caption=f"{axis.axis.label} : {axis.axis.title}" if axis.axis.title else axis.axis.label,
    )


def _money_table(page: YearPage) -> Table[YearAxis]:
    year: Column[YearAxis] = number_column("Cette année", lambda axis: cents_cell(axis.year_cents))
    return Table(
        page.year_view.axes,
        Column("Axe", lambda axis: cell(axis.axis.label, note=axis.axis.title)),
        number_column("Actions", lambda axis: count_cell(len(axis.actions))),
        *([year] if page.shows_money else []),
        number_column("Enveloppe du plan", lambda axis: cents_cell(axis.axis.amount_cents)),
        id="table-argent",
        caption="Montants par axe",
    )
