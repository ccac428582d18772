"""What is written to a row, and what the trigger of its table answers."""

from __future__ import annotations

from dataclasses import dataclass

from tests.database_functions.catalogue import Firing

_EVENTS = {"add": "INSERT", "insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}


@dataclass(frozen=True, slots=True)
class Case:
    """One statement on a row of the world, with the trigger on.

    ``refusal``: the whole sentence of the error; without one, the statement is accepted. ``given``: what the rows are
    before, written while triggers are off. ``by_machine``: through the role of the pages, in the machine's context; by
    a superuser otherwise, who has no context and whom no right stops.
    """

    table: str
    function: str
    statement: str
    refusal: str = ""
    given: tuple[str, ...] = ()
    by_machine: bool = False

    @property
    def firing(self) -> Firing:
        return Firing(self.table, self.function, _EVENTS[self.statement.split()[0]])

    def __str__(self) -> str:
        shown = " ".join(self.statement.split())
        return f"{self.table}-{shown[:60]}{'-refused' if self.refusal else ''}"


def refused(table: str, function: str, statement: str, refusal: str, *given: str, by_machine: bool = False) -> Case:
    return Case(table, function, statement, refusal, given, by_machine)


def accepted(table: str, function: str, statement: str, *given: str, by_machine: bool = False) -> Case:
    return Case(table, function, statement, "", given, by_machine)
