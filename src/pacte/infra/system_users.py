"""System users under which root starts what need not be root: the database and the site."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pacte.infra.instance import PROJECT_ROOT, is_traversable_by_others

DATABASE_USER = "pacte-db"
SITE_USER = "pacte-web"  # Not the database's user: an attacker of the site does not get its files.
# Folders of the instance that the site and its jobs write. The instance's folder itself stays root's, so that the site
# cannot plant files that root opens later.
SITE_WRITABLE_FOLDERS = ("facts", "mail", "turns", "documents", "erasures")
_USER_EXISTS = 9


def get_or_create_system_user(name: str) -> pwd.struct_passwd:
    """The system user, created when missing; « nobody » where users cannot be created."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if useradd:
            command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
            if subprocess.run(command, check=False, capture_output=True).returncode in (0, _USER_EXISTS):  # noqa: S603
                return pwd.getpwnam(name)
        return pwd.getpwnam("nobody")


def first_private_folder() -> Path | None:
    """First folder needed at run time that other users may not enter, if any: the process can then only run as root."""
    required_folders = (PROJECT_ROOT, Path(sys.prefix), Path(sys.executable).resolve().parent, Path(os.__file__).parent)
    return next((folder for folder in required_folders if not is_traversable_by_others(folder)), None)


def unprivileged_popen_options() -> dict[str, Any]:
    """``subprocess.Popen`` arguments for a child that opens untrusted files: as root, it runs as « nobody »."""
    if os.geteuid() != 0 or first_private_folder() is not None:
        return {}
    user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give_to_folder_owner(folder: Path) -> None:
    """After a command run by root in a folder of the site: gives the site the files that root created there."""
    if os.geteuid() != 0 or not folder.is_dir() or (owner := folder.stat()).st_uid == 0:
        return
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(place, name)
            if os.lstat(path).st_uid == 0:
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
