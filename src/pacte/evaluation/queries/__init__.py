"""Queries of experiments and their protocols. Results exclude what the actor may not see."""

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
    protocol_content,
    scope_of_experiment,
    unlocked_experiments,
)

__all__ = [
    "ExperimentDetail",
    "ExperimentSummary",
    "experiment_action_choices",
    "experiment_assignments_of",
    "experiment_by_number",
    "experiment_count",
    "experiment_recipients",
    "experiment_summaries",
    "experiments_of_action",
    "may_list_experiments",
    "protocol_content",
    "scope_of_experiment",
    "unlocked_experiments",
]
