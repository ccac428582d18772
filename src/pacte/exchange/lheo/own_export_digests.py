"""Digests of our own exports: a training re-imported without changes is not an update.

When re-imported, a training exported from our columns differs in places: mandatory texts that we do not have, truncated
lists, sites with another key. None of these is a real change.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from pacte.exchange.lheo.catalogue_export import TrainingXmlWriter
from pacte.exchange.lheo.numbers import NumberNormaliser
from pacte.exchange.lheo.row_extraction import TrainingRowExtractor
from pacte.exchange.lheo.structure import structure
from pacte.kernel.actor import Actor
from pacte.offer.queries.export import trainings_by_id


def own_export_digests(*, actor: Actor, training_ids: Collection[int]) -> dict[str, str]:
    """Training number → digest of its rows, as an import would read them from an export made now."""
    norm, writer = structure("2.3"), TrainingXmlWriter()
    numbers = NumberNormaliser(norm)
    digests = {}
    for training in trainings_by_id(actor=actor, training_ids=training_ids):
        text = writer.text(training)
        if text:
            element = etree.fromstring(f'<lheo xmlns="{norm.namespace}">'.encode() + text + b"</lheo>", _parser())[0]
            list(numbers.normalise(element))
            line, _ = TrainingRowExtractor(norm.namespace).rows(element)
            digests[training.number] = line.digest
    return digests


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)
