"""Three hundred malformed files of each kind: each gives clear errors or a plan, and nothing else."""

from __future__ import annotations

import pytest

from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.sandbox import launcher
from tests.effort import share
from tests.exchange.malformed import malformed, seeds
from tests.exchange.nursery import Nursery

FILES = share(1_200)


@pytest.mark.parametrize("name", sorted(seeds()))
def test_the_files_are_sound_before_they_are_hurt(name: str) -> None:
    reading = read_plan_file(seeds()[name][0], name=name)
    assert reading.content is not None
    assert reading.errors == ()


def test_malformed_files_of_each_kind_give_one_clear_error_or_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    with Nursery() as nursery:
        monkeypatch.setattr(launcher, "_answer_of_child", nursery.answer)
        readings = {name: read_plan_file(data, name=name) for name, data in malformed(FILES)}
    assert len(readings) == FILES
    refused = {name: reading for name, reading in readings.items() if reading.content is None}
    for name, reading in refused.items():
        errors = reading.errors
        assert errors, name
        assert len(errors) <= 2, name  # two required headings may both be missing
        for defect in errors:
            assert defect.message.endswith("."), name
            assert defect.fix.endswith("."), name
            assert name in defect.message or defect.cell is not None, name
    assert FILES / 3 < len(refused) < FILES, "files are hurt enough to be refused, and not so much that nothing is read"
    deaths = [
        name for name, reading in refused.items() if reading.errors[0].code in ("file_unreadable", "file_too_slow")
    ]
    assert deaths == [], "the child says what is wrong rather than dying of it"


def test_the_nursery_answers_as_the_product_does(monkeypatch: pytest.MonkeyPatch) -> None:
    files = list(malformed(12, seed=7))
    alone = [read_plan_file(data, name=name) for name, data in files]
    with Nursery() as nursery:
        monkeypatch.setattr(launcher, "_answer_of_child", nursery.answer)
        assert [read_plan_file(data, name=name) for name, data in files] == alone
