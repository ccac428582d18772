"""Generates the key pair of the backups."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings

from pacte.exchange.backup.crypto import create_identity_file, signing_key
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError

HELP = "Fait la paire de clés des sauvegardes : la clé privée dans un fichier, la clé publique à l’écran."
EXAMPLE = "./pacte backup keygen /media/cle-usb/sauvegardes.cle --instance real"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="où écrire la clé privée (hors de la machine : une clé USB)")


def run(options: argparse.Namespace, actor: Actor) -> int:
    path, key = Path(options.file), signing_key(settings.SECRET_KEY)
    try:
        public = create_identity_file(path, identifier=settings.INSTANCE.identifier(), key=key)
    except FileExistsError as error:
        raise Conflict(
            "key_exists", f"« {path} » existe déjà.", "Une clé perdue rend ses sauvegardes illisibles.",
            "Choisissez un autre nom.",
        ) from error  # fmt: skip
    except OSError as error:
        raise ValidationError(
            "key_folder", f"« {path} » ne peut pas être écrit.", error.strerror or "", "Choisissez un autre dossier."
        ) from error
    print(f"Clé publique : {public}")
    print(f"Donnez-la par PACTE_BACKUP_RECIPIENT={public}")
    print(f"Clé privée : {path}. Emportez ce fichier hors de la machine, en deux exemplaires, et n’en laissez pas ici.")
    print("Sans lui, aucune sauvegarde ne se relit. Il vérifie aussi d’où elles viennent, si la machine est perdue.")
    return 0
