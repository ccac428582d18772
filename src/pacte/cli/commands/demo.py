"""Sets up the demo region and serves it."""

from __future__ import annotations

import argparse
import json
import time

from pacte.accounts.records import ROLE_LABELS
from pacte.cli.demo_day import DEFAULT_DAY, ensure_demo_ready, read_day
from pacte.cli.listen_address import check_port_is_free
from pacte.cli.site_server import serve_site
from pacte.demo.load import DemoSummary, load_demo
from pacte.demo.logins import PASSWORD, demo_logins
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number
from pacte.kernel.money import format_millions

HELP = "Prépare la région de démonstration (vrai plan, personnes fictives) et l’ouvre."
EXAMPLE = "./pacte demo"
NEEDS = "database"
INSTANCE = "demo"
SMALL_SHARE = 0.05


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="prépare tout, sans ouvrir le site")
    parser.add_argument("--small", action="store_true", help="région au vingtième : prête en quelques secondes")
    parser.add_argument(
        "--day", type=read_day, metavar="JOUR",
        help=f"jour de la démonstration, choisi quand elle est chargée ({DEFAULT_DAY.isoformat()})",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résumé en JSON (avec --no-serve)")
    parser.add_argument("--port", type=int, default=8000, help="port du site (8000)")
    parser.add_argument("--listen", default="127.0.0.1", metavar="ADRESSE", help="adresse d’écoute (127.0.0.1)")


def run(options: argparse.Namespace, actor: Actor) -> int:
    started = time.monotonic()
    if not options.no_serve:
        check_port_is_free(options.listen, options.port)
    ensure_demo_ready(actor=actor, wanted=options.day)
    loaded = load_demo(actor=actor, share=SMALL_SHARE if options.small else 1.0)
    seconds = round(time.monotonic() - started, 1)
    _print_welcome(loaded, options)
    if options.no_serve:
        print(json.dumps(_summary(loaded, seconds), ensure_ascii=False))
        return 0
    return serve_site(listen=options.listen, port=options.port)


def _print_welcome(loaded: DemoSummary, options: argparse.Namespace) -> None:
    content = loaded.content
    print(f"\n{content.title}, le {format_day(today())}")
    print(
        f"{len(content.axes)} axes, {len(content.numbers)} actions, {format_millions(content.total_cents)} ; "
        f"{loaded.communes} communes (édition {loaded.edition})."
    )
    print(
        f"Région fictive : {format_number(loaded.region.people)} personnes, "
        f"{format_number(loaded.region.sessions)} sessions, "
        f"{format_number(loaded.region.places)} places achetées, {format_number(loaded.region.entries)} entrées."
    )
    print("Ce qu’elle imite de chiffres publiés, et ce qu’elle n’imite pas : docs/guide/region-de-demonstration.md.")
    if not options.no_serve:
        print(f"\nOuvrez http://localhost:{options.port} — sans compte : comment trouver une formation, et le plan.")
    print(f"\nUn compte par rôle, personnes fictives, mot de passe commun : {PASSWORD}")
    for login in demo_logins():
        detail = f" (actions {', '.join(map(str, login.leads))})" if login.leads else ""
        print(f"  {login.email:<36} {ROLE_LABELS[login.role]}{detail}")
    if loaded.trainee_path:
        print("\nUne stagiaire fictive, sans compte, par son lien personnel (à ouvrir à la largeur d’un téléphone) :")
        print(f"  http://localhost:{options.port}{loaded.trainee_path}")
    if not options.no_serve:
        print("\nCtrl-C pour arrêter.", flush=True)


def _summary(loaded: DemoSummary, seconds: float) -> dict[str, object]:
    content = loaded.content
    return {
        "day": today().isoformat(),
        "axes": len(content.axes),
        "actions": len(content.numbers),
        "rows": len(content.rows),
        "total_cents": content.total_cents,
        "communes": loaded.communes,
        "edition": loaded.edition,
        "people": loaded.region.people,
        "sessions": loaded.region.sessions,
        "places": loaded.region.places,
        "entries": loaded.region.entries,
        "steps": loaded.region.steps,
        "trainee_path": loaded.trainee_path,
        "seconds": seconds,
    }
