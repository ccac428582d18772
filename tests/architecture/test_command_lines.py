"""No command line contains a secret or a person's name: every user of the machine can read command lines."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import Any

import pytest

import pacte
from pacte.cli.site_server import web_server_command
from pacte.exchange.sandbox.launcher import parse_in_sandbox

SOURCE = Path(pacte.__file__).parent
# Modules that start programs, and where to check that their arguments hold no personal data.
STARTERS = {
    "cli/browser.py",  # names of packages
    "cli/commands/dev.py",  # a port, and an address of ours
    "cli/commands/test.py",  # what a developer typed
    "cli/quality_tools.py",  # names of tools and files of ours
    "cli/site_server.py",  # tested below
    "exchange/backup/postgres.py",  # tests/exchange/test_backup.py
    "infra/embedded_postgres.py",  # settings and folders of ours
    # A function, limits, the name of a dialect, the id of an organisation. File names are tested below.
    "infra/sandbox/parent.py",
    "infra/system_users.py",  # names of users of ours
}


def test_whoever_starts_a_program_is_known() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(name.name == "subprocess" for name in node.names)
    }
    assert found == STARTERS


@pytest.mark.usefixtures("new_interpreters")
def test_the_name_of_a_file_that_somebody_sends_is_in_no_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = subprocess.Popen

    def looked_at(*words: Any, **more: Any) -> Any:
        seen.append(words[0])
        return real(*words, **more)

    monkeypatch.setattr("subprocess.Popen", looked_at)
    assert parse_in_sandbox(b"a;b\n1;2\n", name="Marie Zqnomcanari.csv").grids
    assert len(seen) == 1
    assert "Zqnomcanari" not in str(seen)


def test_the_web_server_is_told_its_secrets_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PACTE_SECRET_KEY", "DATABASE_URL", "PACTE_EMAIL_URL", "PACTE_OIDC_CLIENT_SECRET"):
        monkeypatch.setenv(name, "Zq-secret-42")
    assert "Zq-secret" not in " ".join(web_server_command("127.0.0.1", 8103))
