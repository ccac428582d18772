"""Facts computed from a small offer and a few journeys, in a folder of the test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import answer_document
from pacte.indicators.records import AnswerDocument, IndicatorQuestion, Value
from pacte.indicators.records.manifest import RefreshReport
from pacte.indicators.services import refresh_facts
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from tests.cast import MACHINE, Cast

FIRST, LAST = date(2019, 1, 1), date(2022, 12, 31)


@dataclass(frozen=True, slots=True)
class Facts:
    cast: Cast
    folder: Path

    def refresh(self, *, full: bool = False) -> RefreshReport:
        with acting_as(MACHINE):
            return refresh_facts(actor=MACHINE, facts_dir=self.folder, full=full)

    def ask(self, *codes: str, actor: Actor = MACHINE, known_on: date | None = None, **asked: object) -> AnswerDocument:
        question = IndicatorQuestion(
            **{"first": FIRST, "last": LAST, "known_on": known_on or today(), "codes": codes, **asked}  # type: ignore[arg-type]
        )
        with acting_as(actor):
            return answer_document(actor=actor, host_id=self.cast.region.pk, question=question, facts_dir=self.folder)

    def value(self, code: str, **asked: object) -> Value:
        return self.ask(code, **asked).answers[0].total.value  # type: ignore[arg-type]

    def count(self, code: str, **asked: object) -> float | None:
        return self.value(code, **asked).numerator
