"""Catalogue commands as a user types them: check, import, export."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pacte.infra.instance import PROJECT_ROOT
from tests.exchange.lheo.documents import catalogue, changed
from tests.kept_server import kept_server
from tests.open_folder import open_folder
from tests.shared import shared_file

pytestmark = pytest.mark.xdist_group("commands")
Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with open_folder() as folder, kept_server(folder, "real"):
        yield folder


@pytest.fixture(scope="module")
def typed(home: Path) -> Typed:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "PACTE_", "DJANGO_", "PYTEST_"))}
        return subprocess.run(
            [sys.executable, "-m", "pacte", *words],
            env=kept | {"PACTE_HOME": str(home), "PYTHONPATH": str(PROJECT_ROOT / "src")},
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=600,
        )

    return run


def last_line(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("name", ["check lheo", "import lheo", "export lheo", "bench lheo"])
def test_each_command_explains_itself_with_an_example(typed: Typed, name: str) -> None:
    done = typed(*name.split(), "--help")
    assert done.returncode == 0
    assert "Exemple :" in done.stdout


@pytest.mark.parametrize("name", ["exemple-bts-onisep-2.2.xml", "exemple-pric-fictif-2.3.xml"])
def test_a_real_file_is_valid(typed: Typed, name: str) -> None:
    done = typed("check", "lheo", str(shared_file(f"data/exchange/lheo/{name}")), "--json")
    assert done.returncode == 0, done.stderr
    seen = last_line(done)
    assert {key: seen[key] for key in ("version", "trainings", "actions", "sessions", "defects")} == {
        "version": name.removesuffix(".xml")[-3:],
        "trainings": 1,
        "actions": 1,
        "sessions": 1,
        "defects": [],
    }


def test_defects_are_told_with_line_path_code_value_and_exit_one(typed: Typed, home: Path) -> None:
    path = home / "defaut.xml"
    path.write_text(changed("<code-NSF>...", "<code-NSF>ABC"), encoding="utf-8")
    done = typed("check", "lheo", str(path), "--json")
    assert done.returncode == 1
    defects = last_line(done)["defects"]
    assert isinstance(defects, list)
    assert [(each["code"], each["value"]) for each in defects] == [("nsf", "ABC")]
    assert defects[0]["column"] == "/lheo/offres/formation[1]/domaine-formation/code-NSF[1]"
    assert defects[0]["row"] == 7
    assert "ligne 7, /lheo/offres/formation[1]/domaine-formation/code-NSF[1]" in done.stdout


@pytest.mark.parametrize("name", ["plan/plan-as-excel.xlsx", "data/exchange/lheo/lheo-2.3-glossaire.html"])
def test_any_other_file_gets_one_sentence(typed: Typed, name: str) -> None:
    done = typed("check", "lheo", str(shared_file(name)), "--json")
    assert done.returncode == 1
    seen = last_line(done)
    assert seen["version"] is None
    assert isinstance(seen["defects"], list)
    assert len(seen["defects"]) == 1
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_said(typed: Typed) -> None:
    done = typed("check", "lheo", "nulle-part.xml")
    assert done.returncode == 1
    assert "nulle-part.xml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_catalogue_enters_comes_out_and_enters_again_unchanged(typed: Typed, home: Path) -> None:
    path = home / "catalogue.xml.gz"
    path.write_bytes(gzip.compress(catalogue(30).encode()))
    done = typed("import", "lheo", str(path), "--instance", "real", "--json")
    assert done.returncode == 0, done.stderr
    first = last_line(done)
    assert (first["trainings_added"], first["quarantined"]) == (30, 0)
    assert {"seconds", "megabytes_per_second", "peak_memory_mb"} <= set(first)
    again = last_line(typed("import", "lheo", str(path), "--instance", "real", "--json"))
    assert again["already_received_at"]
    out = home / "export.xml"
    written = typed("export", "lheo", str(out), "--instance", "real", "--json")
    assert written.returncode == 0, written.stderr
    held = last_line(written)["trainings"]
    assert int(str(held)) >= 30, "more when the other files came before"
    assert typed("check", "lheo", str(out)).returncode == 0
    back = last_line(typed("import", "lheo", str(out), "--full", "--instance", "real", "--json"))
    assert back["trainings_unchanged"] == held
    assert [name for name, count in back.items() if name.endswith(("_added", "_changed", "_closed")) and count] == []


def test_a_full_catalogue_that_closes_more_than_a_tenth_asks_first(typed: Typed, home: Path) -> None:
    whole, six = home / "tout.xml", home / "six.xml"
    whole.write_text(catalogue(90, seed=3).replace("24_F_", "86_F_"), encoding="utf-8")
    assert typed("import", "lheo", str(whole), "--instance", "real").returncode == 0
    six.write_text(catalogue(6, seed=3).replace("24_F_", "86_F_"), encoding="utf-8")
    refused = typed("import", "lheo", str(six), "--full", "--instance", "real")
    assert refused.returncode == 1
    assert "Ce catalogue complet fermerait" in refused.stderr
    assert "--yes" in refused.stderr
    assert "Rien n’a été importé" in refused.stderr
    agreed = last_line(typed("import", "lheo", str(six), "--full", "--yes", "--instance", "real", "--json"))
    assert int(str(agreed["trainings_closed"])) >= 84
    assert agreed["quarantined"] == 0


def test_a_catalogue_with_defects_enters_without_them_and_exits_one(typed: Typed, home: Path) -> None:
    path = home / "defauts.xml"
    # Distinct numbers, because the tests share a database and run in any order.
    text = catalogue(4, seed=9).replace("24_F_", "37_F_")
    path.write_text(changed("<certifiante>1", "<certifiante>7", text=text), encoding="utf-8")
    done = typed("import", "lheo", str(path), "--instance", "real", "--json")
    assert done.returncode == 1
    assert last_line(done)["quarantined"] == 1
    assert "en quarantaine" in done.stdout


def test_a_catalogue_of_a_partner_is_read_and_written_in_its_codes(typed: Typed, home: Path) -> None:
    theirs = home / "partenaire.xml"
    text = catalogue(2, seed=5).replace("24_F_", "45_F_")
    theirs.write_text(changed("<modalites-enseignement>[01]", "<modalites-enseignement>2", text=text, count=0), "utf-8")
    partner = ("--partner", "data-inclusion")
    assert typed("check", "lheo", str(theirs), *partner).returncode == 0
    done = typed("import", "lheo", str(theirs), *partner, "--instance", "real", "--json")
    assert done.returncode == 0, done.stderr
    ours, back = home / "norme.xml", home / "retour.xml"
    typed("export", "lheo", str(ours), "--instance", "real")
    typed("export", "lheo", str(back), *partner, "--instance", "real")
    assert [code_of(each) for each in (theirs, ours, back)] == ["2", "1", "2"]


def code_of(path: Path) -> str:
    """Code of the teaching mode of the first training of the partner, as written in the file."""
    text = path.read_text(encoding="utf-8")
    return text[text.index('"45_F_') :].partition("<modalites-enseignement>")[2][0]


def test_a_partner_that_is_not_known_is_said(typed: Typed, home: Path) -> None:
    done = typed("check", "lheo", str(home / "partenaire.xml"), "--partner", "inconnu")
    assert done.returncode == 1
    assert "Sont connus : data-inclusion, edof." in done.stderr


def test_a_truncated_catalogue_is_refused_whole(typed: Typed, home: Path) -> None:
    path = home / "coupe.xml"
    path.write_text(catalogue(4)[:9000], encoding="utf-8")
    done = typed("import", "lheo", str(path), "--instance", "real", "--json")
    assert done.returncode == 1
    assert last_line(done)["refused"]
    assert "Rien n’a été importé" in done.stdout
