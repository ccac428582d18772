"""Commands as a user types them, on a separate database."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.demonstration import bare_environment, copied_demonstration
from tests.kept_server import kept_server
from tests.open_folder import open_folder
from tests.shared import shared_file

pytestmark = pytest.mark.xdist_group("commands")
Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def typed(home: Path) -> Typed:
    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pacte", *words],
            env=bare_environment(home) | more,
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=600,
        )

    return run


@pytest.fixture(scope="module")
def demo(home: Path) -> Iterator[str]:
    """Output of the command that loaded the demonstration, copied once for the tests of this file."""
    output = copied_demonstration(home)
    with kept_server(home, "demo"):
        yield output


def last_line(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    return last_object(done.stdout)


def last_object(output: str) -> dict[str, object]:
    return json.loads(output.strip().splitlines()[-1])


def test_the_help_is_in_french_and_names_each_command(typed: Typed) -> None:
    done = typed("--help")
    assert done.returncode == 0
    assert "Utilisation" in done.stdout
    plans = ("plan export", "plan diff")
    for name in ("demo", "test", "start", "backup", "restore", "import", *plans, "reference compare"):
        assert f"  {name} " in done.stdout


@pytest.mark.parametrize("name", ["demo", "test", "plan export", "backup"])
def test_each_command_explains_itself_with_an_example(typed: Typed, name: str) -> None:
    done = typed(*name.split(), "--help")
    assert done.returncode == 0
    assert "Exemple :" in done.stdout


def test_an_unknown_command_is_a_wrong_use(typed: Typed) -> None:
    done = typed("planifier")
    assert done.returncode == 2
    assert "n’est pas une commande" in done.stderr


def test_a_wrong_option_is_a_wrong_use_said_in_french(typed: Typed) -> None:
    done = typed("plan", "export", "--rien")
    assert done.returncode == 2
    assert "inconnus" in done.stderr or "il manque" in done.stderr


@pytest.mark.parametrize("rest", [[], ["tableau.xlsx", "--dry-run"], ["--help"]])
def test_a_former_command_says_how_it_is_written_now_and_does_nothing(typed: Typed, rest: list[str]) -> None:
    done = typed("plan", "import", *rest)
    assert (done.returncode, done.stdout) == (2, "")
    assert "./pacte import plan FICHIER" in done.stderr


def test_the_demonstration_holds_the_real_pact_and_a_second_run_changes_nothing(typed: Typed, demo: str) -> None:
    seen = last_object(demo)
    assert {key: seen[key] for key in ("axes", "actions", "rows", "total_cents", "communes", "edition")} == {
        "axes": 3, "actions": 39, "rows": 45, "total_cents": 25_098_000_000, "communes": 1754, "edition": 2026,
    }  # fmt: skip
    assert "pilote@pacte.example" in demo
    again = typed("demo", "--small", "--no-serve")
    # Each run makes a new link for the fictitious trainee: only the digest of a link is stored.
    varies = {"seconds": 0, "trainee_path": ""}
    assert last_line(again) | varies == seen | varies


@pytest.mark.usefixtures("demo")
def test_the_official_table_changes_only_the_wording_of_the_shipped_plan(typed: Typed) -> None:
    """Its other formats: ``tests/plan/test_merge.py``."""
    done = typed("import", "plan", str(shared_file("plan/plan-as-excel.xlsx")), "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    seen = last_line(done)
    facts = " ".join(seen["facts"]).replace("\N{NO-BREAK SPACE}", " ")  # type: ignore[arg-type]
    assert "3 axes, 39 actions, 45 lignes, 250,98" in facts
    assert re.search(r"\d+ changements : rédaction \d+\.", facts)
    assert (seen["state"], seen["blocked"]) == ("checked", False)
    assert "Rien n’a été écrit." in done.stdout


@pytest.mark.usefixtures("demo")
def test_an_exported_plan_comes_back_without_difference(typed: Typed, home: Path) -> None:
    """In other formats: ``tests/exchange/test_plan_exports_read_back.py``."""
    path = home / "plan.csv"
    # The draft of the amendment, which a file is compared with.
    assert typed("plan", "export", str(path), "--version", "2").returncode == 0
    seen = last_line(typed("import", "plan", str(path), "--dry-run", "--json"))
    assert (seen["blocked"], seen["changes"]) == (False, 0)


@pytest.mark.usefixtures("demo")
def test_defects_are_listed_with_their_cells_and_exit_one(typed: Typed, home: Path) -> None:
    path = home / "defauts.csv"
    path.write_text(
        "N°;Axe;Montant de l'axe;Action;2024\n"
        "1;Axe 1 : Former;deux millions;Former;X\n"
        ";Axe 1 : Former;;Sans numéro;X\n",
        encoding="cp1252",
    )
    done = typed("import", "plan", str(path), "--option", "target=nouveau", "--dry-run", "--json")
    assert done.returncode == 1
    errors = last_line(done)["defects"]
    assert isinstance(errors, list)
    assert {(each["row"], each["column"]) for each in errors} >= {(2, "C"), (3, "A")}
    assert all(set(each) >= {"sheet", "row", "column", "code", "message"} for each in errors)


@pytest.mark.usefixtures("demo")
def test_a_file_that_is_no_plan_gets_one_sentence_and_no_traceback(typed: Typed, home: Path) -> None:
    path = home / "image.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    done = typed("import", "plan", str(path), "--json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert len(last_line(done)["defects"]) == 1  # type: ignore[arg-type]


@pytest.mark.usefixtures("demo")
def test_a_plan_is_not_written_before_the_answers_that_it_asks(typed: Typed) -> None:
    done = typed("import", "plan", str(shared_file("plan/plan.yaml")))
    assert done.returncode == 1
    assert "--agree reason=" in done.stdout
    assert "Rien n’a été écrit." in done.stdout


@pytest.mark.usefixtures("demo")
def test_a_backup_restores_the_same_rows_and_the_same_hashes(typed: Typed, home: Path) -> None:
    path = home / "sauvegarde.pacte"
    saved = typed("backup", str(path), "--json")
    assert saved.returncode == 0, saved.stderr
    amendment = typed("plan", "diff", "1", "2").stdout
    answers = ("--agree", "reason=Comité du 3 mars", "--agree", "accept")
    changed = typed("import", "plan", str(shared_file("plan/plan.yaml")), "--json", *answers)
    assert last_line(changed)["result"], changed.stdout
    assert typed("plan", "diff", "1", "2").stdout != amendment
    restored = typed("restore", str(path), "--yes", "--json")
    assert restored.returncode == 0, restored.stderr
    assert last_line(restored)["rows"] == last_line(saved)["rows"]
    again = last_line(typed("backup", str(home / "encore.pacte"), "--json"))["rows"]
    assert isinstance(again, int)
    assert 0 < again - int(str(last_line(saved)["rows"])) < 100, (
        "what the restore closed is in the journal, and no more"
    )
    assert typed("plan", "diff", "1", "2").stdout == amendment, "the draft is that of the backup"


@pytest.mark.usefixtures("demo")
def test_a_damaged_backup_changes_nothing(typed: Typed, home: Path) -> None:
    good, bad = home / "bonne.pacte", home / "abimee.pacte"
    assert typed("backup", str(good)).returncode == 0
    data = bytearray(good.read_bytes())
    data[len(data) // 2] ^= 0xFF
    bad.write_bytes(bytes(data))
    done = typed("restore", str(bad), "--yes")
    assert done.returncode == 1
    assert "abîmée" in done.stderr
    assert typed("demo", "--small", "--no-serve").returncode == 0


@pytest.mark.usefixtures("demo")
def test_a_demonstration_is_refused_by_a_real_installation(typed: Typed, home: Path) -> None:
    path = home / "demonstration.pacte"
    assert typed("backup", str(path), "--instance", "demo").returncode == 0
    done = typed("restore", str(path), "--instance", "real", "--yes")
    assert done.returncode == 2
    assert "« demo », et celle-ci est « real »" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("demo")
def test_what_the_installation_wrote_is_for_its_user_alone(typed: Typed, home: Path) -> None:
    """When root starts it, the database runs as another user, who may traverse the instance folder but not list it."""
    assert typed("backup", str(home / "fermee.pacte"), "--instance", "demo").returncode == 0
    assert typed("jobs", "run", "--once", "--instance", "demo").returncode == 0
    assert typed("facts", "refresh", "--instance", "demo").returncode == 0
    written = [path for path in (home / "demo").rglob("*") if not path.is_symlink()]
    named = {path.name for path in written}
    assert {"secret-key", "identifier", "mail", "facts", "postgres.log", "start.lock", "presence.lock"} <= named
    passable = {home / "demo"} if os.geteuid() == 0 else set()
    closed = [*written, home / "fermee.pacte", *home.glob("effacements-*")]
    open_ones = {str(path): oct(path.stat().st_mode & 0o777) for path in closed if path.stat().st_mode & 0o077}
    # No secret: the site reads it, whoever runs it.
    assert open_ones == {str(home / "demo" / "day-offset"): "0o644"}
    assert (home / "demo").stat().st_mode & 0o777 == (0o711 if passable else 0o700)


@pytest.mark.usefixtures("demo")
def test_a_backup_never_writes_over_a_file(typed: Typed, home: Path) -> None:
    path = home / "deja.pacte"
    path.write_text("déjà là")
    assert typed("backup", str(path)).returncode == 1
    assert path.read_text() == "déjà là"


def test_a_real_installation_starts_empty_with_its_administrator(typed: Typed, home: Path) -> None:
    started = typed(
        "start", "--no-serve", "--region", "24", "--email", "prenom.nom@region.example",
        PACTE_ADMIN_PASSWORD="une phrase de passe assez longue",
    )  # fmt: skip
    assert started.returncode == 0, started.stderr
    assert "Administrateur : prenom.nom@region.example" in started.stdout
    with kept_server(home, "real"):
        real = ("--instance", "real")
        refused = typed("backup", str(home / "reelle.pacte"), *real)
        assert (refused.returncode, "Une sauvegarde réelle se chiffre" in refused.stderr) == (1, True)
        made = typed("backup", "keygen", str(home / "reelle.cle"), *real)
        assert made.returncode == 0, made.stderr
        public = made.stdout.split("Clé publique : ")[1].splitlines()[0]
        saved = typed("backup", str(home / "reelle.pacte"), *real, "--json", PACTE_BACKUP_RECIPIENT=public)
        assert last_line(saved)["encrypted"] is True, saved.stderr
        restored = typed("restore", str(home / "reelle.pacte"), *real, "--yes", "--identity", str(home / "reelle.cle"))
        assert restored.returncode == 0, restored.stderr
        served = typed("start")
        assert (served.returncode, "aucun serveur de courriel" in served.stderr) == (2, True)
        assert typed("start", "--no-serve").returncode == 0, "a second start asks nothing"


def test_a_real_installation_asks_for_what_is_missing(typed: Typed) -> None:
    with open_folder() as empty:
        done = typed("start", "--no-serve", "--region", "99", PACTE_HOME=str(empty))
    assert done.returncode == 1
    assert "n’est pas une région connue" in done.stderr


@pytest.mark.django_db
@pytest.mark.skipif("PACTE_TEST_DATABASE_URL" in os.environ, reason="makes a database on the embedded server")
def test_a_server_named_by_its_addresses_is_used_and_the_owner_is_needed_only_to_migrate(typed: Typed) -> None:
    names = ("DATABASE_URL", "DATABASE_JOBS_URL", "DATABASE_OWNER_URL")
    owner = os.environ["DATABASE_OWNER_URL"]
    name = sql.Identifier("pacte_named_server")
    with psycopg.connect(owner, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        server.execute(sql.SQL("create database {}").format(name))
        try:
            here, jobs, there = (
                os.environ[each].replace(f"/{conninfo_to_dict(os.environ[each])['dbname']}?", "/pacte_named_server?")
                for each in names
            )
            words = ("start", "--no-serve", "--region", "24", "--email", "prenom.nom@region.example")
            with open_folder() as elsewhere:
                more = {"PACTE_HOME": str(elsewhere), "PACTE_ADMIN_PASSWORD": "une phrase de passe assez longue"}
                without_jobs = typed(*words, **more, DATABASE_URL=here)
                assert without_jobs.returncode == 2
                assert "DATABASE_JOBS_URL" in without_jobs.stderr
                refused = typed(*words, **more, DATABASE_URL=here, DATABASE_JOBS_URL=jobs)
                assert refused.returncode == 2
                assert "DATABASE_OWNER_URL" in refused.stderr
                made = typed(*words, **more, DATABASE_URL=here, DATABASE_JOBS_URL=jobs, DATABASE_OWNER_URL=there)
                assert made.returncode == 0, made.stderr
                assert "Administrateur : prenom.nom@region.example" in made.stdout
                again = typed("start", "--no-serve", **more, DATABASE_URL=here, DATABASE_JOBS_URL=jobs)
                assert again.returncode == 0, again.stderr
                assert not (elsewhere / "real" / "data").exists(), "no server of ours was started"
        finally:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(name))
