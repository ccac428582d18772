"""Detects the LHÉO version from the first element of a document, and explains refusals in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from pacte.exchange.lheo.structure import namespaces
from pacte.exchange.lheo.xml_source import unreadable_catalogue

OWN_EXPORT_INFO = "catalogue-pacte"
"""Value of ``info`` in catalogues exported by pacte."""

_EDOF = "of.moncompteformation.gouv.fr"
_SUPPORTED_VERSIONS_TEXT = "Les versions lues sont LHÉO 2.3 et LHÉO 2.2."
_UNSUPPORTED_VERSIONS = {
    "http://www.lheo.org/1.3.0": "1.3",
    "http://www.lheo.org/2.0": "2.0",
    "http://www.lheo.org/2.1": "2.1",
}


class CatalogueHeading:
    """Feed it blocks until ``version`` is known. Raises ``UnreadableFile`` when the document is not a LHÉO
    catalogue.
    """

    def __init__(self) -> None:
        self.version = ""
        self.is_ours = False
        # A separator that no URI contains splits the namespace from the name.
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartElementHandler = self._on_first_element
        self._parser.StartDoctypeDeclHandler = self._on_doctype

    def take(self, block: bytes) -> None:
        try:
            self._parser.Parse(block, False)
        except expat.ExpatError as error:
            if not self.version:
                raise unreadable_catalogue(
                    "not_xml", f"Le fichier n’est pas du XML lisible, dès la ligne {error.lineno}."
                ) from error

    def end(self) -> None:
        if not self.version:
            raise unreadable_catalogue("truncated", "Le fichier s’arrête avant son premier élément.")

    def _on_doctype(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise unreadable_catalogue("file_type", "Ce fichier est une page web, pas un catalogue LHÉO.")
        raise unreadable_catalogue(
            "doctype",
            "Le fichier commence par une déclaration DOCTYPE.",
            "Elle peut cacher des instructions : un catalogue LHÉO n’en a pas besoin.",
            "Retirez cette déclaration, puis déposez le fichier de nouveau.",
        )

    def _on_first_element(self, name: str, attributes: Mapping[str, str]) -> None:
        self._parser.StartElementHandler = None
        namespace, _, local = name.rpartition(" ")
        if local.lower() == "html":
            raise unreadable_catalogue("file_type", "Ce fichier est une page web, pas un catalogue LHÉO.")
        if _EDOF in namespace:
            raise unreadable_catalogue(
                "edof",
                "Ce fichier est un catalogue EDOF (Mon Compte Formation), une variante de LHÉO.",
                "Elle omet des éléments que la norme rend obligatoires.",
                "Demandez à votre outil un export « LHÉO 2.3 » (celui des Carif-Oref), puis déposez-le.",
            )
        if namespace in _UNSUPPORTED_VERSIONS:
            raise unreadable_catalogue(
                "version", f"Ce fichier est en LHÉO {_UNSUPPORTED_VERSIONS[namespace]}.", _SUPPORTED_VERSIONS_TEXT
            )
        version = namespaces().get(namespace)
        if local == "lheo" and not namespace:
            raise unreadable_catalogue(
                "version",
                "Ce fichier ne dit pas sa version de LHÉO : il n’a pas d’espace de noms.",
                _SUPPORTED_VERSIONS_TEXT,
            )
        if version is None and "lheo" in (local.lower() + namespace.lower()):
            raise unreadable_catalogue(
                "version",
                f"La version de LHÉO de ce fichier n’est pas connue : « {namespace[:120]} ».",
                _SUPPORTED_VERSIONS_TEXT,
            )
        if version is None:
            raise unreadable_catalogue(
                "file_type", f"Ce fichier est du XML, mais pas un catalogue LHÉO : il commence par « {local[:60]} »."
            )
        if local != "lheo":
            raise unreadable_catalogue(
                "not_catalogue",
                f"Ce fichier LHÉO {version} commence par « {local[:60]} » : ce n’est pas un catalogue.",
                "Un catalogue commence par « lheo ».",
            )
        self.version, self.is_ours = version, attributes.get("info") == OWN_EXPORT_INFO
