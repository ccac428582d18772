"""The site refuses to start when its data would not be protected."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pacte.infra import embedded_postgres
from pacte.infra.instance import PROJECT_ROOT

EMBEDDED = not os.environ.get("PACTE_TEST_DATABASE_URL")
needs_superuser = pytest.mark.skipif(not EMBEDDED, reason="needs the superuser of the embedded server")


def opened(**environment: str) -> subprocess.CompletedProcess[str]:
    """Loads the WSGI application in a process of its own, as a web server does."""
    base = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "PACTE_"))}
    kept = {name: os.environ[name] for name in ("DATABASE_URL", "PACTE_SECRET_KEY")}
    base |= kept | {"PACTE_INSTANCE": "real", "PACTE_EMAIL_URL": "smtp://mail.example:25"}
    return subprocess.run(
        [sys.executable, "-c", "import pacte.config.wsgi; print('open')"],
        env=base | {"PYTHONPATH": str(PROJECT_ROOT / "src")} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def jobs_run(**environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the jobs worker once, as a service manager would."""
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return subprocess.run(
        [sys.executable, "-m", "pacte", "jobs", "run", "--once"],
        env=told | {"PYTHONPATH": str(PROJECT_ROOT / "src")} | environment,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@contextmanager
def powerful_role() -> Iterator[str]:
    superuser = make_conninfo(os.environ["DATABASE_URL"], user=embedded_postgres.SUPERUSER)
    role = f"pacte_test_bypass_{os.getpid()}"  # Roles are those of the server, which both workers use.
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(role)))
        server.execute(sql.SQL("create role {} login bypassrls").format(sql.Identifier(role)))
        try:
            yield role
        finally:
            server.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


def as_role(url: str, role: str) -> str:
    parts = conninfo_to_dict(url) | {"user": role}
    return f"postgresql://{role}@/{parts['dbname']}?host={str(parts['host']).replace('/', '%2F')}"


@pytest.mark.django_db
def test_a_sound_installation_opens() -> None:
    done = opened()
    assert done.stdout.strip() == "open", done.stderr[-1500:]


@pytest.mark.django_db
@needs_superuser
@pytest.mark.parametrize("role", [embedded_postgres.SUPERUSER, embedded_postgres.OWNER])
def test_a_superuser_or_the_owner_of_the_tables_does_not_serve(role: str) -> None:
    done = opened(DATABASE_URL=as_role(os.environ["DATABASE_URL"], role))
    assert done.returncode != 0
    assert "role_" in done.stderr or "rôle" in done.stderr


@pytest.mark.django_db
@needs_superuser
def test_a_role_that_bypasses_row_level_security_does_not_serve() -> None:
    with powerful_role() as role:
        done = opened(DATABASE_URL=as_role(os.environ["DATABASE_URL"], role))
    assert done.returncode != 0
    assert "BYPASSRLS" in done.stderr


@pytest.mark.django_db
@needs_superuser
def test_jobs_do_not_run_under_a_role_that_bypasses_row_level_security() -> None:
    with powerful_role() as role:
        done = jobs_run(DATABASE_JOBS_URL=as_role(os.environ["DATABASE_JOBS_URL"], role))
    assert done.returncode == 2
    assert "BYPASSRLS" in done.stderr


@pytest.mark.django_db
@needs_superuser
def test_jobs_do_not_run_as_the_owner_of_the_tables() -> None:
    done = jobs_run(DATABASE_JOBS_URL=as_role(os.environ["DATABASE_JOBS_URL"], embedded_postgres.OWNER))
    assert done.returncode == 2
    assert "possède des tables" in done.stderr


@pytest.mark.django_db
def test_jobs_do_not_run_under_the_role_of_the_pages() -> None:
    done = jobs_run(DATABASE_JOBS_URL=os.environ["DATABASE_URL"])
    assert done.returncode == 2
    assert "le même rôle" in done.stderr


@pytest.mark.django_db
def test_jobs_ask_for_an_address_of_their_own() -> None:
    done = jobs_run(DATABASE_JOBS_URL="")
    assert done.returncode == 2
    assert "DATABASE_URL est donnée sans DATABASE_JOBS_URL" in done.stderr


@pytest.mark.django_db
def test_the_secret_of_the_source_code_does_not_serve() -> None:
    done = opened(PACTE_SECRET_KEY="default-secret-of-the-source-code-refused-when-it-matters")
    assert done.returncode != 0
    assert "PACTE_SECRET_KEY" in done.stderr


@pytest.mark.django_db
def test_the_address_of_the_jobs_has_no_place_in_a_process_that_serves() -> None:
    done = opened(DATABASE_JOBS_URL=os.environ["DATABASE_JOBS_URL"])
    assert done.returncode != 0
    assert "DATABASE_JOBS_URL" in done.stderr


@pytest.mark.django_db
def test_a_base_that_holds_the_key_of_another_instance_does_not_serve() -> None:
    done = opened(PACTE_SECRET_KEY="x" * 60)
    assert done.returncode != 0
    assert "DATABASE_OWNER_URL, qui écrit la clé" in done.stderr


@pytest.mark.django_db
def test_the_owner_address_has_no_place_in_a_process_that_serves() -> None:
    done = opened(DATABASE_OWNER_URL=os.environ["DATABASE_OWNER_URL"])
    assert done.returncode != 0
    assert "DATABASE_OWNER_URL" in done.stderr
