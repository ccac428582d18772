"""Publishes the public tables of the closed years: each table once a year, never modified."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.indicators.models import Publication
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.publications import counts_to_publish, public_tables, published_years
from pacte.indicators.records.publication import PublishedTable
from pacte.indicators.rules.publications import build_public_table, publication_to_document, years_due
from pacte.journeys.queries.published_counts import published_counts_by_row
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now


def publish_tables(
    *, actor: Actor, host: Organisation, first: int, on: date, is_synthetic: bool, facts_dir: Path | None = None
) -> list[PublishedTable]:
    """Publishes the due tables of the years from ``first``. Returns those published by this call.

    Raises ``PermissionDenied`` unless the actor is the system, ``Conflict`` before the first refresh of the facts.
    """
    actor.require_system("indicators_publish", "Les tables publiques sont publiées par la machine.")
    done = published_years(actor=actor, host_id=host.pk)
    made = []
    due = [(year, table) for table in public_tables().values()
           for year in years_due(first=first, on=on, done=done[table.code])]  # fmt: skip
    for year in sorted({year for year, _ in due}):
        tables = [table for each, table in due if each == year]
        counted = counts_to_publish(
            actor=actor, host_id=host.pk, tables=tables, year=year, known_on=on, facts_dir=facts_dir
        )
        journeys = {
            ("year", "") if cut == "year" else (cut, key): frozenset(values)
            for (cut, _, key), values in published_counts_by_row(host.pk, year).items()
        }
        for table in tables:
            table_counts = counted[table.code]
            publication = build_public_table(
                table, table_counts.counts, table_counts.names, year=year, known_on=on, is_synthetic=is_synthetic,
                territory=indicator(table.indicator).territory, journeys=journeys, figures=table_counts.figures,
                crossings=table_counts.crossings,
            )  # fmt: skip
            _save_publication(actor, host, publication)
            made.append(publication)
    return made


def _save_publication(actor: Actor, host: Organisation, publication: PublishedTable) -> None:
    with audit_event(
        actor=actor,
        name="indicators.publish",
        subject_kind="publication",
        subject_id=f"{publication.table.code}:{publication.year}",
        subject_label=f"{publication.table.title}, {publication.year}",
        organisation_id=host.pk,
    ):
        Publication.objects.create(
            organisation=host,
            code=publication.table.code,
            year=publication.year,
            known_on=publication.known_on,
            published_at=now(),
            person_name=actor.name[:200],
            document=publication_to_document(publication),
        )
