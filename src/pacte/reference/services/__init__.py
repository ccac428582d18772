"""Writes of the reference room: shipped territory and nomenclature, official files."""

from pacte.reference.services.official_files import load_official_files, recognise_official_files
from pacte.reference.services.shipped_territory import load_shipped_territory
from pacte.reference.services.starter_nomenclature import load_starter_nomenclature

__all__ = ["load_official_files", "load_shipped_territory", "load_starter_nomenclature", "recognise_official_files"]
