"""The command that compares two ROME editions."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.cli.commands import reference_compare
from pacte.kernel.errors import ValidationError
from pacte.reference.services import load_official_files
from tests.cast import MACHINE

pytestmark = pytest.mark.django_db

OLD = "code_rome,code_fiche_em,code_ogr,libelle_rome,statut\n"
NEW = "code_rome,code_fiche_metier,code_ogr,libelle_rome,code_rome_parent\n"
NAMES = "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome\n"


@pytest.fixture(autouse=True)
def _database_already_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's database is prepared once, by its owner, before the tests."""
    monkeypatch.setattr(reference_compare, "ensure_database_ready", lambda: False)


def load(folder: Path, text: str, edition: str) -> None:
    path = folder / "fichier.csv"
    path.write_text(text, encoding="utf-8")
    with acting_as(MACHINE):
        load_official_files(actor=MACHINE, source=path, edition=edition)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    reference_compare.arguments(parser)
    return reference_compare.run(parser.parse_args(words), MACHINE)


def test_what_is_lost_is_listed_and_exits_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, f"{OLD}N1101,1,1,Conduite,1\nN1102,2,2,Docker,1\nN1103,3,3,Stock,1\n", "3.47")
    load(tmp_path, f"{NEW}N1101,1,1,Cariste,N1101\nN1104,4,4,Chef cariste,N1101\nN1105,3,3,Stock,N1103\n", "4.60")
    load(tmp_path, f"{NAMES}1,Cariste,Cariste,N1101\n2,Fenwick,Fenwick,N1101\n", "3.47")
    load(tmp_path, f"{NAMES}1,Cariste,Cariste,N1104\n", "4.60")
    assert run("3.47", "4.60", "--json") == 1
    shown = capsys.readouterr().out.splitlines()
    assert json.loads(shown[-1]) == {
        "old": "3.47",
        "new": "4.60",
        "kept": 1,
        "renamed": 1,
        "split": {"N1101": ["N1104"]},
        "replaced": {"N1103": ["N1105"]},
        "born": [],
        "lost": ["N1102"],
        "appellations_compared": True,
        "appellations_lost": ["2"],
        "appellations_moved": {"1": ["N1101", "N1104"]},
    }
    text = "\n".join(shown)
    for said in ("N1101 se partage avec N1104", "N1103 devient N1105", "N1102 est perdu", "Fenwick (2) est perdue"):
        assert said in text


def test_when_nothing_is_lost_it_exits_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, f"{OLD}N1101,1,1,Conduite,1\n", "3.47")
    load(tmp_path, f"{NEW}N1101,1,1,Cariste,N1101\n", "4.60")
    assert run("3.47", "4.60") == 0
    assert "non comparées" in capsys.readouterr().out


def test_an_edition_that_is_not_loaded_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="aucune"):
        run("3.47", "4.60")
    load(tmp_path, f"{OLD}N1101,1,1,Conduite,1\n", "3.47")
    with pytest.raises(ValidationError, match=r"4\.60"):
        run("3.47", "4.60")
