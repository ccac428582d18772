"""Builds the csv files of src/pacte/exchange/data: public figures by department and region, for all France.

Sources are three official files, as CSV in UTF-8 in one folder: the unemployment rates of Insee by department and by
region, and the reading difficulties of young people (DEPP). All under Licence Ouverte 2.0. The script keeps the facts
(code, name, year, value), one row each, sorted, with a decimal point. It refuses a value that is not a share, and two
values for one zone and year. Needs Python 3.11 or newer, and nothing else. Same files, same bytes.

    python3 scripts/build_public_series.py --sources folder/
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[1] / "src/pacte/exchange/data"


@dataclass(frozen=True, slots=True)
class PublicTable:
    """``columns``: kept, in the headings of the producer. ``key``: columns that name a row, the zone first.

    ``value``: the share. ``name``: that of the zone, if the file has it.
    """

    source: str
    output: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    value: str
    name: str = ""


TABLES = (
    PublicTable(
        "chomage_departemental_insee.csv",
        "unemployment_departments.csv",
        ("codeDepartement", "libelleDepartement", "rentreeScolaire", "tauxChomage"),
        ("codeDepartement", "rentreeScolaire"),
        "tauxChomage",
        "libelleDepartement",
    ),
    PublicTable(
        "chomage_regional_insee.csv",
        "unemployment_regions.csv",
        ("codeRegion", "rentreeScolaire", "tauxChomage"),
        ("codeRegion", "rentreeScolaire"),
        "tauxChomage",
    ),
    PublicTable(
        "illettrisme_jdc_2020_departements.csv",
        "reading_difficulty.csv",
        ("departement", "nom", "pct_jeunes_difficulte_lecture"),
        ("departement",),
        "pct_jeunes_difficulte_lecture",
        "nom",
    ),
)


def main() -> int:
    """Reads, writes, and says what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True, help="folder of the official files")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    for table in TABLES:
        rows = list(_facts(table, options.sources / table.source))
        with (options.output / table.output).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        print(f"{table.output}: {len(rows)} rows")
    return 0


def _facts(table: PublicTable, path: Path) -> Iterator[dict[str, str]]:
    by_key: dict[tuple[str, ...], dict[str, str]] = {}
    rows = list(_rows(path))
    names = _names(table, rows) if table.name else {}
    for row in rows:
        key = tuple(row[name] for name in table.key)
        share = Decimal(row[table.value].replace(",", "."))
        if not 0 <= share <= 100:
            raise SystemExit(f"{path.name}, {key}: {share} is not a share")
        fact = {column: row[column] for column in table.columns} | {table.value: f"{share.normalize():f}"}
        if table.name:
            fact[table.name] = names[row[table.key[0]]]
        if by_key.setdefault(key, fact)[table.value] != fact[table.value]:
            raise SystemExit(f"{path.name}, {key}: two values")
    for key in sorted(by_key):
        yield by_key[key]


def _names(table: PublicTable, rows: list[dict[str, str]]) -> dict[str, str]:
    """Names by code. The producer writes them in capitals in some years, a few always."""
    written = [(row[table.key[0]], row[table.name]) for row in rows]
    return {code: name.title() for code, name in written} | {code: name for code, name in written if not name.isupper()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


if __name__ == "__main__":
    raise SystemExit(main())
