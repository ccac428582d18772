"""Three hundred malformed files of each kind: each gives clear errors or a plan, and nothing else."""

from __future__ import annotations

import pytest

from pacte.exchange.plan_files.reading import read_plan_file
from tests.effort import share
from tests.exchange.malformed import malformed, seeds

FILES = share(1_500)


@pytest.mark.parametrize("name", sorted(seeds()))
def test_the_files_are_sound_before_they_are_hurt(name: str) -> None:
    reading = read_plan_file(seeds()[name][0], name=name)
    assert reading.content is not None
    assert reading.errors == ()


def test_malformed_files_of_each_kind_give_one_clear_error_or_a_plan() -> None:
    readings = {name: read_plan_file(data, name=name) for name, data in malformed(FILES)}
    assert len(readings) == FILES
    refused = {name: reading for name, reading in readings.items() if reading.content is None}
    for name, reading in refused.items():
        errors = reading.errors
        assert errors, name
        assert len(errors) <= 2, name  # two required headings may both be missing
        for defect in errors:
            assert defect.message.endswith("."), name
            assert defect.hint.endswith("."), name
            assert name in defect.message or defect.cell is not None, name
    assert FILES / 3 < len(refused) < FILES, "files are hurt enough to be refused, and not so much that nothing is read"
    deaths = [
        name for name, reading in refused.items() if reading.errors[0].code in ("file_unreadable", "file_too_slow")
    ]
    assert deaths == [], "the child says what is wrong rather than dying of it"


def test_a_fork_answers_as_the_interpreter_of_a_site_does(request: pytest.FixtureRequest) -> None:
    files = list(malformed(12, seed=7))
    forked = [read_plan_file(data, name=name) for name, data in files]
    request.getfixturevalue("new_interpreters")
    assert [read_plan_file(data, name=name) for name, data in files] == forked
