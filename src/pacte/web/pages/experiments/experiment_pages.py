"""Base classes of the pages of experiments: the list, one experiment, its forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.evaluation.queries import ExperimentDetail, ExperimentSummary, experiment_by_number
from pacte.evaluation.records import (
    JUDGEMENT_LABELS,
    PROTOCOL_PART_LABELS,
    PROTOCOL_STATE_LABELS,
    ProtocolPart,
    ProtocolState,
)
from pacte.evaluation.services.guards import refuse_unless
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.queries import people_of_action
from pacte.plan.queries.stakeholders import action_titles_by_number, lead_names_by_action
from pacte.web.page import Crumb, PlanFormPage, PlanPage

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
        synthetic = settings.INSTANCE.name == "demo"
        return {"plan_title": self.plan.title, "as_of": self.dated_plan.on, "synthetic": synthetic}

    def file_response(self, data: bytes, media_type: str, name: str, extension: str) -> HttpResponse:
        filename = f"{self.plan.code}_{name}_{self.dated_plan.on:%Y-%m-%d}.{extension}"
        headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
        return HttpResponse(data, content_type=media_type, headers=headers)


class ExperimentPage(ExperimentsPage):
    """A page of one experiment, whose number is in the URL, as of the day in the URL; a form, as of today."""

    detail: ExperimentDetail

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
    return " et ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
