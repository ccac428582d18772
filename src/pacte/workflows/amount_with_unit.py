"""Number and unit shown beside the sentence of a measure, in a spreadsheet: the same number as in the sentence."""

from __future__ import annotations

from fractions import Fraction

from pacte.indicators.records.evidence import EvidenceRow
from pacte.indicators.rules.evidence import measured_value_text


def amount_with_unit(evidence: EvidenceRow) -> tuple[Fraction | None, str]:
    """Return the number and its unit.

    Where the ratio would read 100 %, the sentence gives the total, and so does this.
    """
    value = evidence.value
    if value is None or value.number is None:
        return None, evidence.unit
    if value.numerator is not None and measured_value_text(value, evidence.unit) not in evidence.sentence:
        return Fraction(value.numerator), ""
    return value.number, evidence.unit
