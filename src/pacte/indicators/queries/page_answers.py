"""What the page of an indicator asks in one scope, computed together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pacte.indicators.queries.answer_sets import AnswerSet, answer_question, with_main_plan
from pacte.indicators.queries.changes import explain_change
from pacte.indicators.queries.shared_facts import SharedFacts
from pacte.indicators.records import IndicatorQuestion
from pacte.kernel.actor import Actor


def compute_together(
    *,
    actor: Actor,
    host_id: int,
    questions: Sequence[IndicatorQuestion],
    since: date | None = None,
    facts_dir: Path | None = None,
) -> dict[IndicatorQuestion, AnswerSet]:
    """The answers to questions about one indicator that differ by their period and splits only.

    Then the explanation of the change ``since`` a day is computed for the first of them, which has no split. The rows
    of their scope are read once. Raises the errors of ``answer_question`` and ``explain_change``.
    """
    questions = [with_main_plan(each, actor) for each in questions]
    with SharedFacts(questions, facts_dir) as shared:
        # The finest first: the others are its sums.
        answers = {
            question: answer_question(
                actor=actor, host_id=host_id, question=question, facts_dir=facts_dir, shared=shared
            )
            for question in sorted(questions, key=lambda each: -len(each.by))
        }
        if since is not None:
            [answer] = answers[questions[0]].answers
            explain_change(
                actor=actor, host_id=host_id, code=answer.code, question=questions[0], since=since, facts_dir=facts_dir,
                shared=shared, after=None if answer.refusal else answer.total.value,
            )  # fmt: skip
    return answers
