"""The State: the yearly report to download, what the pact added this year, whether the Region kept its own effort."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pacte.finance.records import Additionality
from pacte.finance.rules import compute_additionality
from pacte.kernel.actor import Role
from pacte.kernel.french import format_percent
from pacte.kernel.money import format_millions
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk


def _moved(reader: DeskReader) -> Iterator[DeskEntry]:
    """The report of the last year that is over; of the first year of the plan while it runs."""
    content = reader.content
    year = max(content.first_year, min(reader.on.year - 1, content.last_year))
    if reader.money is not None and reader.on >= date(year, 1, 1):
        state = "année close" if year < reader.on.year else "année en cours"
        yield DeskEntry(
            f"Rapport annuel {year} à l’État", "argent, indicateurs, actions et décisions, en un classeur", state,
            verb="Le télécharger", url=reader.url("plan:state_report", year),
        )  # fmt: skip


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    if reader.money is None:
        return
    added = compute_additionality(reader.money)
    year = max((line.year for line in added.rows if line.year <= reader.on.year), default=None)
    if year is None:
        return
    yield DeskEntry(
        f"{format_millions(sum(line.added_cents for line in added.year(year)))} ajoutés en {year}",
        f"mandatés par le pacte ; {format_millions(added.added_cents)} depuis le début",
        verb="Ce que le pacte ajoute", url=reader.url("money:added"),
    )  # fmt: skip
    yield from _own_effort(reader, added)


def _own_effort(reader: DeskReader, added: Additionality) -> Iterator[DeskEntry]:
    """What the Region spends by itself, in the last year in which it is known, against the year before the pact."""
    known = [line for line in added.rows if line.base_cents and line.maintained_cents is not None]
    year = max((line.year for line in known if line.year <= reader.on.year), default=None)
    lines = [line for line in known if line.year == year]
    if lines:
        base, own = sum(line.base_cents or 0 for line in lines), sum(line.maintained_cents or 0 for line in lines)
        yield DeskEntry(
            f"Effort propre de la Région : {format_millions(own)} en {year}",
            f"{format_percent(own / base)} de celui de {added.base_year}"
            + (", l’année n’est pas finie" if year == reader.on.year else ""),
            verb="Le comparer", url=reader.url("money:added"),
        )  # fmt: skip


DESK = RoleDesk("state", frozenset({Role.STATE_READER}), 20, moved=_moved, followed=_followed)
