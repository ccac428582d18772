"""World of access: the facts of the other objects, and an answer that the pilot keeps."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import answer_document
from pacte.indicators.records import IndicatorQuestion
from pacte.indicators.records.series_input import SeriesInput
from pacte.indicators.services import refresh_facts, save_indicator_answer, save_series
from pacte.kernel.clock import today
from tests.cast import MACHINE, Cast


def figures_of_the_world(cast: Cast) -> dict[str, int | str]:
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE)
    pilot, region = cast["pilot"].actor, cast.region
    question = IndicatorQuestion(date(2020, 1, 1), date(2020, 12, 31), today(), codes=("entries_by_residence",))
    with acting_as(pilot):
        given = answer_document(actor=pilot, host_id=region.pk, question=question)
        kept = save_indicator_answer(actor=pilot, host=region, question=question, document=given)
        sheet = SeriesInput("our_series", "Une série", "Combien ?", "personnes", "personne", "Insee", "Insee")
        save_series(actor=pilot, host=region, data=sheet)
    return {"our answer": kept.number or 0, "our series": sheet.code}
