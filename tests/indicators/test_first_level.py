"""First level: certifications known by their number, and those whose number our reference files do not give."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pacte.demo.region.training_families import training_families
from pacte.indicators.records import first_level
from pacte.indicators.records.first_level import first_level_codes, is_first_level
from pacte.reference.codes import parse_certification_code

FILE = Path(first_level.__file__).parent.parent / "data" / "first_level.toml"


def test_every_certification_says_where_it_was_read_and_a_number_is_one() -> None:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["certification"]
    assert [row["name"] for row in rows if not row["source"]] == []
    assert [code for code in first_level_codes() if parse_certification_code(code) != code] == []


def test_a_certification_without_a_number_is_named_but_not_counted() -> None:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["certification"]
    assert {row["name"] for row in rows if "code" not in row} >= {"CléA", "Diplôme initial de langue française (DILF)"}
    assert is_first_level() == "certification in ('RS5616')"


def test_the_demonstration_certifies_on_a_first_level_that_counts() -> None:
    certified = {each.certification for each in training_families().basic} - {""}
    assert certified
    assert certified <= set(first_level_codes())
