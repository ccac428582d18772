"""Base classes of the pages of rounds; « Quels tours ont été menés ? », latest first; the pilot opens one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import plan_by_code, version_on
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import led_actions
from pacte.steering.queries.rounds import RoundSummary, round_summaries
from pacte.steering.records import ANSWER_STATE_LABELS, TOPIC_LABELS, AnswerState, RoundTopic
from pacte.steering.services.rounds import open_round
from pacte.web.form_fields import ChoicesForm, SingleLineField, day_field, paragraph_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.tables import Column, Table, cell, day_column, number_column

_ANSWER_SIGNS = {
    AnswerState.AWAITED: ("clock", ""),
    AnswerState.STARTED: ("half", ""),
    AnswerState.SENT: ("check", ""),
    AnswerState.RETURNED: ("triangle", "watch"),
    AnswerState.ACCEPTED: ("check", "good"),
}


class RoundsPage(Page):
    """A page under the rounds of a plan, which may be frozen: its code and title are what the round says."""

    nav = "desk"
    plan_code = plan_title = ""

    def below_list(self) -> Sequence[Crumb]:
        """End of the breadcrumb, after the rounds of the plan."""
        return super().breadcrumb()

    def breadcrumb(self) -> Sequence[Crumb]:
        below, plan_url = self.below_list(), self.url("plan:glance", self.plan_code)
        return [
            (self.plan_title, plan_url),
            ("Tours", self.url("rounds:list", self.plan_code) if below else ""),
            *below,
        ]

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        return super().render({"plan_code": self.plan_code, **values}, status=status)


class PlanRoundsPage(RoundsPage):
    """A page of the plan of its URL, for those who may read its rounds, and open one when ``is_for_pilot``."""

    is_for_pilot = False

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])
        self.plan_code, self.plan_title = self.plan.code, self.plan.title
        hide_unless(self.may("round.read"))
        if self.is_for_pilot and not self.may("round.open"):
            raise PermissionDenied(
                "round", "Seul le pilote du pacte ouvre un tour.", hint="Demandez-le au pilote du pacte."
            )

    def may(self, right: str) -> bool:
        return may(self.actor, right, SteeringScope(host_id=self.plan.organisation_id))


def days_left_text(due_on: date, on: date) -> str:
    """« dans 6 jours », « demain », « en retard de 3 jours »."""
    left = (due_on - on).days
    if left < 0:
        return f"en retard de {-left} jour{'s' if left < -1 else ''}"
    return "aujourd’hui" if left == 0 else "demain" if left == 1 else f"dans {left} jours"


def answer_state_badge(state: AnswerState, *, late: bool = False) -> dict[str, Any]:
    """Parameters of the component ``state_badge``."""
    if late:
        return {"word": f"{ANSWER_STATE_LABELS[state]}, en retard", "sign": "diamond", "tone": "bad"}
    sign, tone = _ANSWER_SIGNS[state]
    return {"word": ANSWER_STATE_LABELS[state], "sign": sign, "tone": tone}


@PlanRoundsPage.view(template_name="rounds/list.html")
def round_list(page: PlanRoundsPage) -> dict[str, Any]:
    lines = round_summaries(actor=page.actor, plan=page.plan)
    may_open = page.may("round.open") and not any(line.is_open for line in lines)
    return {
        "title": "Quels tours ont été menés ?",
        "answer": _summary_sentence(lines),
        "rounds": Table(
            lines,
            Column(
                "Tour",
                lambda line: cell(
                    f"{line.number} · {line.label}", url=page.url("rounds:round", line.round_id), value=str(line.number)
                ),
            ),
            Column("État", lambda line: "ouvert" if line.is_open else "clos, figé"),
            day_column("Ouvert le", lambda line: format_day(line.opened_on)),
            day_column(
                "Réponses avant le",
                lambda line: cell(
                    format_day(line.due_on), note=days_left_text(line.due_on, today()) if line.is_open else ""
                ),
            ),
            Column("Comité", lambda line: format_day(line.committee_on)),
            number_column(
                "Réponses",
                lambda line: cell(f"{line.answered_count} / {line.action_count}", value=str(line.answered_count)),
            ),
            id="liste-tours",
            caption="Tours du plan",
            empty="Aucun tour : le pilote en ouvre un avant chaque comité.",
        ),
        "open_url": page.url("rounds:open", page.plan.code) if may_open else "",
    }


def _summary_sentence(lines: list[RoundSummary]) -> str:
    if not lines:
        return "Aucun tour n’a encore été ouvert sur ce plan."
    running = next((line for line in lines if line.is_open), None)
    text = f"{pluralise(len(lines), 'tour')}. "
    if running is None:
        return text + f"Le dernier, « {lines[0].label} », est clos : ce qu’il contient est figé."
    return text + (
        f"« {running.label} » est ouvert : {pluralise(running.answered_count, 'réponse')} sur {running.action_count}, "
        f"attendues avant le {format_day(running.due_on)}."
    )


class OpenRoundForm(ChoicesForm):
    label = SingleLineField(label="Nom du tour", max_length=200, help_text="Par exemple « Comité de décembre 2026 ».")
    due_on = day_field("Réponses avant le")
    committee_on = day_field("Date du comité")
    topics = forms.TypedMultipleChoiceField(
        label="Ce qui est demandé",
        coerce=RoundTopic,
        choices=[(topic.value, TOPIC_LABELS[topic]) for topic in RoundTopic],
        widget=forms.CheckboxSelectMultiple,
    )
    asked = paragraph_field(
        "Un mot aux porteurs", required=False, max_length=2000, help_text="Il ouvre leur page et leur message."
    )
    numbers = forms.TypedMultipleChoiceField(
        label="Actions interrogées",
        coerce=ActionCode,
        widget=forms.CheckboxSelectMultiple,
        help_text="Celles qui courent ; retirez celles que ce comité ne regarde pas.",
    )


class OpenRoundPage(PlanRoundsPage, FormPage):
    """« Que demander aux porteurs ? »"""

    is_for_pilot, form_class, crumb = True, OpenRoundForm, "Ouvrir"
    template_name, title = "rounds/open.html", "Que demander aux porteurs ?"
    # The round, once it is open.
    success_url = ""
    error_fields = {
        "due_past": "due_on", "committee_before_due": "committee_on", "nobody_asked": "numbers",
    }  # fmt: skip

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        version = version_on(actor=self.actor, plan=self.plan, on=today())
        led = led_actions(actor=self.actor, version=version, on=today())
        self.running = [action for action in led.values() if action.is_running]

    @property
    def back_url(self) -> str:
        return self.url("rounds:list", self.plan.code)

    def form_arguments(self) -> dict[str, Any]:
        numbers = [
            (str(each.number), f"{each.number} · {each.name}" + ("" if each.people else " — personne n’agit"))
            for each in self.running
        ]
        initial = {
            "due_on": today() + timedelta(days=14),
            "committee_on": today() + timedelta(days=28),
            "topics": [topic.value for topic in RoundTopic],
            "numbers": [number for number, _ in numbers],
        }
        return {"choices": {"numbers": numbers}, "initial": initial}

    def save(self, data: dict[str, Any]) -> str:
        plan_round = open_round(
            actor=self.actor,
            plan=self.plan,
            on=today(),
            address=self.url("rounds:desk"),
            instructions=data.pop("asked"),
            numbers=set(data.pop("numbers")),
            **data,
        )
        self.success_url = self.url("rounds:round", plan_round.pk)
        return f"Le tour « {plan_round.label} » est ouvert : chaque porteur a son message."

    def context(self) -> dict[str, Any]:
        people = {action.people[0].person_id for action in self.running if action.people}
        vacant = sum(not action.people for action in self.running)
        count = pluralise(len(self.running), "action court", "actions courent")
        text = f"{count} ; {pluralise(len(people), 'personne')} en {'répond' if len(people) < 2 else 'répondent'}."
        if vacant:
            text += f" {pluralise(vacant, 'action n’a', 'actions n’ont')} personne : vous pourrez répondre pour elles."
        return {"answer": text}
