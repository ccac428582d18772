"""Faults that a form treats alike, by code. Pure."""

from __future__ import annotations

from typing import Final

NUMBER_FAULTS: Final = frozenset({"number_missing", "number_too_long", "number_twice"})
OWN_FAULTS: Final = NUMBER_FAULTS | {"id_twice", "too_many", "period_order"}
CODE_FAULTS: Final = frozenset({"unknown_code", "formacode", "nsf", "rome", "rncp", "rs", "formacode_version"})
"""Written alike in several places of a training, they are one mistake."""
VALUE_FAULTS: Final = CODE_FAULTS | {
    "too_short", "integer", "bounds", "date", "date_unreal", "siret", "siret_key", "stray_text", "number_twice",
    "not_yours", "instant",
}  # fmt: skip
HOLDER_FAULTS: Final = NUMBER_FAULTS | {"missing_element", "too_many", "period_order", "stray_text", "id_twice"}
"""Their path is that of the element that holds what is wrong."""
STRANGERS: Final = frozenset({"unknown_element", "misplaced_element", "newer_element", "namespace"})
