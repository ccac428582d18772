"""« Action 18 : que dites-vous au comité ? »: the answer page of a lead in a round; the pilot reviews it there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError, deny_unless
from pacte.kernel.french import format_day
from pacte.steering.queries.answer_detail import answer_detail
from pacte.steering.records import (
    MILESTONE_EVENT_LABELS,
    TOPIC_LABELS,
    AnswerRemark,
    AnswerState,
    MilestoneState,
    MilestoneSummary,
    RemarkKind,
    RiskLevel,
    RoundTopic,
)
from pacte.steering.rules.number_format import format_exact_decimal
from pacte.steering.rules.rounds import is_answer_late
from pacte.steering.services.submit_answer import submit_answer
from pacte.web.page import UNPROCESSABLE_STATUS, Crumb
from pacte.web.pages.rounds.answer_form_set import AnswerForms
from pacte.web.pages.rounds.answer_forms import PartForm
from pacte.web.pages.rounds.list_page import RoundsPage, answer_state_badge, days_left_text
from pacte.web.request import Request

_MESSAGES = {
    "save": "C’est enregistré. Rien n’est envoyé au pilote tant que vous ne l’envoyez pas.",
    "send": "Votre réponse est envoyée au pilote. Vous pouvez encore la compléter.",
    "drop": "Le jalon est abandonné.",
    "reopen": "Le jalon est rouvert.",
    "untie": "Ce jalon n’attend plus rien.",
    "close": "Le risque est clos.",
    "accept": "La réponse est acceptée.",
    "return": "La réponse est renvoyée à son porteur, avec votre mot.",
    "remark": "Le commentaire est ajouté.",
}
_STATES = {
    AnswerState.AWAITED: "Rien n’est encore dit.",
    AnswerState.STARTED: "Commencée, pas encore envoyée.",
    AnswerState.SENT: "Envoyée : le pilote la lit.",
    AnswerState.RETURNED: "Renvoyée par le pilote, avec un mot.",
    AnswerState.ACCEPTED: "Acceptée : elle est prête pour le comité.",
}
_MILESTONE_SIGNS = {
    MilestoneState.DONE: ("check", "good"),
    MilestoneState.DROPPED: ("cross", ""),
    MilestoneState.LATE: ("diamond", "bad"),
    MilestoneState.THREATENED: ("triangle", "watch"),
    MilestoneState.COMING: ("clock", ""),
}
_RISK_TONES = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "watch", RiskLevel.LOW: ""}


class RoundAnswerPage(RoundsPage):
    """The answer about one action. All that was filled is saved whatever the button; when refused, nothing is."""

    http_method_names, template_name = ("get", "head", "post"), "rounds/answer.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.sheet = answer_detail(actor=self.actor, round_id=kwargs["identifier"], number=kwargs["number"], on=today())
        self.plan_code, self.plan_title = self.sheet.round.plan_code, self.sheet.round.plan_title
        self.forms = AnswerForms(self.sheet, self.request.POST.dict(), today(), self.request.path)

    def below_list(self) -> Sequence[Crumb]:
        round_url = self.url("rounds:round", self.sheet.round.round_id)
        return [(self.sheet.round.label, round_url), (f"Action {self.sheet.answer.number}", "")]

    def post(self, request: Request) -> HttpResponse:
        if not self.sheet.is_open:
            raise Conflict(
                "round_closed", "Ce tour est clos.", "Ce qu’il contient est figé.", "Répondez au prochain tour."
            )
        deny_unless(
            self.sheet.may_answer,
            "answer",
            "Vous ne portez pas cette action.",
            hint="Demandez à son porteur de répondre.",
        )
        if not self.forms.is_valid():
            return self._refused()
        try:
            submit_answer(
                actor=self.actor,
                round_id=self.sheet.round.round_id,
                number=self.sheet.answer.number,
                changes=self.forms.changes(),
                on=today(),
            )
        except ValidationError as error:
            self.forms.refuse(getattr(error, "field", ""), str(error))
            return self._refused()
        except Conflict as error:
            if error.code != "answer_changed":
                raise
            # Others wrote meanwhile: what was typed is shown next to it.
            self.forms.refuse("", str(error))
            return self.render(self.context() | {"meanwhile": self.sheet.answer}, status=error.status)
        act = request.POST["do"].strip().partition("-")[0]
        messages.success(request, _MESSAGES[act])
        leaves = act in ("send", "accept", "return") and not self.sheet.may_review
        return HttpResponseRedirect(self.url("rounds:desk") if leaves else request.path)

    def _refused(self) -> HttpResponse:
        return self.render(self.context(), status=UNPROCESSABLE_STATUS)

    def context(self) -> dict[str, Any]:
        sheet, answer, round_view = self.sheet, self.sheet.answer, self.sheet.round
        late = sheet.is_open and is_answer_late(answer.state, round_view.due_on, today())
        returns = [each for each in answer.remarks if each.kind is RemarkKind.RETURN]
        return {
            "sheet": sheet,
            "round": round_view,
            "said": answer,
            "title": f"{answer.name} : que dire au comité ?",
            "answer": self._answer(),
            "facts": self._facts(),
            "badge": answer_state_badge(answer.state, late=late),
            "asks": {topic.value: topic in round_view.topics for topic in RoundTopic},
            "last": sheet.last if sheet.is_open else None,
            "prefilled": bool(sheet.last) and sheet.may_write and answer.state is AnswerState.AWAITED,
            "may_judge": sheet.is_open and sheet.may_review and answer.state is AnswerState.SENT,
            "may_remark": sheet.is_open and sheet.may_answer,
            "returned": returns[-1] if returns and answer.state is AnswerState.RETURNED else None,
            "remarks": [each for each in answer.remarks if each.kind is not RemarkKind.REMINDER],
            "reminders": [each for each in answer.remarks if each.kind is RemarkKind.REMINDER],
            "forms": self.forms,
            "milestones": [self._milestone_values(form) for form in self.forms.milestones],
            "values": [
                {
                    "line": form.line,
                    "form": form,
                    "amount": format_exact_decimal(form.line.value),
                    "remarks": self._comments(form.line.name),
                }
                for form in self.forms.values
            ],
            "risks": [_risk_values(form) for form in self.forms.risks],
            "errors": self.forms.errors(),
        }

    def _answer(self) -> str:
        if self.sheet.is_open:
            topics = ", ".join(TOPIC_LABELS[topic].lower() for topic in self.sheet.round.topics)
            return f"{_STATES[self.sheet.answer.state]} Le tour demande : {topics}."
        silent = "" if self.sheet.answer.has_answered else "Aucune réponse n’est venue pour cette action."
        return f"Ce tour est clos : voici ce qu’il a figé. {silent}"

    def _facts(self) -> list[dict[str, str]]:
        answer, round_view = self.sheet.answer, self.sheet.round
        is_due = self.sheet.is_open and not answer.has_answered
        return [
            {"label": "Qui répond", "value": answer.person or "Personne n’agit", "note": answer.lead},
            {
                "label": "Réponse attendue",
                "value": format_day(round_view.due_on),
                "note": days_left_text(round_view.due_on, today()) if is_due else "",
            },
            {"label": "Comité", "value": format_day(round_view.committee_on)},
            {
                "label": "Fiche du plan",
                "value": f"Action {answer.number}",
                "url": self.url("plan:action", round_view.plan_code, answer.number),
            },
        ]

    def _comments(self, about: str) -> list[AnswerRemark]:
        """Comments about a figure or a milestone."""
        return [each for each in self.sheet.answer.remarks if each.about == about and each.kind is RemarkKind.COMMENT]

    def _milestone_values(self, form: PartForm) -> dict[str, Any]:
        line: MilestoneSummary = form.line
        sign, tone = _MILESTONE_SIGNS[line.state]
        late = f" de {line.days_late} jour{'s' if line.days_late > 1 else ''}" if line.days_late else ""
        return {
            "line": line,
            "form": form,
            "badge": {"word": f"{line.state_label}{late}", "sign": sign, "tone": tone},
            "when": format_day(line.done_on or line.due_on),
            "moved": f"prévu d’abord le {format_day(line.first_due_on)}" if line.first_due_on != line.due_on else "",
            "threat": f"attend {' ← '.join(line.chain)}" if line.state is MilestoneState.THREATENED else "",
            "holds_up": line.holds_up,
            "steps": [
                {
                    "what": MILESTONE_EVENT_LABELS[step.kind]
                    + (f" au {format_day(step.due_on)}" if step.due_on else ""),
                    "when": format_day(step.happened_on),
                    "by": step.by,
                    "reason": step.reason,
                }
                for step in line.steps
            ],
            "remarks": self._comments(line.title),
            "buttons": _milestone_buttons(line),
        }


def _milestone_buttons(line: MilestoneSummary) -> list[dict[str, str]]:
    if not line.is_open:
        return [{"label": "Rouvrir ce jalon", "name": "do", "value": f"reopen-{line.milestone_id}"}]
    drop = {"label": "Abandonner ce jalon", "kind": "danger", "name": "do", "value": f"drop-{line.milestone_id}"}
    free = {"label": "Ne plus rien attendre", "kind": "text", "name": "do", "value": f"untie-{line.milestone_id}"}
    return [drop, free] if line.waits_for else [drop]


def _risk_values(form: PartForm) -> dict[str, Any]:
    line = form.line
    badge = {"word": f"risque {line.level_label}", "sign": "triangle", "tone": _RISK_TONES[line.level]}
    return {"line": line, "form": form, "badge": badge, "close": f"close-{line.risk_id}"}
