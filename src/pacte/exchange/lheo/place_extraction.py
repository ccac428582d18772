"""Providers and sites of a catalogue as lines of COPY text, each emitted once: providers once per file,
sites once per batch."""

from __future__ import annotations

import hashlib

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo import copy_text
from pacte.exchange.lheo.copy_text import EMPTY_ARRAY, NULL, escape_copy_text, text_array
from pacte.exchange.lheo.nodes import Group, QualifiedNames, children_by_tag, first_inner, short_digest, text_in

_MAX_CACHED_SITES = 20_000


class PlaceRowExtractor:
    """Emits providers and sites of one file, and remembers which ones were emitted."""

    def __init__(self, names: QualifiedNames) -> None:
        self._n = names
        self._providers: set[str] = set()
        self._sites: dict[bytes, tuple[str, str]] = {}
        self._batch_sites: set[str] = set()

    def begin_batch(self) -> None:
        self._batch_sites.clear()

    def remember_provider(self, siret: str) -> None:
        """Marks a provider as emitted before the import was resumed."""
        self._providers.add(siret)

    def provider(self, siret: str, group: Group, training_number: str) -> str:
        """Line of the provider; empty when already emitted. Only its first description in the file is used."""
        if siret in self._providers:
            return ""
        self._providers.add(siret)
        return f"{self._provider(siret, group)}\t{escape_copy_text(training_number)}"

    def _provider(self, siret: str, group: Group) -> str:
        n = self._n
        place = first_inner(group, n["coordonnees-organisme"], n["coordonnees"])
        around = children_by_tag(place) if place is not None else {}
        address = children_by_tag(around[n["adresse"]][0]) if n["adresse"] in around else {}
        code = first_inner(group, n["code-UAI-organisme-formation"], n["code-UAI"])
        return "\t".join(
            (
                siret,
                text_in(group, n["numero-activite"]),
                text_in(group, n["nom-organisme"]),
                text_in(group, n["raison-sociale"]),
                escape_copy_text((code.text or "") if code is not None else ""),
                text_in(address, n["codepostal"]),
                text_in(address, n["ville"]),
                text_in(address, n["code-INSEE-commune"]),
                self._phone(around),
                text_in(around, n["courriel"]),
                self.first_url(around, n["web"]),
            )
        )

    def action_places(self, group: Group, lines: list[bytes]) -> tuple[str, list[str]]:
        """Key of the main site and keys of the others. Adds to ``lines`` the sites not yet emitted."""
        main = ""
        others: list[str] = []
        for place in group.get(self._n["lieu-de-formation"], ()):
            key = self._site(place, lines)
            if not main or (place.get("tag") == "principal" and not others):
                main, others = key, [*others, *([main] if main else [])]
            else:
                others.append(key)
        return main, others

    def _site(self, place: _Element, lines: list[bytes]) -> str:
        source_digest = hashlib.blake2b(etree.tostring(place, with_tail=False), digest_size=16).digest()
        site = self._sites.get(source_digest)
        if site is None:
            if len(self._sites) > _MAX_CACHED_SITES:
                self._sites.clear()
            line = self._site_line(place)
            site = self._sites[source_digest] = short_digest(line.encode()), line
        key, line = site
        if key not in self._batch_sites:
            self._batch_sites.add(key)
            lines.append(f"{key}\t{line}".encode())
        return key

    def _site_line(self, place: _Element) -> str:
        n = self._n
        outer = children_by_tag(place)
        around = children_by_tag(outer[n["coordonnees"]][0])
        address = children_by_tag(around[n["adresse"]][0]) if n["adresse"] in around else {}
        where = children_by_tag(address[n["geolocalisation"]][0]) if n["geolocalisation"] in address else {}
        name = text_in(address, n["denomination"]) or text_in(around, n["nom"]) or text_in(around, n["ligne"])
        lines = [node.text or "" for node in address.get(n["ligne"], ())]
        latitude = copy_text.coordinate_field(text_in(where, n["latitude"]), 90)
        longitude = copy_text.coordinate_field(text_in(where, n["longitude"]), 180)
        if NULL in (latitude, longitude):
            latitude = longitude = NULL
        siret = first_inner(outer, n["SIRET-lieu-formation"], n["SIRET"])
        code = first_inner(outer, n["code-UAI-lieu-formation"], n["code-UAI"])
        return "\t".join(
            (
                name,
                text_array(lines) if lines else EMPTY_ARRAY,
                text_in(address, n["codepostal"]),
                text_in(address, n["ville"]),
                text_in(address, n["code-INSEE-commune"]),
                latitude,
                longitude,
                escape_copy_text((siret.text or "") if siret is not None else ""),
                escape_copy_text((code.text or "") if code is not None else ""),
                self._phone(around),
                text_in(around, n["courriel"]),
            )
        )

    def _phone(self, around: Group) -> str:
        for kind in ("telfixe", "portable"):
            node = first_inner(around, self._n[kind], self._n["numtel"])
            if node is not None:
                return escape_copy_text(node.text or "")
        return ""

    def first_url(self, group: Group, tag: str) -> str:
        """First URL under « tag »."""
        node = first_inner(group, tag, self._n["urlweb"])
        return escape_copy_text(node.text or "") if node is not None else ""
