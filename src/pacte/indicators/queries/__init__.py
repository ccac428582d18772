"""What this room tells: the catalogue, figures of a question, answers kept."""

from pacte.indicators.queries.answering import answer
from pacte.indicators.queries.catalogue import indicator, indicators
from pacte.indicators.queries.examples import value_of_example
from pacte.indicators.queries.kept import kept_answer, kept_answers
from pacte.indicators.queries.zones import zone_named

__all__ = ["answer", "indicator", "indicators", "kept_answer", "kept_answers", "value_of_example", "zone_named"]
