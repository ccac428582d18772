"""World of access: a public table of one year, as the machine publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import Publication
from pacte.indicators.queries.publications import public_tables
from pacte.indicators.rules.publications import build_public_table, publication_to_document
from pacte.kernel.clock import now
from tests.cast import MACHINE, Cast

YEAR = 2020


COUNTS = {("18", "low", "f"): 40, ("18", "low", "m"): 4, ("36", "low", "f"): 50, ("36", "low", "m"): 60}


def published_of_the_world(
    cast: Cast, year: int = YEAR, counts: Mapping[tuple[str, ...], int] = COUNTS
) -> dict[str, int | str]:
    table = public_tables()["entries_by_department"]
    names = (
        {"18": "Cher", "36": "Indre"},
        {"low": "en dessous du bac"},
        {"f": "femmes", "m": "hommes", "unknown": "non connu"},
    )
    given = build_public_table(table, counts, names, year=year, known_on=date(2022, 1, 1), is_synthetic=True)
    with acting_as(MACHINE):
        Publication.objects.create(
            organisation=cast.region, code=table.code, year=year, known_on=given.known_on, published_at=now(),
            person_name="la machine", document=publication_to_document(given),
        )  # fmt: skip
    return {"our published year": year}
