"""The limits of the plan check are those of the database columns."""

from __future__ import annotations

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Model

from pacte.plan.models import (
    Plan,
    PlanVersion,
    RowLead,
    VersionActionTitle,
    VersionAxis,
    VersionFigure,
    VersionObjective,
    VersionRow,
)
from pacte.plan.rules import check_limits

# Columns named differently from the field of the record.
_OTHER_NAMES = {"organisation": "name", "service": "service_name", "as_printed": "flags_as_printed"}
_CASES = [
    (Plan, {name: check_limits.PLAN_LENGTHS[name] for name in ("code", "title", "region")}),
    (PlanVersion, {name: check_limits.PLAN_LENGTHS[name] for name in ("title", "document_title", "decided_on")}),
    (VersionAxis, check_limits.AXIS_LENGTHS),
    (VersionObjective, check_limits.OBJECTIVE_LENGTHS),
    (VersionActionTitle, check_limits.ACTION_LENGTHS),
    (VersionRow, {**check_limits.ROW_LENGTHS, **check_limits.SCHEDULE_LENGTHS}),
    (VersionFigure, check_limits.FIGURE_LENGTHS),
    (RowLead, check_limits.LEAD_LENGTHS),
]
# Filled by the program from enumerations, never from a file.
_OURS = {"kind", "placement", "state", "label", "vote_body", "vote_number", "created_by_name"}


@pytest.mark.parametrize(("model", "lengths"), _CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_each_text_of_a_table_has_the_length_that_the_check_knows(model: type[Model], lengths: dict[str, int]) -> None:
    columns = {
        field.name: field.max_length
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and field.max_length and field.name not in _OURS - set(lengths)
    } | {
        field.name: field.base_field.max_length for field in model._meta.get_fields() if isinstance(field, ArrayField)
        and field.name in lengths
    }  # fmt: skip
    assert columns == {_OTHER_NAMES.get(name, name): length for name, length in lengths.items()}


def test_figures_keep_the_digits_that_the_check_lets_in() -> None:
    for name in ("value", "minimum", "maximum"):
        field = VersionFigure._meta.get_field(name)
        assert field.decimal_places == check_limits.FIGURE_DECIMAL_PLACES
        assert 10 ** (field.max_digits - field.decimal_places) == check_limits.MAX_FIGURE
