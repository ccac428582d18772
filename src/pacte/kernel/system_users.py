"""Users of the machine under which root starts what need not be root: the database, and the site."""

from __future__ import annotations

import pwd
import shutil
import subprocess

DATABASE = "pacte-db"
SITE = "pacte-web"  # Not the database's: whoever holds the site does not hold its files.
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
