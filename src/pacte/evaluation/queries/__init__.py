"""Queries of experiments, their protocols, their sessions. Results exclude what the actor may not see."""

from pacte.evaluation.queries.arms import arm_periods, unlocked_experiments_with
from pacte.evaluation.queries.assignments import experiment_assignments_of
from pacte.evaluation.queries.experiments import (
    ExperimentDetail,
    ExperimentSummary,
    experiment_action_choices,
    experiment_by_number,
    experiment_count,
    experiment_recipients,
    experiment_summaries,
    experiments_of_action,
    may_list_experiments,
    plan_experiments,
    protocol_content,
    scope_of_experiment,
    unlocked_experiments,
)

__all__ = [
    "ExperimentDetail",
    "ExperimentSummary",
    "arm_periods",
    "experiment_action_choices",
    "experiment_assignments_of",
    "experiment_by_number",
    "experiment_count",
    "experiment_recipients",
    "experiment_summaries",
    "experiments_of_action",
    "may_list_experiments",
    "plan_experiments",
    "protocol_content",
    "scope_of_experiment",
    "unlocked_experiments",
    "unlocked_experiments_with",
]
