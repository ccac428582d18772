"""Users of the machine under which root starts what need not be root: the database, and the site."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pacte.kernel.instance import PROGRAM, enterable_by_others

DATABASE = "pacte-db"
SITE = "pacte-web"  # Not the database's: whoever holds the site does not hold its files.
# What the site and its jobs write, in the folder of the instance. The folder itself stays root's: what root opens there
# later must not be a trap.
WRITTEN_BY_THE_SITE = ("facts", "checked", "mail", "turns", "documents", "erasures")
_EXISTS = 9


def system_user(name: str) -> pwd.struct_passwd:
    """Made when absent; « nobody » where users cannot be made."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if useradd:
            command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
            if subprocess.run(command, check=False, capture_output=True).returncode in (0, _EXISTS):  # noqa: S603
                return pwd.getpwnam(name)
        return pwd.getpwnam("nobody")


def closed_place() -> Path | None:
    """A folder that a process reads to run and that other users may not enter: it can then only run as root."""
    needed = (PROGRAM, Path(sys.prefix), Path(sys.executable).resolve().parent, Path(os.__file__).parent)
    return next((place for place in needed if not enterable_by_others(place)), None)


def nobody_at_all() -> dict[str, Any]:
    """Arguments of ``subprocess.Popen`` for a child that opens what a stranger sent: root lends it no right."""
    if os.geteuid() != 0 or closed_place() is not None:
        return {}
    user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def hand_back(folder: Path) -> None:
    """Run by root, a command wrote in a folder that belongs to the site: what root left there becomes the site's."""
    if os.geteuid() != 0 or not folder.is_dir() or (owner := folder.stat()).st_uid == 0:
        return
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(place, name)
            if os.lstat(path).st_uid == 0:
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
