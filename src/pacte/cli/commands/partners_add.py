"""Connects a partner's tool: its URL, its network, and the shared secret."""

from __future__ import annotations

import argparse
import json

from pacte.accounts.queries import host_organisation, organisation_by_name
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.outbox.mappings import mapping_of_partner
from pacte.interop.services.partners import add_partner, partner_secret
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.workflows.open_installation import ensure_host

HELP = "Relie un outil partenaire (agora, kairos, ouiform, imilo) et donne le secret à lui remettre."
EXAMPLE = "./pacte partners add agora --url http://127.0.0.1:8107"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="OUTIL", help="agora, kairos, ouiform ou imilo")
    parser.add_argument("--slug", default="", metavar="NOM", help="nom court, quand un outil a plusieurs portes")
    parser.add_argument("--url", default="", help="adresse à laquelle partent les messages")
    parser.add_argument("--network", default="", metavar="RÉSEAU", help="réseau au nom duquel il prescrit")
    parser.add_argument("--simulated", action="store_true", help="partenaire fictif : dit sur chaque page")
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    mapping = mapping_of_partner(options.code)
    with acting_as(actor):
        region = host_organisation() or ensure_host(actor=actor, region="")
        body = organisation_by_name(options.network) if options.network else None
        if options.network and body is None:
            raise ValidationError(
                "network", f"« {options.network} » n’est pas dans l’annuaire.", hint="Vérifiez son nom."
            )
        partner = add_partner(
            actor=actor, host=region, code=mapping.code, slug=options.slug or mapping.code, name=mapping.label,
            url=options.url, body=body, simulated=options.simulated,
        )  # fmt: skip
        secret = partner_secret(actor=actor, partner=partner)
    print(f"{partner.name} est relié. Son format : {mapping.source}")
    print(f"Secret à lui remettre (il se recalcule, et n’est écrit nulle part) : {secret}")
    if options.json:
        print(json.dumps({"partner": partner.slug, "secret": secret}))
    return 0
