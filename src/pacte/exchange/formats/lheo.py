"""Catalogue of the training offer of a region, in the national format LHÉO 2.3 (2.2 is also read)."""

from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.records import CatalogueFormat

FORMAT = CatalogueFormat(
    code="lheo",
    label="Catalogue LHÉO",
    version="2.3",
    standard="http://lheo.gouv.fr",
    extensions=(".xml", ".xml.gz", ".zip"),
    check=check_catalogue,
)
