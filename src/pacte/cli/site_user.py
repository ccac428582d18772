"""User that serves the site when root starts it: owns only what the site writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pacte.infra.instance import Instance
from pacte.infra.system_users import SITE_USER, SITE_WRITABLE_FOLDERS, first_private_folder, get_or_create_system_user


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """User that runs a process. ``popen_options`` gives the arguments of ``subprocess.Popen``."""

    uid: int
    gid: int

    @property
    def popen_options(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def identity_for(instance: Instance) -> ProcessIdentity | None:
    """Return the identity of the site, after giving it the files of an earlier run. None when we are not root.

    Also None, with a warning on standard error, when that user could not read the program.
    """
    if os.geteuid() != 0:
        return None
    if (private_folder := first_private_folder()) is not None:
        print(
            f"pacte : le site tourne en root, car le dossier {private_folder} est fermé aux autres utilisateurs. "
            "Placez le programme et Python dans un dossier ouvert, comme /opt, ou lancez-le sans être root.",
            file=sys.stderr,
            flush=True,
        )
        return None
    user = get_or_create_system_user(SITE_USER)
    identity = ProcessIdentity(user.pw_uid, user.pw_gid)
    chown_site_folders(instance, identity)
    return identity


def chown_site_folders(instance: Instance, identity: ProcessIdentity) -> None:
    """Give the site user the folders that the site writes, recursively."""
    folder = instance.ensure_folder()
    for name in SITE_WRITABLE_FOLDERS:
        place = folder / name
        place.mkdir(mode=0o700, exist_ok=True)
        for path in _tree(place):
            os.chown(path, identity.uid, identity.gid, follow_symlinks=False)


def _tree(top: Path) -> Iterable[str]:
    yield str(top)
    for folder, folders, files in os.walk(top):
        yield from (os.path.join(folder, name) for name in (*folders, *files))
