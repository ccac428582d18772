"""All writes of the room: the shipped territory and nomenclature, the official files."""

from pacte.reference.services.official import load_official
from pacte.reference.services.starter import load_starter
from pacte.reference.services.territory import load_territory

__all__ = ["load_official", "load_starter", "load_territory"]
