"""Publishes the tables of the closed years that are not published yet."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from django.conf import settings

from pacte.accounts.context import acting_as
from pacte.accounts.queries import host
from pacte.cli.installation import ready
from pacte.indicators.services.publishing import publish_tables
from pacte.kernel.clock import today
from pacte.kernel.errors import Invalid
from pacte.kernel.french import number, plural
from pacte.plan.queries import plans

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Publie les tableaux des années closes : une fois par an, sans compte de moins de onze personnes."
EXAMPLE = "./pacte facts publish"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ready()
    with acting_as(actor):
        region = host()
        known = plans(actor=actor)
        if region is None or not known:
            raise Invalid("no_plan", "Aucun plan n’est installé.", todo="Lancez ./pacte start, puis importez un plan.")
        first = min(line.first_year for line in known)
        made = publish_tables(
            actor=actor, host=region, first=first, on=today(), is_synthetic=settings.SYNTHETIC_ALLOWED
        )
    print(f"{plural(len(made), 'tableau publié', 'tableaux publiés')}.")
    for each in made:
        print(f"  {each.table.code} {each.year} : {number(each.hidden)} cases masquées sur {number(len(each.cells))}")
    if options.json:
        told = [{"table": each.table.code, "year": each.year, "hidden": each.hidden, "cells": len(each.cells)}
                for each in made]  # fmt: skip
        print(json.dumps({"published": told}, ensure_ascii=False))
    return 0
