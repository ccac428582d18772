"""Sends the outbox to partners. The site does it every minute; use it on a machine without a site."""

from __future__ import annotations

import argparse
import json

from pacte.exchange.outbox.sending import send_to_partners
from pacte.interop.records import DELIVERY_LABELS, DeliveryState
from pacte.kernel.actor import Actor
from pacte.kernel.french import pluralise

HELP = "Envoie aux partenaires les messages dus : chacun une fois, dans l’ordre de son dossier."
EXAMPLE = "./pacte partners send"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--partner", default="", metavar="NOM", help="nom court d’un seul partenaire")
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    seen = send_to_partners(actor=actor, slug=options.partner)
    total = sum(seen.values())
    print(f"{pluralise(total, 'message parti', 'messages partis')}.")
    for state, count in sorted(seen.items()):
        print(f"  {DELIVERY_LABELS[DeliveryState(state)]} : {count}.")
    if options.json:
        print(json.dumps({"messages": total, **{state: seen[state] for state in DeliveryState}}))
    return 1 if seen[DeliveryState.REJECTED] else 0
