"""Serves the site for developers: reloads on a change, shows errors in full, reads templates again at each page."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from django.conf import settings

from pacte.cli.demo_day import ensure_demo_ready
from pacte.cli.development import add_reason_option, require_reason_on_real
from pacte.cli.installation import ensure_database_ready
from pacte.cli.listen_address import bracket_ipv6, check_port_is_free
from pacte.cli.site_server import server_environment
from pacte.demo.load import load_demo
from pacte.demo.logins import PASSWORD, demo_logins
from pacte.infra.web_font import ensure_web_font
from pacte.kernel.actor import Actor

HELP = "Ouvre le site pour développer : rechargement, page d’erreur complète, barre d’outils."
EXAMPLE = "./pacte dev · ./pacte dev --instance dev (base vide)"
NEEDS = "database"
SMALL_SHARE = 0.05


def arguments(parser: argparse.ArgumentParser) -> None:
    add_reason_option(parser)
    parser.add_argument("--port", type=int, default=8000, help="port du site (8000)")
    parser.add_argument("--listen", default="127.0.0.1", metavar="ADRESSE", help="adresse d’écoute (127.0.0.1)")


def run(options: argparse.Namespace, actor: Actor) -> int:
    check_port_is_free(options.listen, options.port)
    is_demo = settings.INSTANCE.name == "demo"
    if is_demo:
        ensure_demo_ready(actor=actor)
    else:
        ensure_database_ready()
    require_reason_on_real(actor=actor, command="dev", reason=options.on_real)
    if is_demo:
        load_demo(actor=actor, share=SMALL_SHARE)
        print(f"Comptes : {', '.join(login.email for login in demo_logins())} ; mot de passe : {PASSWORD}", flush=True)
    ensure_web_font(settings.MADE_STATIC_FOLDER)
    address = f"{bracket_ipv6(options.listen)}:{options.port}"
    environment = server_environment(options.port) | {"PACTE_DEBUG": "on"}
    jobs = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "pacte", "jobs", "run", "--beside", str(os.getpid())], start_new_session=True
    )
    try:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "django", "runserver", address],
            env={**environment, "DJANGO_SETTINGS_MODULE": "pacte.config.settings"},
            check=False,
        ).returncode
    finally:
        jobs.terminate()
        jobs.wait()
