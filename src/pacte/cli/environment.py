"""Prepares the environment of a command: instance, embedded database unless another one is set, then Django."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import django
from django.db import InterfaceError, OperationalError

from pacte.infra import embedded_postgres
from pacte.infra.embedded_postgres import Cluster
from pacte.infra.instance import Instance
from pacte.infra.system_errors import database_failure
from pacte.infra.system_users import SITE_WRITABLE_FOLDERS, give_to_folder_owner
from pacte.kernel.errors import ConfigurationError


def choose_instance(name: str | None) -> Instance:
    """Set the instance: the given one, else PACTE_INSTANCE, else the only one that exists."""
    existing = [each for each in ("real", "demo") if Instance(each).exists]
    instance = Instance(name or os.environ.get("PACTE_INSTANCE") or (existing[0] if len(existing) == 1 else "demo"))
    os.environ["PACTE_INSTANCE"] = instance.name
    return instance


def has_installation(name: str | None) -> bool:
    """Return True when a database exists, without creating one."""
    wanted = (name,) if name else ("real", "demo")
    return bool(os.environ.get("DATABASE_URL")) or any(Instance(each).exists for each in wanted)


def start_database_and_wait() -> Cluster | None:
    """Start the database as ``start_database`` does, and wait until the server answers."""
    starting = start_database()
    return starting.result() if starting else None


def start_database() -> Future[Cluster] | None:
    """Set the database URLs and the secret key of the settings. Return None when the server is not ours.

    The embedded server starts in the background: its URLs are known before it answers, so wait for the result before
    connecting.
    """
    instance = served_instance()
    if "PACTE_SECRET_KEY" not in os.environ:  # Set by the parent process when the key file is not readable by us.
        os.environ["PACTE_SECRET_KEY"] = instance.secret_key()
    if os.environ.get("DATABASE_URL"):
        _require_jobs_url()
        return None
    if os.environ.get("DATABASE_OWNER_URL"):
        raise ConfigurationError(
            "application_url",
            "DATABASE_OWNER_URL est donnée sans DATABASE_URL.",
            hint="Donnez les deux, ou aucune pour la base embarquée.",
        )
    for name, user in (
        ("DATABASE_URL", embedded_postgres.APPLICATION),
        ("DATABASE_JOBS_URL", embedded_postgres.JOBS),
        ("DATABASE_OWNER_URL", embedded_postgres.OWNER),
        ("DATABASE_BACKUP_URL", embedded_postgres.SUPERUSER),
    ):
        os.environ[name] = embedded_postgres.database_url(instance, user)
    executor = ThreadPoolExecutor(1)
    starting = executor.submit(_start_cluster, instance)
    executor.shutdown(wait=False)
    return starting


def _require_jobs_url() -> None:
    if not os.environ.get("DATABASE_JOBS_URL"):
        raise ConfigurationError(
            "jobs_url",
            "DATABASE_URL est donnée sans DATABASE_JOBS_URL.",
            "Les travaux de fond et les commandes ont leur propre rôle, que les pages n’ont pas.",
            "Créez le rôle pacte_jobs (page « Base de données » du guide d’installation) et donnez son adresse.",
        )


def _start_cluster(instance: Instance) -> Cluster:
    cluster = embedded_postgres.start_server(instance)
    os.environ["PACTE_POSTGRES_BIN"] = str(cluster.binaries)
    return cluster


def served_instance() -> Instance:
    return Instance(os.environ["PACTE_INSTANCE"])


def embedded_instance() -> Instance | None:
    """Return the instance whose database we started; None when the database is external."""
    instance = served_instance()
    is_ours = os.environ.get("DATABASE_URL") == embedded_postgres.database_url(instance, embedded_postgres.APPLICATION)
    return instance if is_ours else None


def load_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pacte.config.settings")
    django.setup()


def run_reporting_database_errors(run: Callable[[], int]) -> int:
    """Run a command and report a database that stops, or that has no space left, as a French error."""
    try:
        return run()
    except (OperationalError, InterfaceError) as error:
        if (refusal := database_failure(error)) is None:
            raise
        raise refusal from error
    finally:
        for name in SITE_WRITABLE_FOLDERS:
            give_to_folder_owner(served_instance().folder / name)
