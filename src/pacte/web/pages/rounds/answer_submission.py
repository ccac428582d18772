"""Saves a submitted answer: all filled fields, whatever the button, in one transaction. On error nothing is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.dateparse import parse_date

from pacte.kernel.errors import PacteError, ValidationError
from pacte.steering.records import DeclaredValueSummary, MilestoneSummary, RiskLevel, Weather
from pacte.steering.services.answers import (
    AnswerInput,
    accept_answer,
    add_remark,
    return_answer,
    save_answer,
    send_answer,
)
from pacte.steering.services.milestones import (
    complete_milestone,
    drop_milestone,
    move_milestone,
    reopen_milestone,
    set_milestone,
    set_milestone_dependencies,
)
from pacte.steering.services.risks import change_risk, close_risk, open_risk
from pacte.steering.services.values import declare_value

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.steering.queries.answer_detail import AnswerDetail


class AnswerFieldError(Exception):
    """A validation error, with the field that it concerns."""

    def __init__(self, error: PacteError, field: str = "") -> None:
        super().__init__(str(error))
        self.error = error
        self.field = field


@dataclass(frozen=True, slots=True)
class AnswerSubmission:
    """One form submitted by one person. Raises ``AnswerFieldError``."""

    actor: Actor
    sheet: AnswerDetail
    data: dict[str, str]
    on: date

    @property
    def service_arguments(self) -> dict[str, Any]:
        return {
            "actor": self.actor, "round_id": self.sheet.round.round_id, "number": self.sheet.answer.number,
            "on": self.on,
        }  # fmt: skip

    @property
    def answer_url(self) -> str:
        return reverse("rounds:answer", args=[self.sheet.round.round_id, self.sheet.answer.number])

    def text(self, name: str) -> str:
        return self.data.get(name, "").strip()

    def save(self) -> str:
        """Saves and returns the confirmation message."""
        act, _, identifier = self.text("do").partition("-")
        acts: dict[str, Callable[[str], str]] = {
            "save": self._confirm_save,
            "send": self._send,
            "drop": self._drop_milestone,
            "reopen": self._reopen_milestone,
            "untie": self._untie_milestone,
            "close": self._close_risk,
            "accept": self._accept,
            "return": self._return,
            "remark": self._add_remark,
        }
        if act not in acts:
            raise AnswerFieldError(
                ValidationError("act", "On ne sait pas quoi faire.", hint="Choisissez un des boutons de la page.")
            )
        with transaction.atomic():
            if act not in ("accept", "return", "remark"):
                self._save_all()
            return acts[act](identifier)

    # ------------------------------------------------------------ all filled fields

    def _save_all(self) -> None:
        if "weather" in self.data or "progress" in self.data:
            self._call_service("weather", save_answer, answer_input=self._answer_input(), seen=self.text("seen"))
        for line in self.sheet.answer.milestones:
            self._change_milestone(line)
        if self.text("nm-title") or self.text("nm-due"):
            after = [self._parse_identifier(self.text("nm-after"))] if self.text("nm-after") else []
            self._call_service(
                "nm-title", set_milestone, title=self.text("nm-title"), due_on=self._parse_day("nm-due"), after=after
            )
        for value in self.sheet.answer.values:
            self._correct_value(f"v{value.value_id}", value)
        if self.text("nv-value") or self.text("nv-what") or self.text("nv-figure"):
            self._declare_value()
        for risk in self.sheet.answer.risks:
            level, response = self.text(f"r{risk.risk_id}-level"), self.text(f"r{risk.risk_id}-response")
            if level and (level, response) != (risk.level.value, risk.response):
                self._call_service(
                    f"r{risk.risk_id}-level", change_risk, risk_id=risk.risk_id, level=self._parse_level(level),
                    response=response,
                )  # fmt: skip
        if self.text("nr-title") or self.text("nr-response"):
            self._call_service(
                "nr-title", open_risk, title=self.text("nr-title"), level=self._parse_level(self.text("nr-level")),
                response=self.text("nr-response"),
            )  # fmt: skip
        if self.text("remark-text"):
            self._add_remark("")

    def _answer_input(self) -> AnswerInput:
        weather = self.text("weather")
        return AnswerInput(
            weather=Weather(weather) if weather in set(Weather) else Weather.NONE,
            weather_word=self.text("weather_word"),
            progress=self.text("progress"),
            decision_asked=self.text("decision_asked"),
        )

    def _change_milestone(self, line: MilestoneSummary) -> None:
        if not line.is_open:
            return
        key, which = f"m{line.milestone_id}", {"milestone_id": line.milestone_id}
        reason = self.text(f"{key}-reason")
        due = self.text(f"{key}-due")
        if due and due != line.due_on.isoformat():
            self._call_service(
                f"{key}-reason", move_milestone, due_on=self._parse_day(f"{key}-due"), reason=reason, **which
            )
        if self.text(f"{key}-after"):
            after = [*self._waited_milestone_ids(line), self._parse_identifier(self.text(f"{key}-after"))]
            self._call_service(f"{key}-after", set_milestone_dependencies, after=after, **which)
        if self.text(f"{key}-done"):
            self._call_service(
                f"{key}-done", complete_milestone, done_on=self._parse_day(f"{key}-done"), note=reason, **which
            )

    def _waited_milestone_ids(self, line: MilestoneSummary) -> list[int]:
        known = {tie.label: tie.milestone_id for tie in self.sheet.ties}
        return [known[label] for label in line.waits_for if label in known]

    def _declare_value(self) -> None:
        what, unit, code = self.text("nv-what"), self.text("nv-unit"), ""
        if self.text("nv-figure"):
            place = self._parse_identifier(self.text("nv-figure"))
            if place >= len(self.sheet.figures):
                raise AnswerFieldError(
                    ValidationError("figure", "Ce chiffre n’est pas au plan.", hint="Choisissez-en un autre.")
                )
            figure = self.sheet.figures[place]
            what, unit, code = figure.what, unit or figure.unit, figure.indicator_code
        self._call_service(
            "nv-value", declare_value, what=what, unit=unit, indicator_code=code, value=self._parse_amount("nv-value"),
            happened_on=self._parse_day("nv-on"), proof=self.text("nv-proof"), proof_url=self.text("nv-url"),
        )  # fmt: skip

    def _correct_value(self, key: str, line: DeclaredValueSummary) -> None:
        if self.text(f"{key}-value"):
            self._call_service(
                f"{key}-value",
                declare_value,
                what=line.what,
                unit=line.unit,
                indicator_code=line.indicator_code,
                corrects_id=line.value_id,
                value=self._parse_amount(f"{key}-value"),
                happened_on=self._parse_day(f"{key}-on"),
                proof=self.text(f"{key}-proof"),
            )

    # ------------------------------------------------------------ action of the button

    def _confirm_save(self, _: str) -> str:
        return "C’est enregistré. Rien n’est envoyé au pilote tant que vous ne l’envoyez pas."

    def _send(self, _: str) -> str:
        self._call_service("weather", send_answer)
        return "Votre réponse est envoyée au pilote. Vous pouvez encore la compléter."

    def _drop_milestone(self, identifier: str) -> str:
        self._end_or_reopen(drop_milestone, identifier)
        return "Le jalon est abandonné."

    def _reopen_milestone(self, identifier: str) -> str:
        self._end_or_reopen(reopen_milestone, identifier)
        return "Le jalon est rouvert."

    def _end_or_reopen(self, service: Callable[..., Any], identifier: str) -> None:
        field = f"m{identifier}-reason"
        self._call_service(field, service, milestone_id=self._parse_identifier(identifier), reason=self.text(field))

    def _untie_milestone(self, identifier: str) -> str:
        self._call_service(
            f"m{identifier}-after",
            set_milestone_dependencies,
            milestone_id=self._parse_identifier(identifier),
            after=[],
        )
        return "Ce jalon n’attend plus rien."

    def _close_risk(self, identifier: str) -> str:
        self._call_service("", close_risk, risk_id=self._parse_identifier(identifier))
        return "Le risque est clos."

    def _accept(self, _: str) -> str:
        self._call_service("", accept_answer)
        return "La réponse est acceptée."

    def _return(self, _: str) -> str:
        self._call_service("word", return_answer, word=self.text("word"), address=self.answer_url)
        return "La réponse est renvoyée à son porteur, avec votre mot."

    def _add_remark(self, _: str) -> str:
        self._call_service(
            "remark-text",
            add_remark,
            about=self.text("remark-about"),
            text=self.text("remark-text"),
            address=self.answer_url,
        )
        return "Le commentaire est ajouté."

    # ------------------------------------------------------------ parsing

    def _call_service(self, field: str, service: Callable[..., Any], **values: Any) -> None:
        try:
            service(**self.service_arguments, **values)
        except ValidationError as error:
            raise AnswerFieldError(error, field) from error

    def _parse_day(self, name: str) -> date:
        try:
            parsed_day = parse_date(self.text(name))
        except ValueError:
            parsed_day = None
        if parsed_day is None:
            raise AnswerFieldError(
                ValidationError("date", "Il manque une date, ou elle n’existe pas.", hint="Donnez un jour."), name
            )
        return parsed_day

    def _parse_amount(self, name: str) -> Decimal:
        digits = "".join(self.text(name).split()).replace(",", ".").replace("−", "-")
        try:
            return Decimal(digits)
        except InvalidOperation as error:
            invalid = ValidationError(
                "number", f"« {self.text(name)} » n’est pas un nombre.", hint="Écrivez par exemple 12,5."
            )
            raise AnswerFieldError(invalid, name) from error

    def _parse_identifier(self, text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise AnswerFieldError(ValidationError("choice", "Ce choix n’existe pas.", hint="Rechargez la page."))
        return int(text)

    def _parse_level(self, text: str) -> RiskLevel:
        if text not in set(RiskLevel):
            raise AnswerFieldError(
                ValidationError("level", "Cette force de risque n’existe pas.", hint="Choisissez-en une.")
            )
        return RiskLevel(text)
