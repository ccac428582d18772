"""Catalogue commands as a user types them: check, import, export."""

from __future__ import annotations

import gzip
import json
import os
import re
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


@pytest.mark.parametrize("name", ["import", "export lheo", "bench lheo"])
def test_each_command_explains_itself_with_an_example(typed: Typed, name: str) -> None:
    done = typed(*name.split(), "--help")
    assert done.returncode == 0
    assert "Exemple :" in done.stdout


def checked(typed: Typed, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return typed("import", "lheo", str(path), "--dry-run", "--instance", "real", "--json", *options)


@pytest.mark.parametrize("name", ["exemple-bts-onisep-2.2.xml", "exemple-pric-fictif-2.3.xml"])
def test_a_real_file_is_valid(typed: Typed, name: str) -> None:
    done = checked(typed, shared_file(f"data/exchange/lheo/{name}"))
    assert done.returncode == 0, done.stdout
    seen = last_line(done)
    assert (seen["blocked"], seen["facts"][0]) == (  # type: ignore[index]
        False, f"LHÉO {name.removesuffix('.xml')[-3:]} : 1\u00a0formation, 1\u00a0session.",
    )  # fmt: skip


def test_defects_are_told_with_line_path_code_value_and_exit_one(typed: Typed, home: Path) -> None:
    path = home / "defaut.xml"
    path.write_text(changed("<code-NSF>...", "<code-NSF>ABC"), encoding="utf-8")
    done = checked(typed, path)
    assert done.returncode == 1
    defects = last_line(done)["defects"]
    assert isinstance(defects, list)
    errors = [each for each in defects if each["severity"] == "error"]
    assert [(each["code"], each["value"]) for each in errors] == [("nsf", "ABC")]
    assert errors[0]["column"] == "/lheo/offres/formation[1]/domaine-formation/code-NSF[1]"
    assert errors[0]["row"] == 7
    assert "ligne 7, formation 1, domaine formation, code NSF 1" in done.stdout


@pytest.mark.parametrize("name", ["plan/plan-as-excel.xlsx", "data/exchange/lheo/lheo-2.3-glossaire.html"])
def test_any_other_file_gets_one_sentence(typed: Typed, name: str) -> None:
    done = checked(typed, shared_file(name))
    assert done.returncode == 1
    seen = last_line(done)
    assert seen["blocked"] is True
    assert isinstance(seen["defects"], list)
    assert len(seen["defects"]) == 1
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_said(typed: Typed) -> None:
    done = checked(typed, Path("nulle-part.xml"))
    assert done.returncode == 1
    assert "nulle-part.xml" in done.stderr
    assert "Traceback" not in done.stderr


def imported(typed: Typed, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return typed("import", "lheo", str(path), "--instance", "real", "--json", *options)


def counts(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    found = last_line(done)["counts"]
    assert isinstance(found, dict)
    return found


def test_a_catalogue_enters_comes_out_and_enters_again_unchanged(typed: Typed, home: Path) -> None:
    path = home / "catalogue.xml.gz"
    path.write_bytes(gzip.compress(catalogue(30).encode()))
    done = imported(typed, path)
    assert done.returncode == 0, done.stderr
    assert counts(done) == {"added": 30, "changed": 0, "unchanged": 0, "refused": 0}
    assert counts(imported(typed, path)) == {"added": 0, "changed": 0, "unchanged": 30, "refused": 0}
    out = home / "export.xml"
    written = typed("export", "lheo", str(out), "--instance", "real", "--json")
    assert written.returncode == 0, written.stderr
    held = last_line(written)["trainings"]
    assert int(str(held)) >= 30, "more when the other files came before"
    back = imported(typed, out, "--option", "is_full")
    assert counts(back) == {"added": 0, "changed": 0, "unchanged": held, "refused": 0}


def test_a_full_catalogue_that_closes_more_than_a_tenth_asks_first(typed: Typed, home: Path) -> None:
    whole, six = home / "tout.xml", home / "six.xml"
    whole.write_text(catalogue(90, seed=3).replace("24_F_", "86_F_"), encoding="utf-8")
    assert imported(typed, whole).returncode == 0
    six.write_text(catalogue(6, seed=3).replace("24_F_", "86_F_"), encoding="utf-8")
    refused = imported(typed, six, "--option", "is_full")
    assert refused.returncode == 1
    assert "Ce catalogue complet fermerait" in refused.stderr
    assert "Rien n’a été importé" in refused.stderr
    agreement = re.search(r"close_[0-9]+", refused.stderr)
    assert agreement is not None
    agreed = imported(typed, six, "--option", "is_full", "--agree", agreement[0])
    assert counts(agreed)["changed"] >= 84
    assert counts(agreed)["refused"] == 0


def test_a_catalogue_with_defects_enters_without_them_and_exits_one(typed: Typed, home: Path) -> None:
    path = home / "defauts.xml"
    # Distinct numbers, because the tests share a database and run in any order.
    text = catalogue(4, seed=9).replace("24_F_", "37_F_")
    path.write_text(changed("<certifiante>1", "<certifiante>7", text=text), encoding="utf-8")
    done = imported(typed, path)
    assert done.returncode == 1
    assert counts(done)["refused"] == 1
    assert "certifiante" in done.stdout


def test_a_catalogue_of_a_partner_is_read_and_written_in_its_codes(typed: Typed, home: Path) -> None:
    theirs = home / "partenaire.xml"
    text = catalogue(2, seed=5).replace("24_F_", "45_F_")
    theirs.write_text(changed("<modalites-enseignement>[01]", "<modalites-enseignement>2", text=text, count=0), "utf-8")
    partner = "data-inclusion"
    done = imported(typed, theirs, "--option", f"partner={partner}")
    assert done.returncode == 0, done.stderr
    ours, back = home / "norme.xml", home / "retour.xml"
    typed("export", "lheo", str(ours), "--instance", "real")
    typed("export", "lheo", str(back), "--partner", partner, "--instance", "real")
    assert [code_of(each) for each in (theirs, ours, back)] == ["2", "1", "2"]


def code_of(path: Path) -> str:
    """Code of the teaching mode of the first training of the partner, as written in the file."""
    text = path.read_text(encoding="utf-8")
    return text[text.index('"45_F_') :].partition("<modalites-enseignement>")[2][0]


def test_a_partner_that_is_not_known_is_said(typed: Typed, home: Path) -> None:
    path = home / "inconnu.xml"
    path.write_text(catalogue(1), encoding="utf-8")
    done = imported(typed, path, "--option", "partner=inconnu")
    assert done.returncode == 1
    assert "Choisissez un partenaire de la liste : data-inclusion, edof." in done.stderr


def test_a_truncated_catalogue_is_refused_whole(typed: Typed, home: Path) -> None:
    path = home / "coupe.xml"
    path.write_text(catalogue(4)[:9000], encoding="utf-8")
    done = imported(typed, path)
    assert done.returncode == 1
    assert "Rien n’a été importé" in done.stderr


def test_the_former_spelling_of_the_check_answers_with_the_present_one(typed: Typed) -> None:
    done = typed("check", "lheo", "catalogue.xml")
    assert done.returncode == 2
    assert "./pacte import lheo FICHIER --dry-run" in done.stderr
