"""All writes of the room: the shipped territory, the official files."""

from pacte.reference.services.official import load_official
from pacte.reference.services.territory import load_territory

__all__ = ["load_official", "load_territory"]
