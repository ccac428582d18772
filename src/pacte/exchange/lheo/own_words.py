"""What an import would read in a file of ours: a training that says the same tells nothing new.

Read back, a training that we wrote from our columns differs from them here and there: texts that the norm wants and we
do not have, lists that it cuts, places whose key was made otherwise. None of it is news.
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
    """Number of a training → digest that its rows would have, read in the file that we would write now."""
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
