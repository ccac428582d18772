"""A former spelling answers with the present one, exits 2 and does nothing."""

from __future__ import annotations

import pytest

from pacte.cli.former_commands import FORMER_COMMANDS, FORMER_OPTIONS, present_spelling
from pacte.cli.main import main
from pacte.intake.catalog import file_kinds


@pytest.mark.parametrize(("words", "present"), FORMER_COMMANDS.items(), ids=" ".join)
def test_a_former_command_says_how_it_is_written_now(
    words: tuple[str, ...], present: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "fichier.xlsx"]) == 2
    assert present in capsys.readouterr().err


@pytest.mark.parametrize(("option", "present"), FORMER_OPTIONS.items())
def test_a_former_option_of_catalogues_says_how_it_is_written_now(
    option: str, present: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "lheo", "catalogue.xml", f"{option}=x"]) == 2
    assert present in capsys.readouterr().err


def test_the_present_spelling_names_a_kind_that_exists() -> None:
    assert {present.split()[2] for present in FORMER_COMMANDS.values()} <= set(file_kinds())


def test_a_command_that_never_changed_has_no_other_spelling() -> None:
    assert present_spelling(["import", "plan", "tableau.xlsx"]) == ""
