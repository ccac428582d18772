"""« Où en est cette procédure ? »: its cases by stage, outcome, month and action, its delays, who is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import SHORT_MONTHS, format_day, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import CaseDelays, ProcedureStatistics, procedure_statistics
from pacte.procedures.queries.offered import actions_of_procedures
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.shares import CohortSteps, Conversion, ModeFigures, ShareFigures
from pacte.web.charts.curve import CurveChart, CurveChartPoint
from pacte.web.pages.cases.base_pages import CaseListPage
from pacte.web.pages.cases.blank_zones_display import blank_zone_values
from pacte.web.report_tables_display import report_table_values
from pacte.web.tables import Cell, Column, Table, cell, number_cell, number_column
from pacte.web.trade_coverage_display import trade_coverage_values


class ProcedureFiguresPage(CaseListPage):
    """The figures of the procedure that the URL names, over the cases that the reader may read."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.figures = procedure_statistics(
            actor=self.actor, plan=self.plan, code=kwargs["procedure"], on=self.dated_plan.on
        )
        self.crumb = self.figures.procedure.short_title

    def list_url(self, **filters: object) -> str:
        """The list of the cases of the procedure, with other filters."""
        query = urlencode({"procedure": self.figures.procedure.code, **filters})
        return f"{reverse('cases:list', args=[self.plan.code])}?{query}#dossiers"


@ProcedureFiguresPage.view(template_name="cases/figures.html")
def procedure_figures(page: ProcedureFiguresPage) -> dict[str, Any]:
    figures, on = page.figures, page.dated_plan.on
    titles = action_titles_by_number(actor=page.actor, plan=page.plan, on=on)
    return {
        "title": f"{figures.procedure.title} : où en est-on ?",
        "answer": _answer(figures),
        "stages": _count_table("etapes", "Étape", figures.stages),
        "outcomes": _count_table("issues", "Issue", figures.outcomes) if figures.outcomes else None,
        "modes": _mode_table(figures.modes) if figures.modes and figures.modes.rows else None,
        "modes_withheld": figures.modes is not None and figures.modes.is_withheld,
        "steps": _step_table(figures.procedure, figures.steps) if figures.steps and figures.steps.base else None,
        "steps_withheld": figures.steps is not None and figures.steps.is_withheld,
        "curve": _curve(figures.months) if figures.months else None,
        "delays": _delay_table(figures),
        "actions": _action_table(page, titles),
        "owners": _owner_table(page) if figures.late_owners else None,
        "blanks": blank_zone_values(page.actor, page.plan, figures.procedure, on),
        "trades": trade_coverage_values(
            actor=page.actor,
            plan=page.plan,
            procedure=figures.procedure,
            on=on,
            numbers=[each.number for each in figures.actions],
        ),
        "reported": report_table_values(actor=page.actor, plan=page.plan, procedure=figures.procedure, on=on),
        "maps": _map_links(page, titles),
        "list_url": page.list_url(),
    }


def _answer(figures: ProcedureStatistics) -> str:
    total = figures.total
    if not total.cases:
        return "Aucun dossier n’est ouvert."
    counts = [pluralise(total.open, "dossier est en cours", "dossiers sont en cours")]
    if total.late:
        counts.append(pluralise(total.late, "est en retard", "sont en retard"))
    counts.append(pluralise(total.ended, "est terminé", "sont terminés"))
    answered = figures.first_answers
    delay = (
        f" La moitié reçoit une première réponse en {pluralise(answered.median, 'jour')} au plus."
        if answered.median is not None
        else ""
    )
    return f"{', '.join(counts)}.{delay}"


def _days(count: int | None) -> str:
    if count is None:
        return "pas encore connu"
    return pluralise(count, "jour") if count else "le jour même"


def _count_table(id: str, label: str, counts: Sequence[tuple[str, int]]) -> Table[tuple[str, int]]:
    return Table(
        counts,
        Column(label, lambda each: each[0], total="Ensemble"),
        number_column("Dossiers", lambda each: number_cell(each[1]), number_cell(sum(count for _, count in counts))),
        id=id,
        caption=f"Dossiers par {label.lower()}",
        tight=True,
    )


def _curve(months: Sequence[tuple[date, int]]) -> CurveChart:
    return CurveChart(
        title="Dossiers reçus, par mois",
        points=tuple(
            CurveChartPoint(
                label=_month(month),
                value=Decimal(count),
                tick=_month(month) if rank in (0, len(months) - 1) or month.month == 1 else "",
                ratio=pluralise(count, "dossier"),
            )
            for rank, (month, count) in enumerate(months)
        ),
        unit="dossiers",
        places=0,
    )


def _month(month: date) -> str:
    return f"{SHORT_MONTHS[month.month - 1]} {month.year}"


