"""The numbers drawn at random that stand for people in the facts. Pure."""

from pacte.kernel.fact_export import FactExport

PERSON_NUMBERS = FactExport(
    "person_numbers",
    "indicators_factperson",
    {"learner": "BIGINT", "number": "BIGINT"},
    "select e.learner_id as learner, e.number from indicators_factperson e where {rows}",
    key="learner_id",
)
