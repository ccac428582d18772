"""Writes of the reference room: shipped territory and nomenclature, official files."""

from pacte.reference.services.official import load_official
from pacte.reference.services.starter import load_starter
from pacte.reference.services.territory import load_territory

__all__ = ["load_official", "load_starter", "load_territory"]
