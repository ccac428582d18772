"""Publishes the tables of the closed years and the figures of the plan that are not published yet."""

from __future__ import annotations

import argparse
import json

from django.conf import settings

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.indicators.services.plan_figures_publication import publish_plan_figures
from pacte.indicators.services.table_publication import publish_tables
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.plan.queries import main_plan, plan_summaries

HELP = "Publie les tableaux des années closes et les chiffres du trimestre clos, sans compte de moins de onze."
EXAMPLE = "./pacte facts publish"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    with acting_as(actor):
        region = host_organisation()
        plan_list = plan_summaries(actor=actor)
        if region is None or not plan_list:
            raise ValidationError(
                "no_plan", "Aucun plan n’est installé.", hint="Lancez ./pacte start, puis importez un plan."
            )
        first = min(line.first_year for line in plan_list)
        new_publications = publish_tables(
            actor=actor, host=region, first=first, on=today(), is_synthetic=settings.SYNTHETIC_ALLOWED
        )
        plan = main_plan(actor=actor)
        figures = publish_plan_figures(actor=actor, plan=plan, on=today()) if plan else None
    if figures:
        print(f"Chiffres publics du plan au {format_day(figures.closed_on)} publiés.")
    print(f"{pluralise(len(new_publications), 'tableau publié', 'tableaux publiés')}.")
    for each in new_publications:
        print(
            f"  {each.table.code} {each.year} : {format_number(each.hidden)} cases masquées sur "
            f"{format_number(len(each.cells))}"
        )
    if options.json:
        table_summaries = [
            {"table": each.table.code, "year": each.year, "hidden": each.hidden, "cells": len(each.cells)}
            for each in new_publications
        ]
        closed_on = figures.closed_on.isoformat() if figures else None
        print(json.dumps({"published": table_summaries, "plan_figures": closed_on}, ensure_ascii=False))
    return 0
