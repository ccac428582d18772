"""Digests of our own exports: a training re-imported without changes is not an update.

When re-imported, a training exported from our columns differs in places: mandatory texts that we do not have, truncated
lists, sites with another key. None of these is a real change.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from pacte.exchange.lheo.exporting import Writing
from pacte.exchange.lheo.extract import Extractor
from pacte.exchange.lheo.numbers import Numbers
from pacte.exchange.lheo.structure import structure
from pacte.kernel.actor import Actor
from pacte.offer.queries.export import trainings_by_id


def digests_of_export(*, actor: Actor, training_ids: Collection[int]) -> dict[str, str]:
    """Training number → digest of its rows, as an import would read them from an export made now."""
    norm, writing = structure("2.3"), Writing()
    numbers = Numbers(norm)
    found = {}
    for training in trainings_by_id(actor=actor, training_ids=training_ids):
        text = writing.text(training)
        if text:
            element = etree.fromstring(f'<lheo xmlns="{norm.namespace}">'.encode() + text + b"</lheo>", _parser())[0]
            list(numbers.read(element))
            found[training.number] = Extractor(norm.namespace).rows(element).digest
    return found


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)
