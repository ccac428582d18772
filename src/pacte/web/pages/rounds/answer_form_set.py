"""The whole page of a lead as forms: what was sent, what it asks to write, where a refusal shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.forms.utils import ErrorList

from pacte.kernel.errors import ValidationError
from pacte.kernel.user_input import parse_whole_number
from pacte.steering.queries.answer_detail import AnswerDetail
from pacte.steering.records import AnswerState, DeclaredValueSummary, MilestoneSummary
from pacte.steering.services import answers, milestones, risks
from pacte.steering.services.submit_answer import AnswerChange
from pacte.web.pages.rounds import answer_forms as parts

_TARGETED = ("drop", "reopen", "untie", "close")


class AnswerForms:
    """All the forms of the page, with what was sent ({} when it is only shown)."""

    def __init__(self, sheet: AnswerDetail, sent: Mapping[str, str], on: date, address: str) -> None:
        self.sent, self.address, answer = sent, address, sheet.answer
        last = sheet.last if sheet.last and answer.state is AnswerState.AWAITED else answer
        self.main = parts.MainAnswerForm(
            sent if {"weather", "progress"} & set(sent) else None,
            auto_id="f-%s",
            initial={name: getattr(last, name) for name in ("weather_word", "progress", "decision_asked")}
            | {"weather": last.weather.value},
        )
        self.word = parts.ReturnForm(sent if "word" in sent else None, auto_id="f-%s")
        self.milestones = [_milestone_form(sheet, sent, line) for line in answer.milestones]
        self.new_milestone = parts.NewMilestoneForm(sent, "nm", choices={"after": _milestone_choices(sheet)})
        self.values = [_value_form(sheet, sent, line) for line in answer.values]
        planned = [(str(rank), parts.figure_label(each)) for rank, each in enumerate(sheet.figures)]
        self.new_value = parts.NewValueForm(
            sent, "nv", figures=sheet.figures, initial={"on": on}, choices={"figure": planned} if planned else {}
        )
        self.risks = [
            parts.RiskForm(
                sent, f"r{line.risk_id}", line=line, initial={"level": line.level.value, "response": line.response}
            )
            for line in answer.risks
        ]
        self.new_risk = parts.NewRiskForm(sent, "nr")
        subjects = dict.fromkeys([*(line.name for line in answer.values), *(line.title for line in answer.milestones)])
        self.remark = parts.RemarkForm(
            sent, "remark", line=address, choices={"about": [(subject, subject) for subject in subjects]}
        )
        self.refusals: list[str] = []

    @property
    def parts(self) -> list[parts.PartForm]:
        """In the order in which they are written."""
        return [
            *self.milestones, self.new_milestone, *self.values, self.new_value, *self.risks, self.new_risk, self.remark,
        ]  # fmt: skip

    def is_valid(self) -> bool:
        # Each one is validated, so that all errors show at once.
        refused = [form for form in (self.main, *self.parts) if form.is_bound and not form.is_valid()]
        return not refused

    def changes(self) -> list[AnswerChange]:
        """What valid forms ask for: all that was filled, then the act. Raises ``ValidationError`` on an unknown act."""
        act, _, target = self.sent.get("do", "").strip().partition("-")
        acts = self._acts(target)
        if act not in acts:
            raise ValidationError("act", "On ne sait pas quoi faire.", hint="Choisissez un des boutons de la page.")
        if act in _TARGETED and parse_whole_number(target) is None:
            raise ValidationError("choice", "Ce choix n’existe pas.", hint="Rechargez la page.")
        if act in ("accept", "return", "remark"):
            return acts[act]
        filled = [change for part in self.parts if part.is_bound for change in part.changes()]
        if self.main.is_bound:
            typed, seen = answers.AnswerInput(**self.main.cleaned_data), self.sent.get("seen", "").strip()
            filled.insert(0, AnswerChange("weather", partial(answers.save_answer, answer_input=typed, seen=seen)))
        return [*filled, *acts[act]]

    def _acts(self, target: str) -> dict[str, list[AnswerChange]]:
        """What each button writes. ``target``: the milestone or the risk of the button."""
        target_id, why, word = parse_whole_number(target) or 0, f"m{target}-reason", self.sent.get("word", "").strip()
        ended: dict[str, Any] = {"milestone_id": target_id, "reason": self.sent.get(why, "").strip()}
        free = partial(milestones.set_milestone_dependencies, milestone_id=target_id, after=())
        remark = self.remark.cleaned_data if self.remark.is_bound else {}
        return {
            "save": [],
            "send": [AnswerChange("weather", partial(answers.send_answer))],
            "drop": [AnswerChange(why, partial(milestones.drop_milestone, **ended))],
            "reopen": [AnswerChange(why, partial(milestones.reopen_milestone, **ended))],
            "untie": [AnswerChange(f"m{target}-after", free)],
            "close": [AnswerChange("", partial(risks.close_risk, risk_id=target_id))],
            "accept": [AnswerChange("", partial(answers.accept_answer))],
            "return": [AnswerChange("word", partial(answers.return_answer, word=word, address=self.address))],
            "remark": [self.remark.remark(**remark)],
        }

    def refuse(self, field: str, message: str) -> None:
        """Shows a refusal on the field of that name (« m12-reason »), else above the page."""
        bound = next((each for form in self._all for each in form if each.html_name == field), None)
        if bound is None:
            self.refusals.append(message)
        else:
            bound.form.errors.setdefault(bound.name, ErrorList()).append(message)

    def errors(self) -> list[dict[str, str]]:
        """Parameter of the component ``error_summary``."""
        return [
            *({"message": message, "field": ""} for message in self.refusals),
            *(
                {"message": str(error), "field": bound.auto_id}
                for form in self._all
                for bound in form
                for error in bound.errors
            ),
        ]

    @property
    def _all(self) -> list[forms.Form]:
        return [self.main, self.word, *self.parts]


def _milestone_choices(sheet: AnswerDetail, but: int = 0) -> list[tuple[str, str]]:
    return [(str(tie.milestone_id), tie.label) for tie in sheet.ties if tie.milestone_id != but]


def _value_form(sheet: AnswerDetail, sent: Mapping[str, str], line: DeclaredValueSummary) -> parts.ValueForm:
    form = parts.ValueForm(
        sent, f"v{line.value_id}", line=line, figures=sheet.figures, initial={"on": line.happened_on}
    )
    figure = form.chosen()
    if figure and line.about_key:
        form.initial["about"] = f"{figure.per}:{line.about_key}"
    return form


def _milestone_form(sheet: AnswerDetail, sent: Mapping[str, str], line: MilestoneSummary) -> parts.PartForm:
    prefix = f"m{line.milestone_id}"
    if not line.is_open:
        return parts.ClosedMilestoneForm(sent, prefix, line=line)
    choices = {"after": _milestone_choices(sheet, line.milestone_id)}
    return parts.MilestoneForm(sent, prefix, line=line, initial={"due": line.due_on}, choices=choices)
