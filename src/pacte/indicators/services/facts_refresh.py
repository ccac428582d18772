"""Incremental refresh of the facts: new rows of the sources, as new files. Runs as the system actor.

Files with rows of erased people are rewritten with generalised columns, and the old ones are removed before the end. A
crash leaves files that no manifest names: the next refresh removes them. The manifest is replaced last, atomically.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from pacte.audit.services import audit_event
from pacte.indicators.queries.disk_cache import evict_stale_answers
from pacte.indicators.queries.store import MANIFEST, default_facts_dir, read_manifest
from pacte.indicators.records.manifest import FactFile, FactsManifest, ReadPosition, RefreshReport
from pacte.indicators.services.duckdb_tools import disk_full_as_oserror
from pacte.indicators.services.fact_anonymisation import anonymise_facts, fact_file_digest
from pacte.indicators.services.fact_builder import FactBuilder
from pacte.indicators.services.fact_exports import EXPORTS, SOURCES, export_versions
from pacte.indicators.services.fact_extraction import FactExtractor, assign_person_numbers, forget_erased_numbers
from pacte.infra.system_users import give_to_folder_owner
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict
from pacte.kernel.fact_export import FactExport


def refresh_facts(
    *,
    actor: Actor,
    on_progress: Callable[[int], None] = lambda _: None,
    facts_dir: Path | None = None,
    full: bool = False,
) -> RefreshReport:
    """Extracts, builds and writes the new rows. Raises ``Conflict`` when another refresh is running.

    ``full``: rebuilds everything. Rows of erased people are copied as they are: the tables no longer have them.
    """
    started = time.monotonic()
    base = facts_dir or default_facts_dir()
    base.mkdir(parents=True, exist_ok=True)
    base.chmod(0o700)  # No row-level security on the facts: other users of the machine cannot read them.
    name, label = "indicators.refresh_facts", "Faits des indicateurs"
    with _refresh_lock(base), audit_event(actor=actor, name=name, subject_label=label) as entry:
        before = read_manifest(base)
        full = full or before.needs_rebuild(export_versions())
        _remove_unlisted_files(base, before)
        with tempfile.TemporaryDirectory(prefix="pacte-facts-") as scratch, ExitStack() as closing:
            extractor = FactExtractor(actor=actor, folder=Path(scratch), on_progress=on_progress)
            with ThreadPoolExecutor(1) as loader:
                opening = loader.submit(FactBuilder, base, is_little=bool(before.parts) and not full)
                opened = [loader.submit(lambda: opening.result().open_store(before))]
                # One source is loaded while the next is extracted.
                loading = _load_sources(extractor, opening, FactsManifest() if full else before, loader)
                actions = extractor.rows_of(EXPORTS["actions"], None)
                opened.append(loader.submit(lambda: opening.result().load_context(EXPORTS["actions"], actions)))
                erased = forget_erased_numbers(actor=actor, thorough=full)
            for each in opened:
                each.result()
            builder = closing.enter_context(opening.result())
            anonymised_manifest = anonymise_facts(builder.db, base, before, erased)
            base_manifest = FactsManifest(next_row=anonymised_manifest.next_row) if full else anonymised_manifest
            builder.open_base(base_manifest, carried=anonymised_manifest if full else None)
            people = _load_context(extractor, builder, actor=actor, is_first=not base_manifest.parts)
            rank = anonymised_manifest.last_file_number + 1
            counts = builder.build(lambda table: base / f"{table}-{rank:06d}.parquet")
            aside = builder.quarantine.merge_waiting()
            parts = tuple(
                FactFile(table, path.name, rows, fact_file_digest(path)) for table, path, rows in builder.write()
            )
        new_manifest = replace(
            base_manifest,
            parts=_remaining_files(base_manifest, aside) + parts,
            reads={name: each.result() for name, each in loading.items()},
            versions=export_versions(),
            next_row=builder.next_row,
            built_at=now().isoformat(timespec="seconds"),
            aside=anonymised_manifest.aside if aside is None else aside,
        )
        _write_manifest(base, new_manifest)
        entry.detail.update(added=counts.added, digest=new_manifest.digest)
        if full or erased:
            _remove_unlisted_files(base, new_manifest)
        evict_stale_answers(base, new_manifest.digest)
    spent = time.monotonic() - started
    return replace(
        counts, people=people, forgotten=len(erased), seconds=spent, digest=new_manifest.digest, rows=new_manifest.rows
    )


def _remaining_files(facts_manifest: FactsManifest, aside: dict[str, int] | None) -> tuple[FactFile, ...]:
    """Files that are still valid: the quarantine is rewritten entirely when it changes."""
    return (
        facts_manifest.parts if aside is None else tuple(part for part in facts_manifest.parts if part.table != "aside")
    )


def _load_sources(
    extractor: FactExtractor, opening: Future[FactBuilder], before: FactsManifest, loader: Executor
) -> dict[str, Future[ReadPosition]]:
    def load(export: FactExport, path: Path, known: ReadPosition) -> ReadPosition:
        return opening.result().load(export, path, known)

    positions = {}
    for name in SOURCES:
        known = before.reads.get(name, ReadPosition())
        positions[name] = loader.submit(load, EXPORTS[name], extractor.new_rows(EXPORTS[name], known), known)
    return positions


def _load_context(extractor: FactExtractor, builder: FactBuilder, *, actor: Actor, is_first: bool) -> int:
    """Loads what the sources do not provide with their facts: retried steps, people, sessions.

    Returns how many people got a number.
    """
    if again := builder.quarantine.steps_to_retry():
        standing = EXPORTS["standing_steps"]
        builder.load_retried(again, standing, extractor.rows_of(standing, again))
    journeys = None if is_first else builder.journeys()
    with ThreadPoolExecutor(1) as pool:
        # Each is loaded while the next is extracted.
        near = pool.submit(builder.quarantine.load_neighbours)
        people = extractor.rows_of(EXPORTS["people"], journeys)
        near.result()
        builder.load_context(EXPORTS["people"], people)
        keys = {} if is_first else {"person_numbers": builder.learners(), "sessions": builder.sessions()}
        loading = [
            pool.submit(builder.load_context, EXPORTS[name], extractor.rows_of(EXPORTS[name], keys.get(name)))
            for name in ("person_numbers", "sessions")
        ]
        for each in loading:
            each.result()
    numbers = assign_person_numbers(missing, actor=actor) if (missing := builder.unnumbered_learners()) else {}
    builder.number_people(numbers)
    return len(numbers)


def _write_manifest(base: Path, facts_manifest: FactsManifest) -> None:
    fresh = base / f"{MANIFEST}.{os.getpid()}"
    fresh.write_text(facts_manifest.as_json(), encoding="utf-8")
    give_to_folder_owner(base)  # Restore ownership before the site reads them.
    fresh.replace(base / MANIFEST)


def _remove_unlisted_files(base: Path, facts_manifest: FactsManifest) -> None:
    named = {part.file for part in facts_manifest.parts}
    for path in base.glob("*.parquet"):
        if path.name not in named:
            path.unlink()


@contextmanager
def _refresh_lock(base: Path) -> Iterator[None]:
    with (base / "refresh.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(
                "facts_busy", "Un rafraîchissement des faits est déjà en cours.", hint="Attendez qu’il finisse."
            ) from error
        with disk_full_as_oserror():
            yield
