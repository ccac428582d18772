"""The proofs about people are inhabited: each has a plausible value, and a small count is not for the public."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pacte.infra.instance import PROJECT_ROOT
from tests.demonstration import bare_environment, copied_demonstration
from tests.open_folder import open_folder

pytestmark = pytest.mark.xdist_group("own_day")


@pytest.fixture(scope="module")
def proofs() -> Iterator[dict[str, dict[str, dict[str, Any]]]]:
    """By reader, then by code of indicator."""
    with open_folder() as home:
        copied_demonstration(home)
        yield {"system": read_proofs(home), "public": read_proofs(home, "--public")}


def read_proofs(home: object, *options: str) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "pacte", "plan", "proofs", "--json", *options],
        env=bare_environment(home) | {"PYTHONPATH": str(PROJECT_ROOT / "src")}, cwd=str(home), capture_output=True,  # type: ignore[arg-type]
        text=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return {each["code"]: each for each in json.loads(done.stdout.strip().splitlines()[-1])["proofs"]}


@pytest.mark.parametrize(
    ("action", "code", "low", "high"),
    [
        ("4", "returns_after_job", 0.3, 0.9),
        ("12", "literacy_next_place_held", 0.05, 0.6),
        ("13", "expected_competences_attested", 0.1, 0.9),
        ("17", "money_reasons", 0.08, 0.15),
        ("15", "young_people_entering_after_contact", 0.4, 0.8),
        ("29", "contact_before_during_after", 0.35, 0.45),
        ("29", "three_party_reviews", 0.03, 0.3),
    ],
)
def test_a_share_is_neither_empty_nor_whole(
    proofs: dict[str, dict[str, dict[str, Any]]], action: str, code: str, low: float, high: float
) -> None:
    proof = proofs["system"][code]
    assert proof["action"] == action
    assert low <= share_of(proof["value"]) <= high, proof["value"]


def share_of(sentence: str) -> float:
    """« 48,9 % (667 / 1 364) » → 667 / 1364."""
    found = re.search(r"\(([\d\s]+)/([\d\s]+)\)", sentence)
    assert found is not None, sentence
    part, whole = (int(re.sub(r"\s", "", each)) for each in found.groups())
    return part / whole


def test_some_people_under_justice_are_certified_on_a_first_level(
    proofs: dict[str, dict[str, dict[str, Any]]],
) -> None:
    code = "people_under_justice_certified"
    assert proofs["system"][code]["action"] == "26"
    assert int(proofs["system"][code]["value"].split()[0]) > 1
    assert proofs["public"][code]["value"] is None


def test_the_public_reads_the_euros_but_not_the_few_who_come_back(
    proofs: dict[str, dict[str, dict[str, Any]]],
) -> None:
    """In this small region the tables of the night hide a year of ends, and so what counts them."""
    assert proofs["public"]["euros_where_jobs_are"]["value"] is not None
    hidden = ("returns_after_job", "contact_before_during_after", "expected_competences_attested")
    assert {proofs["public"][code]["value"] for code in hidden} == {None}


def test_supported_providers_are_compared_with_others_and_the_interval_is_said(
    proofs: dict[str, dict[str, dict[str, Any]]],
) -> None:
    """Too few of their trainees prepared a certificate in this small region: that comparison says so."""
    by_code = proofs["system"]
    assert re.search(r"points?, entre .\d+ et .\d+", by_code["early_exit_difference"]["value"])
    assert by_code["certification_difference"]["value"] is None


def test_studies_and_trainings_in_firms_count_what_their_files_did(
    proofs: dict[str, dict[str, dict[str, Any]]],
) -> None:
    expected = {
        "support_studies_done": "2",
        "competence_surveys_done": "2",
        "integrated_approach_projects": "2",
        "certification_types_covered": "2",
        "certifying_paths_defined": "2",
        "workplace_trainings_completed": "5",
    }
    for code, action in expected.items():
        proof = proofs["system"][code]
        assert proof["action"] == action
        assert int(proof["value"].split()[0]) > 1, code
