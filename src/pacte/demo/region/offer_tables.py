"""Tables of the invented offer, and a writer that allocates ids and buffers rows."""

from __future__ import annotations

from pacte.demo.region.setting import Setting
from pacte.infra.staged_copy import copy_row
from pacte.kernel.actor import Actor
from pacte.offer.services.bulk_load import writer

_TABLES = {
    "offer_provider": (
        "id", "siret", "body_id", "name", "postal_code", "town", "commune_code", "phone", "recorded_at", "changed_at",
    ),
    "offer_site": ("id", "key", "name", "postal_code", "town", "commune_code", "latitude", "longitude"),
    "offer_training": (
        "id", "number", "host_id", "provider_id", "title", "objective", "is_certifying", "level_out", "formacodes",
        "general_objective", "nsf_codes", "rome_codes", "certifications", "recorded_at", "changed_at",
        "changed_in_source_on",
    ),
    "offer_competence": ("training_id", "rank", "text"),
    "offer_module": ("id", "training_id", "rank", "title", "hours", "kind"),
    "offer_moduleattestation": ("module_id", "text", "issuer", "competence_code", "family"),
    "offer_moduleblock": ("module_id", "certification_code", "block_code"),
    "offer_traininglink": ("earlier_id", "later_id", "kind", "note", "said_on", "said_by_name"),
    "offer_trainingaction": (
        "id", "training_id", "number", "site_id", "entry_mode", "modality", "pace", "prerequisites", "hours_centre",
        "hours_company", "hours_total", "public_codes", "funders", "programmes", "accessibility",
        "information_dates", "recorded_at", "changed_at",
    ),
    "offer_accessinformation": (
        "training_action_id", "licence_required", "reached_without_car", "way", "wheelchair", "disability_contact",
        "said_on", "said_by_name",
    ),
    "offer_session": (
        "id", "training_action_id", "number", "site_id", "starts_on", "ends_on", "first_starts_on", "recruitment",
        "state", "recorded_at", "changed_at",
    ),
    "offer_lot": (
        "id", "organisation_id", "buyer_id", "code", "title", "year", "domain_code", "nature", "zone_kind", "zone_code",
        "places", "hours", "price_unit", "unit_price_cents", "fund", "plan_id", "state", "need", "created_at",
        "created_by_name",
    ),
    "offer_order": (
        "id", "organisation_id", "buyer_id", "provider_id", "lot_id", "number", "title", "form", "domain_code",
        "nature", "price_unit", "unit_price_cents", "signed_on", "ends_on", "recorded_at", "recorded_by_name",
    ),
    "offer_orderitem": ("id", "organisation_id", "order_id", "session_id", "fund", "plan_id", "plan_action_id"),
    "offer_amendment": (
        "id", "organisation_id", "order_id", "number", "kind", "signed_on", "reason", "recorded_at", "recorded_by_name",
    ),
    "offer_providerrequest": (
        "id", "organisation_id", "provider_id", "session_id", "order_id", "kind", "places", "hours", "starts_on",
        "ends_on", "cause", "reason", "asked_at", "asked_by_name", "due_on", "state", "answer", "answered_at",
        "answered_by_name",
    ),
    "offer_placeentry": (
        "id", "organisation_id", "provider_id", "session_id", "kind", "places", "hours", "cents", "happened_on",
        "recorded_at", "buyer_id", "order_id", "line_id", "amendment_id", "request_id", "corrects_id", "cause",
        "reason", "person_name",
    ),
    "offer_ledgerdifference": (
        "organisation_id", "provider_id", "session_id", "kind", "ledger_value", "file_value", "found_at", "state",
        "question", "reason", "settled_at", "settled_by_name",
    ),
    "offer_sessionstatechange": (
        "organisation_id", "provider_id", "session_id", "state", "happened_on", "recorded_at", "decided_by", "cause",
        "starts_on", "ends_on", "starts_on_before", "person_name",
    ),
    "offer_sessionplaces": (
        "session_id", "planned", "bought", "opened", "minimum", "lost", "counted", "hours_counted", "occupied",
        "changed_at",
    ),
}  # fmt: skip


class OfferWriter:
    """Allocates ids, buffers rows by table, and loads them in foreign-key order."""

    def __init__(self, actor: Actor, setting: Setting) -> None:
        self._actor, self.setting = actor, setting
        self._lines: dict[str, list[str]] = {table: [] for table in _TABLES}
        self._next = {
            table: writer.first_identifier(actor=actor, table=table)
            for table, columns in _TABLES.items()
            if columns[0] == "id"
        }
        self._staging = {
            table: writer.copy(actor=actor, table=table, columns=columns) for table, columns in _TABLES.items()
        }
        self._known: dict[tuple[object, ...], int] = {}

    def put(self, table: str, *values: object) -> None:
        self._lines[table].append(copy_row(values))

    def identifier(self, table: str) -> int:
        self._next[table] += 1
        return self._next[table] - 1

    def get_or_create_identifier(self, *key: object) -> tuple[int, bool]:
        """Return the id of an object created once, and whether it is new. ``key`` begins with its table."""
        if key in self._known:
            return self._known[key], False
        self._known[key] = self.identifier(str(key[0]))
        return self._known[key], True

    def load(self) -> None:
        """May run in another thread: these cursors are already in the transaction."""
        for table, staging in self._staging.items():
            staging.add("".join(self._lines[table]))
            staging.insert()

    def sync_sequences(self) -> None:
        for table in self._next:
            writer.sync_sequence(actor=self._actor, table=table)
