"""Restores a backup of the installation."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pacte.cli.installation import ensure_database_ready
from pacte.exchange.backup import RestoreOptions, RestoreResult, restore_backup
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.french import pluralise

HELP = "Remet une sauvegarde en place, à la place de ce que l’installation contient."
EXAMPLE = "./pacte restore sauvegarde.pacte --instance real --identity /media/cle-usb/sauvegardes.cle"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FICHIER", help="sauvegarde à remettre en place")
    parser.add_argument("--identity", type=Path, metavar="FICHIER", help="clé privée ; elle est lue, et pas gardée")
    parser.add_argument(
        "--key-file", type=Path, metavar="FICHIER", help="copie du fichier secret-key de la machine perdue"
    )
    parser.add_argument(
        "--accept-unsigned", default="", metavar="INSTALLATION",
        help="accepte une sauvegarde dont rien ne prouve l’origine, de l’installation de cet identifiant",
    )  # fmt: skip
    parser.add_argument("--ledger", type=Path, metavar="FICHIER", help="registre des effacements le plus récent")
    parser.add_argument(
        "--without-newest-ledger", action="store_true",
        help="accepte que reviennent les personnes effacées les jours que le registre ne connaît pas",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="remplace sans rien demander")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    question = "Tout ce que contient l’installation sera remplacé. Continuer ? [o/N] "
    if not options.yes and input(question).strip().lower() not in ("o", "oui"):
        print("Rien n’a été changé.")
        return 1
    answers = RestoreOptions(
        identity=options.identity,
        former_key=options.key_file,
        unsigned=options.accept_unsigned,
        ledger=options.ledger,
        without_newest_ledger=options.without_newest_ledger,
    )
    restoration = restore_backup(Path(options.file), actor=actor, options=answers)
    ensure_database_ready()
    _print_outcome(restoration)
    if options.json:
        closed = restoration.closed
        closures = {"erased": closed.erased, "cases": closed.cases, "sessions": closed.web_sessions}
        closures |= {"accounts": closed.accounts, "partners": closed.partners}
        links = {"login_links": closed.login_links, "personal_links": closed.personal_links}
        counts = {"file": options.file, "tables": len(restoration.rows), "rows": sum(restoration.rows.values())}
        print(json.dumps(counts | closures | links))
    return 0


def _print_outcome(restoration: RestoreResult) -> None:
    closed = restoration.closed
    print(f"Remis en place : {sum(restoration.rows.values())} lignes de {len(restoration.rows)} tables.")
    print(
        f"Effacé de nouveau : {pluralise(closed.erased, 'personne', 'personnes')}, "
        f"{pluralise(closed.cases, 'demande ou dossier', 'demandes ou dossiers')}. "
        f"Effacements connus jusqu’au {restoration.erasures_known_until.astimezone(PARIS):%d/%m/%Y à %H:%M}."
    )
    print(
        f"Fermés : {pluralise(closed.web_sessions, 'connexion', 'connexions')}, "
        f"{pluralise(closed.login_links, 'lien de connexion ou invitation', 'liens de connexion ou invitations')}, "
        f"{pluralise(closed.personal_links, 'lien personnel', 'liens personnels')} : chacun en demande un nouveau."
    )
    if closed.accounts:
        accounts_text = pluralise(closed.accounts, "compte", "comptes")
        print(f"Gardés comme ils étaient (fermeture, mot de passe, téléphone) : {accounts_text}.")
    if closed.partners:
        print(f"Gardés comme ils étaient (fermeture, secret) : {pluralise(closed.partners, 'partenaire')}.")
