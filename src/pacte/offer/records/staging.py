"""Staging tables for bulk import: plain columns filled by the reader of a file format, in this order. Pure.

The reader writes COPY text lines in these columns; ``services.bulk`` loads them into temporary tables. ``source`` of a
training is the part of its file that has no column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Columns = tuple[tuple[str, str], ...]

_TEXT, _INTEGER, _DATE, _BOOLEAN, _CODES, _JSON = "text", "bigint", "date", "boolean", "varchar[]", "jsonb"

STAGING_COLUMNS: Mapping[str, Columns] = {
    "provider": (
        ("siret", _TEXT),
        ("activity_number", _TEXT),
        ("name", _TEXT),
        ("legal_name", _TEXT),
        ("uai_code", _TEXT),
        ("postal_code", _TEXT),
        ("town", _TEXT),
        ("commune_code", _TEXT),
        ("phone", _TEXT),
        ("email", _TEXT),
        ("web", _TEXT),
        ("told_by", _TEXT),
    ),
    "site": (
        ("key", _TEXT),
        ("name", _TEXT),
        ("lines", _CODES),
        ("postal_code", _TEXT),
        ("town", _TEXT),
        ("commune_code", _TEXT),
        ("latitude", "float8"),
        ("longitude", "float8"),
        ("siret", _TEXT),
        ("uai_code", _TEXT),
        ("phone", _TEXT),
        ("email", _TEXT),
    ),
    "training": (
        ("number", _TEXT),
        ("digest", _TEXT),
        ("source", "bytea"),
        ("provider_siret", _TEXT),
        ("changed_in_source_on", _DATE),
        ("title", _TEXT),
        ("objective", _TEXT),
        ("expected_results", _TEXT),
        ("content", _TEXT),
        ("is_certifying", _BOOLEAN),
        ("pathway", _INTEGER),
        ("level_in", _INTEGER),
        ("level_out", _INTEGER),
        ("general_objective", _INTEGER),
        ("formacode_version", _TEXT),
        ("formacodes", _CODES),
        ("nsf_codes", _CODES),
        ("rome_codes", _CODES),
        ("certifications", _JSON),
        ("module_reference", _TEXT),
        ("url", _TEXT),
    ),
    "action": (
        ("training_number", _TEXT),
        ("number", _TEXT),
        ("digest", _TEXT),
        ("site_key", _TEXT),
        ("other_site_keys", _CODES),
        ("changed_in_source_on", _DATE),
        ("entry_mode", _INTEGER),
        ("modality", _INTEGER),
        ("pace", _TEXT),
        ("alternation", _TEXT),
        ("prerequisites", _TEXT),
        ("level_required", _BOOLEAN),
        ("public_codes", _CODES),
        ("public_note", _TEXT),
        ("hours_centre", _INTEGER),
        ("hours_company", _INTEGER),
        ("hours_total", _INTEGER),
        ("duration", _TEXT),
        ("price_hour_cents", _INTEGER),
        ("price_total_cents", _INTEGER),
        ("costs_may_be_paid", _BOOLEAN),
        ("costs_detail", _TEXT),
        ("costs_left", _TEXT),
        ("is_contracted", _BOOLEAN),
        ("contracted_hours", _INTEGER),
        ("funders", _JSON),
        ("programmes", _CODES),
        ("trainers", _JSON),
        ("accessibility", _TEXT),
        ("catering", _TEXT),
        ("lodging", _TEXT),
        ("transport", _TEXT),
        ("languages", _CODES),
        ("recruitment", _TEXT),
        ("pedagogy", _TEXT),
        ("information_dates", _CODES),
        ("information_place", _JSON),
        ("url", _TEXT),
    ),
    "session": (
        ("training_number", _TEXT),
        ("action_number", _TEXT),
        ("number", _TEXT),
        ("digest", _TEXT),
        ("site_key", _TEXT),
        ("changed_in_source_on", _DATE),
        ("starts_on", _DATE),
        ("ends_on", _DATE),
        ("period_as_given", _TEXT),
        ("enrol_from", _DATE),
        ("enrol_until", _DATE),
        ("enrolment", _TEXT),
        ("recruitment", _INTEGER),
        ("places_given", _INTEGER),
        ("minimum_given", _INTEGER),
        ("contact", _JSON),
        ("blocks", _JSON),
        ("url", _TEXT),
        ("financed", _INTEGER),
    ),
    "seen": (("number", _TEXT),),
}


@dataclass(slots=True)
class ImportCounts:
    """Row counts of an import."""

    trainings_added: int = 0
    trainings_changed: int = 0
    trainings_unchanged: int = 0
    trainings_closed: int = 0
    trainings_of_others: int = 0
    actions_added: int = 0
    actions_changed: int = 0
    actions_closed: int = 0
    sessions_added: int = 0
    sessions_changed: int = 0
    sessions_closed: int = 0
    providers_added: int = 0
    providers_changed: int = 0
    sites_added: int = 0
    quarantined: int = 0
    differences: int = 0

    def add(self, other: ImportCounts) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def nonzero(self) -> dict[str, int]:
        return {name: count for name, count in self.as_dict().items() if count}

    @classmethod
    def from_counts(cls, counts: Mapping[str, int]) -> ImportCounts:
        """From a mapping that may count other things too."""
        return cls(**{name: int(counts.get(name, 0)) for name in cls.__dataclass_fields__})

    @property
    def changed_rows(self) -> int:
        """Trainings added, changed or closed, and sessions changed or closed."""
        trainings = self.trainings_added + self.trainings_changed + self.trainings_closed
        return trainings + self.sessions_changed + self.sessions_closed

    @property
    def rows(self) -> int:
        """Number of rows written."""
        return sum(value for name, value in self.as_dict().items() if name.endswith(("_added", "_changed")))


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A file of the offer of a Region, by its number among received files.

    ``provider_id`` and its organisation ``body_id``: set when the file may hold the trainings of one provider only.
    """

    file_id: int
    host_id: int
    file_name: str
    provider_id: int | None = None
    body_id: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenBatch:
    """What the rows of a batch changed, and the numbers of its trainings."""

    counts: ImportCounts
    numbers: Sequence[str]
