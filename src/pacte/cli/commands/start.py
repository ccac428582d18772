"""Opens a real installation: first administrator, territory, public series, then the site."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from pacte.accounts.queries import has_no_account
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.cli.listen_address import check_port_is_free
from pacte.cli.site_server import serve_site
from pacte.exchange.series_files.shipped import import_shipped_series
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.reference.queries import latest_territory_edition, shipped_regions
from pacte.reference.services import load_shipped_territory, load_starter_nomenclature
from pacte.workflows.open_installation import create_first_administrator, ensure_host
from pacte.workflows.verify_mail import refuse_mail_in_files
from pacte.workflows.verify_texting import lacks_text_ceiling, verify_text_gateway

HELP = "Ouvre une installation réelle et vide : administrateur, territoire, séries publiques, puis le site."
EXAMPLE = "./pacte start --region 24 --email prenom.nom@region.fr"
NEEDS = "database"
INSTANCE = "real"
PASSWORD_VARIABLE = "PACTE_ADMIN_PASSWORD"  # noqa: S105


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--region", metavar="CODE", help="code Insee de la région (24 : Centre-Val de Loire)")
    parser.add_argument("--email", help="adresse du premier administrateur")
    parser.add_argument("--first-name", default="", metavar="PRÉNOM")
    parser.add_argument("--last-name", default="", metavar="NOM")
    parser.add_argument("--no-serve", action="store_true", help="prépare tout, sans ouvrir le site")
    parser.add_argument("--port", type=int, default=8000, help="port du site (8000)")
    parser.add_argument("--listen", default="127.0.0.1", metavar="ADRESSE", help="adresse d’écoute (127.0.0.1)")


def run(options: argparse.Namespace, actor: Actor) -> int:
    if not options.no_serve:
        refuse_mail_in_files()
        verify_text_gateway(actor=actor)
        check_port_is_free(options.listen, options.port)
    ensure_database_ready()
    if has_no_account():
        _set_up(options, actor)
    if lacks_text_ceiling(actor=actor):
        print("\nLes SMS partent sans plafond de dépense : donnez PACTE_SMS_MONTHLY_CENTS.")
    print(f"\nOuvrez http://localhost:{options.port} et connectez-vous.")
    print("La page d’accueil mène les premiers pas : organismes, personnes, plan.", flush=True)
    return 0 if options.no_serve else serve_site(listen=options.listen, port=options.port)


def _set_up(options: argparse.Namespace, actor: Actor) -> None:
    regions = shipped_regions()
    code = options.region or _ask("Code Insee de votre région", ", ".join(f"{k} {v}" for k, v in regions.items()))
    if code not in regions:
        raise ValidationError(
            "region_code", f"« {code} » n’est pas une région connue.", hint=f"Choisissez : {', '.join(regions)}."
        )
    email = options.email or _ask("Adresse électronique du premier administrateur")
    password = os.environ.get(PASSWORD_VARIABLE) or _ask_secret()
    with acting_as(actor):
        load_shipped_territory(actor=actor, region_code=code)
        load_starter_nomenclature(actor=actor)
        create_first_administrator(
            actor=actor,
            email=email,
            first_name=options.first_name or email.partition("@")[0],
            last_name=options.last_name,
            password=password,
            region=regions[code],
            on=today(),
        )
        import_shipped_series(actor=actor, host=ensure_host(actor=actor, region=regions[code]))
    print(f"Territoire : {regions[code]}, édition {latest_territory_edition()}. Administrateur : {email}.")


def _ask(question: str, help_text: str = "") -> str:
    if not sys.stdin.isatty():
        raise ValidationError(
            "answer_missing",
            f"Il manque : {question.lower()}.",
            help_text,
            f"Donnez --region, --email et la variable {PASSWORD_VARIABLE}.",
        )
    if help_text:
        print(help_text)
    return input(f"{question} : ").strip()


def _ask_secret() -> str:
    if not sys.stdin.isatty():
        return _ask("Mot de passe du premier administrateur")
    return getpass.getpass("Mot de passe (12 caractères au moins) : ")
