"""When root starts the site, the site and its jobs run as another user, who owns only the files that they write."""

from __future__ import annotations

import io
import os
import pwd
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from pacte.cli import site_user
from pacte.cli.site_user import ProcessIdentity, chown_site_folders, identity_for
from pacte.config import settings
from pacte.exchange.lheo.sandbox import run_catalogue_worker
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.infra import system_users
from pacte.infra.instance import PROJECT_ROOT, Instance
from pacte.infra.system_users import SITE_WRITABLE_FOLDERS, give_to_folder_owner
from pacte.reference.certification_flux.flux_reader import _worker_messages as certification_messages


class _Started(Exception):
    """Raised in place of starting the child."""


by_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives to others")


@pytest.fixture
def instance(monkeypatch: pytest.MonkeyPatch) -> Instance:
    with TemporaryDirectory(prefix="pacte-users-") as home:
        Path(home).chmod(0o755)
        monkeypatch.setenv("PACTE_HOME", home)
        found = Instance("test")
        found.ensure_folder()
        yield found


def test_another_user_than_root_changes_nothing(monkeypatch: pytest.MonkeyPatch, instance: Instance) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(site_user, "chown_site_folders", pytest.fail)
    assert identity_for(instance) is None


@by_root
def test_root_gives_the_site_a_user_of_its_own(monkeypatch: pytest.MonkeyPatch, instance: Instance) -> None:
    monkeypatch.setattr(site_user, "first_private_folder", lambda: None)
    identity = identity_for(instance)
    assert identity is not None
    assert identity.uid != 0
    done = subprocess.run(["/usr/bin/id", "-u"], capture_output=True, text=True, check=True, **identity.popen_options)
    assert done.stdout.strip() == str(identity.uid)


@by_root
def test_what_an_earlier_run_left_is_handed_over_and_secrets_stay_closed(instance: Instance) -> None:
    (instance.folder / "facts" / "2020").mkdir(parents=True)
    left = instance.folder / "facts" / "2020" / "part.parquet"
    left.write_bytes(b"x")
    left.chmod(0o600)
    (instance.folder / "facts" / "elsewhere").symlink_to("/etc/hostname")
    before = os.stat("/etc/hostname").st_uid
    key = instance.secret_key()
    chown_site_folders(instance, ProcessIdentity(12345, 12345))
    assert left.stat().st_uid == 12345
    assert left.stat().st_mode & 0o777 == 0o600
    assert {(instance.folder / name).stat().st_uid for name in SITE_WRITABLE_FOLDERS} == {12345}
    # Other files that root opens stay root's: the folder itself, the key, the target of a planted link.
    assert os.stat("/etc/hostname").st_uid == before
    assert instance.folder.stat().st_uid == 0
    assert (instance.folder / "secret-key").stat().st_uid == 0
    assert (instance.folder / "secret-key").stat().st_mode & 0o077 == 0
    assert key


@by_root
def test_what_a_command_of_root_writes_there_becomes_the_site_s(instance: Instance) -> None:
    chown_site_folders(instance, ProcessIdentity(12345, 12345))
    fresh = instance.folder / "facts" / "answers" / "one.json"
    fresh.parent.mkdir()
    fresh.write_text("{}")
    give_to_folder_owner(instance.folder / "facts")
    assert (fresh.stat().st_uid, fresh.parent.stat().st_uid) == (12345, 12345)
    give_to_folder_owner(instance.folder)
    assert (instance.folder / "facts").stat().st_uid == 12345


@by_root
def test_a_program_closed_to_others_is_said_and_served_all_the_same(
    monkeypatch: pytest.MonkeyPatch, instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_users, "is_traversable_by_others", lambda place: place != Path(sys.prefix))
    assert identity_for(instance) is None
    assert f"le dossier {sys.prefix} est fermé aux autres" in capsys.readouterr().err


@by_root
def test_the_child_that_opens_the_file_of_a_stranger_is_nobody(
    monkeypatch: pytest.MonkeyPatch, new_interpreters: None
) -> None:
    monkeypatch.setattr(system_users, "is_traversable_by_others", lambda place: True)
    started: list[dict[str, Any]] = []

    def popen(command: list[str], **options: Any) -> None:
        started.append(options)
        raise _Started

    monkeypatch.setattr("subprocess.Popen", popen)
    for opens in (
        lambda: parse_in_sandbox(b"a;b\n1;2\n", name="plan.csv"),
        lambda: run_catalogue_worker(io.BytesIO(b"<lheo/>")).__enter__(),
        lambda: next(certification_messages(PROJECT_ROOT / "README.md")),
    ):
        with pytest.raises(_Started):
            opens()
    assert {options.get("user") for options in started} == {pwd.getpwnam("nobody").pw_uid}


def test_every_folder_that_the_settings_name_is_handed_over() -> None:
    """A folder added to the settings must be added to ``SITE_WRITABLE_FOLDERS`` too."""
    folders = (settings.FACTS_FOLDER, settings.DOCUMENTS_FOLDER, settings.EMAIL_FILE_PATH,
               settings.TURNS_FOLDER.parent, settings.INSTANCE.erasure_ledger_path.parent)  # fmt: skip
    assert {folder.relative_to(settings.INSTANCE.folder).parts[0] for folder in folders} == set(SITE_WRITABLE_FOLDERS)
    named = {name for name in vars(settings) if name.endswith("_FOLDER")}
    # The site only reads what is made for it when it starts.
    assert named - {"MADE_STATIC_FOLDER"} == {"FACTS_FOLDER", "DOCUMENTS_FOLDER", "TURNS_FOLDER"}
