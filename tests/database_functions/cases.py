"""One write to a row, and the effect of the trigger of its table."""

from __future__ import annotations

from dataclasses import dataclass

from tests.database_functions.catalogue import TriggerEvent

_EVENTS = {"add": "INSERT", "insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}


@dataclass(frozen=True, slots=True)
class Case:
    """One statement, run with the trigger enabled.

    ``refusal``: the exact error message; empty when the statement is accepted. ``given``: statements that prepare the
    rows, run while triggers are disabled. ``by_machine``: run as the system actor, through the role of the pages;
    otherwise as a superuser, who has no row context and bypasses rights and policies.
    """

    table: str
    function: str
    statement: str
    refusal: str = ""
    given: tuple[str, ...] = ()
    by_machine: bool = False

    @property
    def trigger_event(self) -> TriggerEvent:
        return TriggerEvent(self.table, self.function, _EVENTS[self.statement.split()[0]])

    def __str__(self) -> str:
        shown = " ".join(self.statement.split())
        return f"{self.table}-{shown[:60]}{'-refused' if self.refusal else ''}"


def refused(table: str, function: str, statement: str, refusal: str, *given: str, by_machine: bool = False) -> Case:
    return Case(table, function, statement, refusal, given, by_machine)


def accepted(table: str, function: str, statement: str, *given: str, by_machine: bool = False) -> Case:
    return Case(table, function, statement, "", given, by_machine)
