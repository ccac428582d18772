"""Reference files that were loaded before the one ledger: what is copied of each."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest

MIGRATION = import_module("pacte.intake.migrations.0006_reference")
LOADED_AT = datetime(2026, 3, 1, tzinfo=UTC)


def loaded(**more: object) -> SimpleNamespace:
    plain = {
        "name": "zones.csv", "digest": "d", "release": "", "edition": 2020, "line_count": 3, "defect_count": 1,
        "loaded_by": "Ana Lyste", "loaded_at": LOADED_AT,
    }  # fmt: skip
    return SimpleNamespace(**{**plain, **more})


def test_a_loaded_file_is_a_written_file_of_the_region() -> None:
    line = MIGRATION.line_of(loaded(), 7)
    assert (line["organisation_id"], line["host_id"], line["kind"], line["state"]) == (7, 7, "reference", "done")
    assert (line["file_name"], line["person_name"], line["written_at"]) == ("zones.csv", "Ana Lyste", LOADED_AT)
    assert (line["counts"], line["row_count"]) == ({"unchanged": 2, "refused": 1}, 3)


@pytest.mark.parametrize(
    ("release", "edition", "options"),
    [("3.47", None, {"edition": "3.47"}), ("", 2026, {"edition": "2026"}), ("", None, {})],
)
def test_its_edition_stays_where_one_was_known(release: str, edition: int | None, options: dict[str, str]) -> None:
    assert MIGRATION.line_of(loaded(release=release, edition=edition), 7)["options"] == options


def test_a_file_whose_lines_were_all_wrong_has_none_that_is_good() -> None:
    assert MIGRATION.line_of(loaded(line_count=1, defect_count=4), 7)["counts"] == {"refused": 4}
