"""« Quelles expérimentations peuvent commencer ? »: experiments of a plan, what each lacks and who must write it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst

from pacte.evaluation.queries import ExperimentSummary, experiment_action_choices, experiment_summaries
from pacte.evaluation.records import ProtocolState
from pacte.evaluation.rules import PART_COUNT
from pacte.exchange.documents import experiments_xlsx
from pacte.kernel.french import format_day, pluralise
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.experiments.experiment_pages import ExperimentsPage, experiment_badge, missing_parts_text
from pacte.web.tables import Cell, Column, Table, cell, day_column

# Most urgent first.
_STATE_ORDER = (
    ProtocolState.LOCKED_INCOMPLETE,
    ProtocolState.INCOMPLETE,
    ProtocolState.READY,
    ProtocolState.LOCKED,
    ProtocolState.JUDGED,
    ProtocolState.WITHDRAWN,
)


@ExperimentsPage.view(template_name="experiments/list.html")
def experiments(page: ExperimentsPage) -> dict[str, Any]:
    on = page.dated_plan.on
    lines = sorted(
        experiment_summaries(actor=page.actor, plan=page.plan, on=on),
        key=lambda line: (_STATE_ORDER.index(line.state), line.action_number, line.number),
    )
    may_open = page.dated_plan.is_today and experiment_action_choices(actor=page.actor, plan=page.plan, on=on)
    return {
        "answer": _summary_sentence(lines),
        "sheets": _table(page, lines),
        "open_url": page.url("experiments:open") if may_open else "",
        "table_url": page.url("experiments:table"),
    }


@ExperimentsPage.view(decorators=(heavy_view,))
def experiments_file(page: ExperimentsPage) -> HttpResponse:
    data = experiments_xlsx.write(
        experiment_summaries(actor=page.actor, plan=page.plan, on=page.dated_plan.on),
        names=page.action_titles(),
        leads=page.written_leads(),
        **page.file_options(),
    )
    return page.file_response(data, experiments_xlsx.MEDIA_TYPE, "experimentations", "xlsx")


def _summary_sentence(lines: list[ExperimentSummary]) -> str:
    """Answer of the list: how many protocols are complete, and how many are not."""
    active = [line for line in lines if line.state is not ProtocolState.WITHDRAWN]
    if not active:
        return "Aucune action n’a encore de fiche d’expérimentation."
    counts = {state: sum(line.state is state for line in active) for state in ProtocolState}
    lead_text = pluralise(len({line.action_number for line in active}), "action expérimente", "actions expérimentent")
    ready, incomplete = counts[ProtocolState.READY], counts[ProtocolState.INCOMPLETE]
    running_count = counts[ProtocolState.LOCKED] + counts[ProtocolState.LOCKED_INCOMPLETE]
    parts = [
        (ready, "fiche est complète et peut commencer", "fiches sont complètes et peuvent commencer"),
        (incomplete, "fiche est à compléter avant toute entrée", "fiches sont à compléter avant toute entrée"),
        (running_count, "est en cours", "sont en cours"),
        (counts[ProtocolState.JUDGED], "est jugée", "sont jugées"),
    ]
    text = f"{lead_text} : {', '.join(pluralise(*part) for part in parts if part[0])}."
    begun = pluralise(counts[ProtocolState.LOCKED_INCOMPLETE], "a commencé", "ont commencé")
    return f"{text} {begun} sans que tout soit écrit." if counts[ProtocolState.LOCKED_INCOMPLETE] else text


def _table(page: ExperimentsPage, lines: list[ExperimentSummary]) -> Table[tuple[ExperimentSummary, str]]:
    titles = page.action_titles()
    return Table(
        zip(lines, page.responsible_names(lines), strict=True),
        Column(
            "Action",
            lambda row: cell(
                str(row[0].action_number),
                value=str(row[0].action_number),
                url=page.url("plan:action", row[0].action_number),
                note=titles.get(row[0].action_number, ""),
            ),
        ),
        Column("Expérimentation", lambda row: cell(row[0].title, url=page.url("experiments:sheet", row[0].number))),
        Column(
            "Fiche écrite",
            lambda row: render_to_string("experiments/mark.html", {"filled": row[0].part_count, "total": PART_COUNT}),
        ),
        Column("Ce qui manque, et qui le doit", lambda row: _missing_cell(*row)),
        day_column("Fin", lambda row: _end_cell(row[0])),
        Column("État", lambda row: render_to_string("experiments/state.html", {"badge": experiment_badge(row[0])})),
        id="fiches",
        caption="Fiches ex ante des expérimentations",
        empty="Aucune fiche. Le pilote en ouvre une pour chaque action qui expérimente : elle s’affiche d’abord comme "
        "incomplète.",
    )


def _missing_cell(line: ExperimentSummary, responsible: str) -> Cell:
    missing = missing_parts_text(line.missing)
    return cell(capfirst(missing), note=f"par {responsible}") if missing else "rien"


def _end_cell(line: ExperimentSummary) -> Cell:
    end, note = line.content.end_on, "constat attendu" if line.is_overdue else ""
    return cell(format_day(end), value=end.isoformat(), note=note) if end else cell("non dite", note=note)
