"""Runs a management command of Django."""

from __future__ import annotations

import argparse

from django.core.management import ManagementUtility

from pacte.cli.development import add_reason_option, require_reason_on_real
from pacte.cli.installation import ensure_database_ready
from pacte.kernel.actor import Actor

HELP = "Lance une commande de Django (makemigrations, shell, dbshell…), pour qui développe."
EXAMPLE = "./pacte django makemigrations plan"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_reason_option(parser)
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMANDE", help="la commande et ses options")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    require_reason_on_real(actor=actor, command=f"django {' '.join(options.command)}", reason=options.on_real)
    ManagementUtility(["./pacte django", *options.command]).execute()
    return 0
