"""A purchase prepared by one person and signed by another: digest, states, two people."""

from __future__ import annotations

from tests.database_functions.cases import Case, accepted, refused

_TABLE, _FUNCTION = "offer_preparation", "offer_guard_preparation"
# The digest that the trigger expects. ``cents`` is the new value when the statement changes it.
_DIGEST = (
    "encode(sha256(convert_to(concat_ws(E'\\n', kind, organisation_id, buyer_id, provider_id, coalesce(order_id, 0),"
    " {cents}, terms), 'UTF8')), 'hex')"
)
_SEALED = f"update offer_preparation set state = 'waiting', needs_two = true, digest = {_DIGEST.format(cents='cents')}"
_CLOSED = "a preparation that was signed or withdrawn does not change"
_OTHER_DIGEST = "the digest is not that of what is prepared"
_ALONE = "what is signed is what another person prepared"


def _write(changes: str) -> str:
    return f"update offer_preparation set {changes} where id = 101"


def _add(values: str) -> str:
    return (
        f"insert into offer_preparation select (jsonb_populate_record(p, '{values}')).*"
        " from offer_preparation p where id = 101"
    )


def preparations() -> list[Case]:
    cheaper = f"cents = 5, digest = {_DIGEST.format(cents='5')}"
    signed, alone = _write("state = 'signed'"), _write("needs_two = false")
    return [
        accepted(_TABLE, _FUNCTION, _add('{"id": 9}'), _SEALED),
        refused(_TABLE, _FUNCTION, _add('{"id": 9, "cents": 5}'), _OTHER_DIGEST, _SEALED),
        refused(_TABLE, _FUNCTION, _add('{"id": 9, "state": "signed"}'), _ALONE, _SEALED),
        accepted(_TABLE, _FUNCTION, _add('{"id": 9, "state": "signed"}'), _SEALED, alone),
        accepted(_TABLE, _FUNCTION, _add('{"id": 9, "state": "signed"}'), _SEALED, by_machine=True),
        accepted(_TABLE, _FUNCTION, signed, _SEALED),
        accepted(_TABLE, _FUNCTION, _write(cheaper), _SEALED),
        refused(_TABLE, _FUNCTION, _write("cents = 5"), _OTHER_DIGEST, _SEALED),
        refused(_TABLE, _FUNCTION, _write(f"state = 'signed', {cheaper}"), _ALONE, _SEALED),
        refused(_TABLE, _FUNCTION, _write("state = 'signed', needs_two = false"), _ALONE, _SEALED),
        refused(_TABLE, _FUNCTION, _write("state = 'signed', prepared_by_id = 52"), _ALONE, _SEALED),
        refused(_TABLE, _FUNCTION, _write("state = 'signed'"), _ALONE, _SEALED, _write("state = 'draft'")),
        accepted(_TABLE, _FUNCTION, _write("state = 'withdrawn'"), _SEALED),
        refused(_TABLE, _FUNCTION, _write("reason = 'x'"), _CLOSED, _SEALED, signed),
        refused(_TABLE, _FUNCTION, _write("reason = 'x'"), _CLOSED, _SEALED, _write("state = 'withdrawn'")),
        refused(_TABLE, _FUNCTION, "delete from offer_preparation where id = 101", _CLOSED, _SEALED),
    ]
