"""Compares our messages with a partner's list, one by one."""

from __future__ import annotations

import argparse
import json

from pacte.accounts.row_context import acting_as
from pacte.exchange.outbox.reconciliation import reconcile
from pacte.interop.queries.partners import active_partners, partner_by_slug
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, pluralise

HELP = "Compare nos messages à la liste d’un partenaire, un par un ; retrouve les réponses perdues."
EXAMPLE = "./pacte partners reconcile --partner agora"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--partner", default="", metavar="NOM", help="nom court d’un seul partenaire")
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    with acting_as(actor):
        if options.partner:
            partners = [partner_by_slug(actor=actor, slug=options.partner)]
        else:
            partners = [each for each in active_partners(actor=actor) if each.url]
    counts_by_partner = {}
    for partner in partners:
        reconciliation = reconcile(actor=actor, partner=partner)
        counts_by_partner[partner.slug] = {
            "compared": reconciliation.compared,
            "found_again": reconciliation.recovered,
            "differing": reconciliation.differences,
        }
        print(
            f"{partner.name} : {format_number(reconciliation.compared)} comparés, "
            f"{pluralise(reconciliation.recovered, 'réponse retrouvée', 'réponses retrouvées')}, "
            f"{pluralise(reconciliation.differences, 'différence')}."
        )
    if options.json:
        print(json.dumps(counts_by_partner, ensure_ascii=False))
    return 1 if any(each["differing"] for each in counts_by_partner.values()) else 0
