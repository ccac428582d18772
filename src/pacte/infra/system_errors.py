"""Errors of the machine and of the database as French sentences, so that no command or page shows a traceback.

Database errors are recognised by SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator

from pacte.kernel.errors import PacteError

_MESSAGES = {
    errno.ENOSPC: ("le disque est plein", "Libérez de la place, puis relancez la commande."),
    errno.EDQUOT: ("le quota de disque est atteint", "Libérez de la place, puis relancez la commande."),
    errno.EROFS: (
        "ce dossier est en lecture seule",
        "Donnez par PACTE_HOME un dossier où l’on peut écrire, ou un autre nom de fichier.",
    ),
    errno.EACCES: (
        "vous n’avez pas le droit d’y accéder",
        "Donnez un dossier à vous (PACTE_HOME pour les données), ou prenez l’utilisateur qui l’a créé.",
    ),
    errno.EPERM: (
        "la machine ne le permet pas à cet utilisateur",
        "Prenez l’utilisateur qui convient.",
    ),
    errno.ENOENT: ("il n’existe pas", "Vérifiez son nom."),
    errno.ENOTDIR: ("une partie du chemin n’est pas un dossier", "Vérifiez le chemin."),
    errno.EISDIR: ("c’est un dossier", "Donnez le nom d’un fichier."),
    errno.EEXIST: ("il existe déjà", "Choisissez un autre nom."),
    errno.ENAMETOOLONG: ("le nom est trop long", "Choisissez un nom plus court."),
    errno.EMFILE: ("trop de fichiers sont ouverts", "Relancez la commande ; si cela revient, augmentez « ulimit -n »."),
    errno.ENOMEM: ("la mémoire manque", "Arrêtez d’autres programmes, puis relancez la commande."),
    errno.EIO: ("le disque ne répond pas bien", "Faites vérifier le disque de la machine."),
    errno.ECONNREFUSED: ("rien ne répond à cette adresse", "Vérifiez l’adresse, et que le serveur est lancé."),
    errno.ETIMEDOUT: ("rien n’a répondu à temps", "Vérifiez le réseau, puis relancez la commande."),
    errno.EADDRINUSE: ("cette adresse est déjà prise", "Choisissez un autre port."),
    errno.EADDRNOTAVAIL: ("ce n’est pas une adresse de cette machine", "Choisissez une autre adresse."),
}


_DISK_FULL = "53100"
# Stopped, starting, or out of connections. A state of None: the connection failed or was lost.
_UNREACHABLE_STATES = ("08", "57P0", "53300")


class SystemFailure(PacteError):
    """The machine failed: no space, no permission, no answer."""

    status = 503
    exit_code = 2


def os_error_in_french(error: OSError) -> str:
    """« le disque est plein »; only the error number when there is no message for it."""
    words, _ = _MESSAGES.get(error.errno or 0, ("", ""))
    return words or f"la machine répond par l’erreur {error.errno or 'inconnue'}"


def os_error_sentence(error: OSError) -> str:
    """« Le disque est plein. »"""
    words = os_error_in_french(error)
    return f"{words[0].upper()}{words[1:]}."


def is_disk_full(error: BaseException) -> bool:
    """True when the machine or the database is out of disk space, in this error or in its causes."""
    return any(
        (isinstance(each, OSError) and each.errno in (errno.ENOSPC, errno.EDQUOT))
        or getattr(each, "sqlstate", None) == _DISK_FULL
        or os.strerror(errno.ENOSPC) in str(each)  # DuckDB only gives it in the message.
        for each in _error_chain(error)
    )


def is_database_unreachable(error: BaseException) -> bool:
    """For an operational error of the database: True when it does not answer, False when it answered with an error."""
    sql_states = [each.sqlstate for each in _error_chain(error) if hasattr(each, "sqlstate")]
    return all(state is None or state.startswith(_UNREACHABLE_STATES) for state in sql_states)


def database_failure(error: BaseException) -> PacteError | None:
    """The sentence for an operational error of the database; None when it is a bug of the program."""
    if is_disk_full(error):
        return SystemFailure(
            "disk_full",
            "Le disque de la base est plein.",
            "Rien n’a été écrit.",
            "Libérez de la place sur la machine de la base, puis relancez la commande.",
        )
    if is_database_unreachable(error):
        return SystemFailure(
            "database_away",
            "La base de données ne répond plus.",
            "Ce qui était en cours n’a pas été écrit.",
            "Attendez une minute, puis relancez la commande ; si cela revient, regardez le journal de la base.",
        )
    return None


def _error_chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def system_failure(error: BaseException) -> PacteError:
    """The sentence for an ``OSError``, an ``EOFError`` or an ``OverflowError`` not caught by a command."""
    if isinstance(error, EOFError):
        return SystemFailure(
            "no_answer",
            "La commande attend une réponse, et personne ne peut la donner.",
            "Elle est lancée sans clavier.",
            "Donnez la réponse par une option (--help les dit ; « --yes » pour confirmer).",
        )
    if isinstance(error, OSError):
        message, hint = _MESSAGES.get(error.errno or 0, (os_error_in_french(error), "Relancez la commande."))
        place = f"« {os.fsdecode(error.filename)} »" if isinstance(error.filename, (str, bytes)) else ""
        return SystemFailure(
            "system_refusal",
            f"{place} : {message}." if place else f"La machine a refusé : {message}.",
            "La commande s’est arrêtée.",
            hint,
        )
    return SystemFailure(
        "number_too_large",
        "Un nombre donné est trop grand.",
        str(error)[:200],
        "Corrigez-le, puis relancez la commande.",
    )
