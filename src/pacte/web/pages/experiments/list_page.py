"""Base classes of the pages of experiments; « Quelles expérimentations peuvent commencer ? »: what each lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.evaluation.queries import (
    ExperimentSummary,
    experiment_action_choices,
    experiment_by_number,
    experiment_summaries,
)
from pacte.evaluation.queries.computed_findings import computed_findings
from pacte.evaluation.records import (
    JUDGEMENT_LABELS,
    PROTOCOL_PART_LABELS,
    PROTOCOL_STATE_LABELS,
    ProtocolPart,
    ProtocolState,
)
from pacte.evaluation.rules import PART_COUNT
from pacte.evaluation.services.guards import refuse_unless
from pacte.exchange.documents import experiments_xlsx
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, join_words, pluralise
from pacte.plan.queries import people_of_action
from pacte.plan.queries.stakeholders import action_titles_by_number, lead_names_by_action
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Crumb, PlanFormPage, PlanPage
from pacte.web.tables import Cell, Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.accounts.models import Person

# State: sign and tone of its badge.
_STATE_BADGES = {
    ProtocolState.INCOMPLETE: ("triangle", "watch"),
    ProtocolState.READY: ("check", "good"),
    ProtocolState.LOCKED: ("clock", ""),
    ProtocolState.LOCKED_INCOMPLETE: ("diamond", "bad"),
    ProtocolState.JUDGED: ("check", "good"),
    ProtocolState.WITHDRAWN: ("cross", ""),
}
# Most urgent first.
_STATE_ORDER = (
    ProtocolState.LOCKED_INCOMPLETE,
    ProtocolState.INCOMPLETE,
    ProtocolState.READY,
    ProtocolState.LOCKED,
    ProtocolState.JUDGED,
    ProtocolState.WITHDRAWN,
)


class ExperimentsPage(PlanPage):
    """A page under the list of experiments."""

    stylesheet = "pacte/css/experiments.css"

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        return [("Expérimentations", self.url("experiments:list") if own else ""), *own]

    def action_titles(self) -> dict[ActionCode, str]:
        return action_titles_by_number(actor=self.actor, plan=self.plan, on=self.dated_plan.on)

    def written_leads(self) -> dict[ActionCode, str]:
        """Who leads each action, as written in the plan."""
        return lead_names_by_action(actor=self.actor, plan=self.plan, on=self.dated_plan.on)

    def responsible_names(self, lines: Sequence[ExperimentSummary]) -> list[str]:
        """Who must complete each protocol: its owner, else the person appointed to the action, else its lead."""
        people = people_of_action(actor=self.actor, plan=self.plan, on=self.dated_plan.on)
        leads = self.written_leads() | {each.number: each.name for each in people}
        return [line.owner_name or leads.get(line.action_number, "") or "le pilote du pacte" for line in lines]

    def owners_by_id(self) -> dict[str, Person]:
        """People who may own an experiment."""
        people = assignable_people(actor=self.actor, host_id=self.plan.organisation_id, on=today())
        return {str(person.pk): person for person in people}

    def owner_choices(self) -> list[tuple[str, str]]:
        return [(key, str(person)) for key, person in self.owners_by_id().items()]

    def file_options(self) -> dict[str, Any]:
        """What the file of the list and that of one experiment say of the plan."""
        return {
            "plan_title": self.plan.title,
            "as_of": self.dated_plan.on,
            "synthetic": settings.INSTANCE.name == "demo",
        }

    def file_response(self, data: bytes, media_type: str, name: str, extension: str) -> HttpResponse:
        file_name = f"{self.plan.code}_{name}_{self.dated_plan.on:%Y-%m-%d}.{extension}"
        return file_response(data, media_type, file_name)


class ExperimentPage(ExperimentsPage):
    """A page of one experiment, whose number is in the URL, as of the day in the URL; a form, as of today."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        on = self.dated_plan.on if self.is_dated else today()
        self.detail = experiment_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"], on=on)


class ExperimentFormPage(ExperimentPage, PlanFormPage):
    """A form about one experiment, for readers with ``right`` on it."""

    right: str = "write"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        line = self.detail.summary
        refuse_unless(self.actor, f"evaluation.{self.right}", self.detail.scope)
        self.note = f"Fiche « {line.title} », action {line.action_number}."

    @property
    def back_url(self) -> str:
        return self.url("experiments:sheet", self.detail.experiment.number)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Expérimentations", self.url("experiments:list")), (self.detail.summary.title, self.back_url)]


def experiment_badge(line: ExperimentSummary) -> dict[str, str]:
    """Parameters of the component « state_badge »."""
    sign, tone = _STATE_BADGES[line.state]
    word = f"jugée : {JUDGEMENT_LABELS[line.judgement]}" if line.judgement else PROTOCOL_STATE_LABELS[line.state]
    return {"word": word, "sign": sign, "tone": tone}


def missing_parts_text(missing: Sequence[ProtocolPart], most: int = 4) -> str:
    """« la cible et la comparaison »; the first ones and a count when there are many."""
    words = [PROTOCOL_PART_LABELS[part] for part in missing]
    if len(words) > most + 1:
        words = [*words[: most - 1], f"{len(words) - most + 1} autres parties"]
    return join_words(words)


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
    on = page.dated_plan.on
    lines = experiment_summaries(actor=page.actor, plan=page.plan, on=on)
    data = experiments_xlsx.write(
        lines,
        computed=computed_findings(actor=page.actor, plan=page.plan, experiments=lines, on=on),
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
