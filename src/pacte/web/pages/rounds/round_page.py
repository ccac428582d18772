"""« Qui a répondu ? »: one round, action by action. The pilot accepts answers, moves the dates, closes the round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.kernel.clock import PARIS, today
from pacte.kernel.errors import Conflict, ValidationError, deny_unless
from pacte.kernel.french import format_day, pluralise
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.rounds import round_by_id, round_snapshot
from pacte.steering.records import (
    ActionAnswer,
    AnswerState,
    MilestoneState,
    RemarkKind,
    RoundSnapshot,
    RoundState,
    Weather,
)
from pacte.steering.rules.rounds import is_answer_late
from pacte.steering.services.answers import accept_all_answers
from pacte.steering.services.rounds import close_round, move_round
from pacte.web.components.registry import get_component
from pacte.web.form_fields import day_field, first_error
from pacte.web.page import Crumb
from pacte.web.pages.rounds.list_page import RoundsPage, answer_state_badge
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell
from pacte.web.templatetags.pacte_components import render_component


def _new_day(which: str) -> forms.DateField:
    message = f"La date {which} n’en est pas une. Écrivez par exemple 2026-12-09."
    return day_field(which, error_messages={"required": message, "invalid": message})


class MoveRoundForm(forms.Form):
    due_on = _new_day("de réponse")
    committee_on = _new_day("du comité")
    reason = forms.CharField(required=False)


class RoundPage(RoundsPage):
    """One round; its pilot has three buttons, each in its form."""

    http_method_names, template_name = ("get", "head", "post"), "rounds/round.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.round = round_by_id(actor=self.actor, round_id=kwargs["identifier"])
        self.may_run = may(self.actor, "round.review", SteeringScope(host_id=self.round.organisation_id))

    def below_list(self) -> Sequence[Crumb]:
        return [(self.round.label, "")]

    def post(self, request: Request) -> HttpResponse:
        deny_unless(
            self.may_run, "round", "Seul le pilote du pacte mène un tour.", hint="Demandez-le au pilote du pacte."
        )
        if self.round.state == RoundState.CLOSED:
            raise Conflict("round_closed", "Ce tour est clos.", hint="Ce qu’il contient est figé.")
        try:
            messages.success(request, self._run(request.POST.get("do", "")))
        except ValidationError as error:
            errors = [{"message": str(error), "field": ""}]
            return self.render(self.context() | {"errors": errors}, status=error.status)
        return HttpResponseRedirect(request.path)

    def _run(self, act: str) -> str:
        """Runs the act of the button. Returns what is said then."""
        if act == "accept_all":
            count = accept_all_answers(actor=self.actor, round_id=self.round.pk)
            return f"{pluralise(count, 'réponse acceptée', 'réponses acceptées')}."
        if act == "close":
            if self.request.POST.get("sure") != "on":
                raise ValidationError(
                    "not_sure",
                    "La case n’est pas cochée.",
                    "Un tour clos ne se rouvre pas.",
                    "Cochez-la pour clôturer.",
                )
            close_round(actor=self.actor, round_id=self.round.pk, on=today())
            return "Le tour est clos. Ce qu’il contient est figé : c’est ce que le comité verra."
        if act != "move":
            raise ValidationError("act", "On ne sait pas quoi faire.", hint="Choisissez un des boutons de la page.")
        form = MoveRoundForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError("date", first_error(form))
        move_round(actor=self.actor, round_id=self.round.pk, on=today(), **form.cleaned_data)
        return "Les dates ont changé."

    def context(self) -> dict[str, Any]:
        round_view = round_snapshot(actor=self.actor, target_round=self.round, on=today(), is_brief=True)
        self.plan_code, self.plan_title = round_view.plan_code, round_view.plan_title
        sent = sum(each.state is AnswerState.SENT for each in round_view.answers)
        return {
            "plan_code": self.plan_code,
            "title": f"{round_view.label} : qui a répondu ?",
            "answer": _answer(round_view, today()),
            "round": round_view,
            "may_run": self.may_run and round_view.state is RoundState.OPEN,
            "sent": sent,
            "accept_label": f"Accepter {pluralise(sent, 'réponse envoyée', 'réponses envoyées')}",
            "silent": len(round_view.silent),
            "answers": Table(
                round_view.answers,
                Column(
                    "Action",
                    lambda answer: cell(
                        f"{answer.number} · {answer.name}",
                        url=self.url("rounds:answer", round_view.round_id, answer.number),
                        value=str(answer.number),
                    ),
                ),
                Column(
                    "Qui répond",
                    lambda answer: cell(answer.person or "Personne n’agit", note=answer.lead or "porteur à désigner"),
                ),
                Column("Réponse", lambda answer: _state_cell(round_view, answer)),
                Column("Météo", _weather_cell),
                Column("Jalons", _milestones_text),
                Column(
                    "Décision demandée", lambda answer: _truncate(answer.decision_asked) if answer.has_answered else ""
                ),
                id="reponses",
                caption="Réponses du tour",
            ),
            "facts": _facts(round_view),
            "errors": [],
            "digest": self.round.frozen_digest,
        }


def _answer(round_view: RoundSnapshot, on: date) -> str:
    text = f"{pluralise(len(round_view.answered), 'réponse')} sur {len(round_view.answers)}"
    if round_view.state is RoundState.CLOSED:
        return text + f". Le tour est clos depuis le {format_day(round_view.closed_on or on)} : rien n’y changera plus."
    vacant = sum(each.is_vacant for each in round_view.silent)
    if round_view.due_on < on:
        text += f" ; la date est passée, {pluralise(len(round_view.silent), 'manque', 'manquent')}"
    if vacant:
        text += f" ; {pluralise(vacant, 'action')} sans personne"
    request_count = len(round_view.decisions_asked)
    if request_count:
        text += f" ; {pluralise(request_count, 'décision demandée', 'décisions demandées')}"
    return text + "."


def _facts(round_view: RoundSnapshot) -> list[dict[str, str]]:
    facts = [
        {"label": "Réponses avant le", "value": format_day(round_view.due_on)},
        {"label": "Comité", "value": format_day(round_view.committee_on)},
        {"label": "Ouvert", "value": format_day(round_view.opened_on), "note": f"par {round_view.opened_by}"},
        {"label": "Plan lu", "value": round_view.version_label, "note": f"version {round_view.version_number} du plan"},
    ]
    if round_view.closed_on:
        facts.append(
            {"label": "Clos", "value": format_day(round_view.closed_on), "note": f"par {round_view.closed_by}"}
        )
    return facts


# A round has many rows and few distinct badges: each is drawn once.
@cache
def _weather_badge(weather: Weather) -> SafeString:
    return render_component(get_component("weather"), {"state": weather.value})


@cache
def _answer_badge(state: AnswerState, is_late: bool) -> SafeString:
    return render_component(get_component("state_badge"), answer_state_badge(state, late=is_late))


def _state_cell(round_view: RoundSnapshot, answer: ActionAnswer) -> SafeString:
    late = round_view.closed_at is None and is_answer_late(answer.state, round_view.due_on, today())
    badge = _answer_badge(answer.state, late)
    reminders = [each for each in answer.remarks if each.kind is RemarkKind.REMINDER]
    note = f"rappel du {reminders[-1].at.astimezone(PARIS):%d/%m}" if reminders and not answer.has_answered else ""
    if answer.sent_at and answer.has_answered:
        note = f"le {answer.sent_at.astimezone(PARIS):%d/%m}"
    return format_html('{}<span class="note cell-note">{}</span>', badge, note) if note else badge


def _weather_cell(answer: ActionAnswer) -> Any:
    if not answer.has_answered or answer.weather is Weather.NONE:
        return ""
    sign = _weather_badge(answer.weather)
    return format_html('{}<span class="note cell-note">{}</span>', sign, _truncate(answer.weather_word))


def _milestones_text(answer: ActionAnswer) -> str:
    late = sum(each.state is MilestoneState.LATE for each in answer.milestones)
    threatened = sum(each.state is MilestoneState.THREATENED for each in answer.milestones)
    counts = [
        pluralise(late, "dépassé", "dépassés") if late else "",
        pluralise(threatened, "menacé", "menacés") if threatened else "",
    ]
    if answer.milestones and not late and not threatened:
        done = sum(each.state is MilestoneState.DONE for each in answer.milestones)
        return f"{done} / {len(answer.milestones)} atteints" if done else f"{len(answer.milestones)} à venir"
    return ", ".join(part for part in counts if part)


def _truncate(text: str) -> str:
    return text if len(text) <= 90 else text[:88].rstrip() + "…"
