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
from pacte.indicators.queries.remembered import forget_others
from pacte.indicators.queries.store import MANIFEST, folder, manifest
from pacte.indicators.records.manifest import Manifest, Part, Read, Refreshed
from pacte.indicators.services.engine import room_is_said
from pacte.indicators.services.extracting import SOURCES, Extractor, number_people
from pacte.indicators.services.forgetting import digest_of, forget
from pacte.indicators.services.sorting import Sorter
from pacte.infra.system_users import give_to_folder_owner
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict


def refresh_facts(
    *, actor: Actor, told: Callable[[int], None] = lambda _: None, place: Path | None = None, full: bool = False
) -> Refreshed:
    """Extracts, builds and writes the new rows. Raises ``Conflict`` when another refresh is running.

    ``full``: rebuilds everything. Rows of erased people are copied as they are: the tables no longer have them.
    """
    started = time.monotonic()
    base = place or folder()
    base.mkdir(parents=True, exist_ok=True)
    base.chmod(0o700)  # No row-level security on the facts: other users of the machine cannot read them.
    name, label = "indicators.refresh_facts", "Faits des indicateurs"
    with _alone(base), audit_event(actor=actor, name=name, subject_label=label) as entry:
        before = manifest(base)
        full = full or before.must_be_made_anew
        _sweep(base, before)
        with tempfile.TemporaryDirectory(prefix="pacte-facts-") as scratch, ExitStack() as closing:
            extractor = Extractor(actor=actor, folder=Path(scratch), told=told)
            with ThreadPoolExecutor(1) as loader:
                opening = loader.submit(Sorter, base, is_little=bool(before.parts) and not full)
                # One source is loaded while the next is extracted, and the last while people get their numbers.
                loading = _load(extractor, opening, Manifest() if full else before, loader)
                opened = loader.submit(lambda: opening.result().open_store(before))
                people, gone = number_people(actor=actor)
            opened.result()
            sorter = closing.enter_context(opening.result())
            kept = forget(sorter.db, base, before, gone)
            held = Manifest(next_row=kept.next_row) if full else kept
            sorter.stand_on(held, carried=kept if full else None)
            _take(extractor, sorter, is_first=not held.parts)
            rank = kept.last_rank + 1
            counts = sorter.settle(lambda table: base / f"{table}-{rank:06d}.parquet")
            aside = sorter.aside.waiting()
            parts = tuple(Part(table, path.name, rows, digest_of(path)) for table, path, rows in sorter.write())
        made = replace(
            held,
            parts=_lasting(held, aside) + parts,
            reads={name: each.result() for name, each in loading.items()},
            next_row=sorter.next_row,
            built_at=now().isoformat(timespec="seconds"),
            aside=kept.aside if aside is None else aside,
        )
        _write_manifest(base, made)
        entry.detail.update(added=counts.added, digest=made.digest)
        if full or gone:
            _sweep(base, made)
        forget_others(base, made.digest)
    spent = time.monotonic() - started
    return replace(counts, people=people, forgotten=len(gone), seconds=spent, digest=made.digest, rows=made.rows)


def _lasting(held: Manifest, aside: dict[str, int] | None) -> tuple[Part, ...]:
    """Files that are still valid: the quarantine is rewritten entirely when it changes."""
    return held.parts if aside is None else tuple(part for part in held.parts if part.table != "aside")


def _load(extractor: Extractor, opening: Future[Sorter], before: Manifest, loader: Executor) -> dict[str, Future[Read]]:
    def load(name: str, path: Path, known: Read) -> Read:
        return opening.result().load(name, path, known)

    found = {}
    for source in SOURCES:
        known = before.reads.get(source.name, Read())
        found[source.name] = loader.submit(load, source.name, extractor.rows(source, known), known)
    return found


def _take(extractor: Extractor, sorter: Sorter, *, is_first: bool) -> None:
    """Loads what the sources do not provide with their facts: retried steps, people, sessions."""
    if again := sorter.aside.to_look_at_again():
        sorter.load_again(again, extractor.again(again))
    asked = None if is_first else sorter.journeys()
    with ThreadPoolExecutor(1) as beside:
        near = beside.submit(sorter.aside.draw_near)
        people = extractor.people(asked)
    near.result()
    sorter.load_people(people)
    sorter.load_sessions(extractor.sessions(None if is_first else sorter.sessions()))


def _write_manifest(base: Path, made: Manifest) -> None:
    fresh = base / f"{MANIFEST}.{os.getpid()}"
    fresh.write_text(made.as_json(), encoding="utf-8")
    give_to_folder_owner(base)  # Restore ownership before the site reads them.
    fresh.replace(base / MANIFEST)


def _sweep(base: Path, held: Manifest) -> None:
    named = {part.file for part in held.parts}
    for path in base.glob("*.parquet"):
        if path.name not in named:
            path.unlink()


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    with (base / "refresh.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(
                "facts_busy", "Un rafraîchissement des faits est déjà en cours.", hint="Attendez qu’il finisse."
            ) from error
        with room_is_said():
            yield
