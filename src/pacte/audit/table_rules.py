"""What each table keeps of its past and what may be done to its rows, declared on the model.

    @with_history
    @frozen_by("plan_refuse_frozen")
    class VersionRow(models.Model): ...

``prepare_database`` grants rights and creates the history triggers from these declarations. Triggers that freeze rows
are written in the migrations of the room, and a test compares the declarations with the catalogue of the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from django.db.models import Model

_M = TypeVar("_M", bound=type[Model])
_ATTRIBUTE = "_table_rules"


class History(Enum):
    """How earlier values of a row are kept: in the history of rows, by a row or a statement trigger, or not."""

    BY_ROW = "row"
    BY_STATEMENT = "statement"
    NONE = "none"


class Rights(Enum):
    """What the roles of the program may do to the table, as granted by PostgreSQL."""

    WRITE = "select, insert, update, delete"
    APPEND = "select, insert"
    READ = "select"


@dataclass(frozen=True, slots=True)
class TableRules:
    """``without``: why no history is kept; ``frozen_by``: functions of the triggers that refuse a change."""

    history: History | None = None
    without: str = ""
    rights: Rights = Rights.WRITE
    frozen_by: tuple[str, ...] = ()


def with_history(model: _M) -> _M:
    """Each change of a row is kept with both times, by the trigger ``zz_history``."""
    return _declare(model, history=History.BY_ROW)


def with_statement_history(model: _M) -> _M:
    """For tables loaded in bulk: a trigger of the room keeps the former rows, one insert per statement."""
    return _declare(model, history=History.BY_STATEMENT)


def without_history(why: str) -> Callable[[_M], _M]:
    """No history is kept; ``why`` says what stands for it."""
    return lambda model: _declare(model, history=History.NONE, without=why)


def append_only(model: _M) -> _M:
    """The program may add rows, and neither change nor delete them."""
    return _declare(model, rights=Rights.APPEND)


def read_only(model: _M) -> _M:
    """The program may only read: a function of the owner writes."""
    return _declare(model, rights=Rights.READ)


def frozen_by(*functions: str) -> Callable[[_M], _M]:
    """Triggers of the room call these functions, which refuse some or all changes."""
    return lambda model: _declare(model, frozen_by=functions)


def rules_of(model: type[Model]) -> TableRules:
    """The rules declared on the model itself. A table of links keeps its history as the model that declares it does."""
    owner = model._meta.auto_created
    if owner and not isinstance(owner, bool):
        return replace(rules_of(owner), frozen_by=())
    rules: TableRules = model.__dict__.get(_ATTRIBUTE, TableRules())
    return rules


def _declare(model: _M, **rules: object) -> _M:
    setattr(model, _ATTRIBUTE, replace(rules_of(model), **rules))  # type: ignore[arg-type]
    return model