def _delay_table(figures: ProcedureStatistics) -> Table[tuple[str, CaseDelays]]:
    return Table(
        [("De la réception à la première réponse", figures.first_answers), ("De la réception à la fin", figures.ends)],
        Column("Délai", lambda each: each[0]),
        number_column("Un sur deux, au plus", lambda each: _days_cell(each[1].median)),
        number_column("Neuf sur dix, au plus", lambda each: _days_cell(each[1].ninth_decile)),
        number_column("Dossiers comptés", lambda each: number_cell(each[1].cases)),
        id="delais",
        caption="Jours depuis la réception",
        tight=True,
    )  # fmt: skip


def _mode_table(modes: ModeFigures) -> Table[tuple[str, ShareFigures]]:
    return Table(
        modes.rows,
        Column(modes.label, lambda each: each[0]),
        number_column("Jury passé", lambda each: number_cell(each[1].base)),
        number_column("Tout validé", lambda each: number_cell(each[1].reached)),
        number_column("Part", lambda each: _share_cell(each[1])),
        number_column("Mois jusqu’au jury", lambda each: _known(each[1].months, 1)),
        number_column(modes.mean_label.capitalize(), lambda each: _known(each[1].mean, 1)),
        number_column("Coût pour chacun qui valide", lambda each: _cost_cell(each[1].cost_each)),
        id="modes",
        caption="Ce que donne chaque mode : mois en médiane depuis la recevabilité, heures en moyenne",
        tight=True,
    )


def _step_table(procedure: Procedure, cohort: CohortSteps) -> Table[Conversion]:
    """Each step out of the one that the cohort begins with, in the words of its stage."""

    def stage(each: Conversion) -> str:
        transition = procedure.transition(each.transition)
        return procedure.stage(transition.after).label if transition else each.transition

    return Table(
        cohort.steps,
        Column("Étape atteinte", stage),
        number_column("Personnes", lambda each: number_cell(each.reached)),
        number_column(
            f"Sur {format_number(cohort.base)} repérées",
            lambda each: cell(format_percent(each.reached / cohort.base, 0), value=f"{each.reached / cohort.base:.4f}"),
        ),
        number_column("Jours depuis l’étape d’avant, en médiane", lambda each: _days_cell(each.days)),
        id="cohorte",
        caption="Combien de personnes de la cohorte atteignent chaque étape",
        tight=True,
    )


def _share_cell(figures: ShareFigures) -> Cell:
    if not figures.base:
        return cell("pas encore connu", value="")
    share = figures.reached / figures.base
    return cell(format_percent(share, 0), value=f"{share:.4f}")


def _known(number: Decimal | None, decimals: int) -> Cell:
    if number is None:
        return cell("pas encore connu", value="")
    return cell(format_number(number, decimals), value=f"{number:.{decimals}f}")


def _cost_cell(cents: int | None) -> Cell:
    if cents is None:
        return cell("pas encore connu", value="")
    return cell(format_euros(round(cents, -2)), value=str(cents / 100))


def _days_cell(count: int | None) -> Cell:
    return cell(_days(count), value="" if count is None else str(count))


def _action_table(page: ProcedureFiguresPage, titles: dict[ActionCode, str]) -> Table[Any]:
    return Table(
        page.figures.actions,
        Column(
            "Action",
            lambda each: cell(
                f"{each.number} {titles.get(each.number, '')}".strip(),
                value=str(each.number),
                url=page.list_url(action=each.number),
            ),
        ),
        number_column("Dossiers", lambda each: number_cell(each.cases)),
        number_column("En cours", lambda each: number_cell(each.open)),
        number_column("En retard", lambda each: number_cell(each.late)),
        id="actions",
        caption="Dossiers par action",
        empty="Aucun dossier n’est ouvert.",
        tight=True,
    )


def _owner_table(page: ProcedureFiguresPage) -> Table[Any]:
    return Table(
        page.figures.late_owners,
        Column(
            "Responsable",
            lambda each: cell(
                each.name or "à désigner", url=page.list_url(responsable=each.owner_id or "personne", etat="en-retard")
            ),
        ),
        number_column("En retard", lambda each: cell(format_number(each.late), value=str(each.late))),
        Column("Échéance la plus ancienne", lambda each: format_day(each.oldest_due_on), "day"),
        id="retards",
        caption="Dossiers en retard, par responsable",
        tight=True,
    )


def _map_links(page: ProcedureFiguresPage, titles: dict[ActionCode, str]) -> list[dict[str, str]]:
    """The maps of what has none, of the actions that this procedure measures by territory."""
    procedure = page.figures.procedure
    if not any(each.zone for each in procedure.counts):
        return []
    actions = actions_of_procedures(actor=page.actor, plan=page.plan, on=page.dated_plan.on).get(procedure.code, ())
    return [
        {"label": f"{number} {titles.get(number, '')}".strip(), "url": page.url("plan:coverage", number)}
        for number in actions
    ]
