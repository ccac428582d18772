"""Model field for action codes: text in the database, ``ActionCode`` in Python, plus its generated sort key."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from pacte.kernel.action_codes import MAX_LENGTH, MAX_SORT_KEY_LENGTH, ActionCode, action_code_sort_sql


class ActionCodeField(models.CharField):  # type: ignore[type-arg]
    """Character field that returns ``ActionCode`` values, so that lists sort naturally in Python too."""

    _pyi_private_set_type: ClassVar[str]
    _pyi_private_get_type: ClassVar[ActionCode]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: object) -> ActionCode | None:
        return None if value is None else ActionCode(value)

    def to_python(self, value: Any) -> ActionCode | None:
        code = super().to_python(value)
        return None if code is None else ActionCode(code)


class ActionOrder(models.Func):
    """Database function that computes the sort key of an action code."""

    template = action_code_sort_sql("%(expressions)s", "postgres")
    arity = 1


def action_order_column(name: str) -> models.GeneratedField:
    """Generated column that holds the sort key of ``name``, compared byte by byte whatever the server's locale."""
    return models.GeneratedField(
        expression=ActionOrder(models.F(name)),
        output_field=models.CharField(max_length=MAX_SORT_KEY_LENGTH, db_collation="C"),
        db_persist=True,
    )
