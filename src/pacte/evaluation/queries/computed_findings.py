"""What the indicator of a judged experiment counts of its action, for those that compare no sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pacte.evaluation.queries.arms import arm_periods
from pacte.evaluation.queries.experiments import ExperimentSummary
from pacte.evaluation.rules.findings import finding_span, promised_figure, with_finding
from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records import Indicator, IndicatorKind, IndicatorQuestion
from pacte.indicators.records.evidence import EvidenceRow
from pacte.indicators.records.grades import ProofScope
from pacte.indicators.rules.action_questions import PACT
from pacte.indicators.rules.evidence import computed_evidence
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan


def computed_findings(
    *, actor: Actor, plan: Plan, experiments: Iterable[ExperimentSummary], on: date, facts_dir: Path | None = None
) -> dict[int, EvidenceRow]:
    """By experiment, the computed value of its days and what was typed beside it.

    None for an experiment with arms, whose effect is measured by session; for one that is not judged; nor when its
    indicator cannot be asked of an action, or not by this reader. An experiment may be read: the caller asked.
    """
    scope = count_scope_of(actor, plan.organisation_id)
    if not scope.everything and plan.organisation_id not in scope.hosts:
        return {}
    named = {each.experiment_id: (each, definition) for each in experiments if (definition := _definition(each))}
    if not named or not read_manifest(facts_dir).built_at:
        return {}
    compared = {each.experiment_id for each in arm_periods(actor=actor, experiment_ids=list(named), on=on)}
    rows = {
        pk: _computed_finding(actor, plan, each, definition, on, facts_dir)
        for pk, (each, definition) in named.items()
        if pk not in compared
    }
    return {pk: row for pk, row in rows.items() if row}


def _definition(experiment: ExperimentSummary) -> Indicator | None:
    """The indicator of the protocol, when it is computed and can be asked of an action."""
    definition = indicators().get(experiment.content.indicator_code.strip())
    if definition is None or experiment.finding_value is None or experiment.locked_on is None:
        return None
    is_of_action = definition.kind is IndicatorKind.COMPUTED and definition.scope is ProofScope.ACTION
    return definition if is_of_action else None


def _computed_finding(
    actor: Actor, plan: Plan, experiment: ExperimentSummary, definition: Indicator, on: date, facts_dir: Path | None
) -> EvidenceRow | None:
    content, finding = experiment.content, experiment.finding_value
    if finding is None or experiment.locked_on is None:
        return None
    first, last = finding_span(experiment.locked_on, content.end_on, finding.on)
    question = IndicatorQuestion(
        first,
        last,
        on,
        codes=(definition.code,),
        where=(("action", (str(experiment.action_number),)), ("fund", (PACT,))),
        plan=plan.pk,
    )
    answers = answer_question(actor=actor, host_id=plan.organisation_id, question=question, facts_dir=facts_dir)
    answer = answers.of(definition.code)
    if answer is None or answer.refusal:
        return None
    row = computed_evidence(
        promised_figure(content),
        definition,
        answer.rows[0].value,
        number=experiment.action_number,
        span=(first, last),
        on=on,
        lead=experiment.owner_name,
    )
    return with_finding(row, content, finding)
