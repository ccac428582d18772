"""What the trigger on documents refuses and allows: bytes go once infected, or come back with the same digest."""

from __future__ import annotations

from tests.database_functions.cases import Case, accepted, refused

_TABLE, _FUNCTION, _REFUSAL = (
    "procedures_casedocument",
    "procedures_keep_document",
    "procedures_casedocument is written once",
)
_SET = "update procedures_casedocument set"
_WHOLE = rf"{_SET} data = '\x61', digest = encode(sha256('\x61'), 'hex') where id = 101"
_LOST = f"{_SET} data = null where id = 101"
_BACK = rf"{_SET} data = '\x61' where id = 101"
_INFECTED = "update procedures_documentcheck set document_id = 101, kind = 'scan', result = 'infected' where id = 101"


def documents() -> list[Case]:
    return [
        accepted(_TABLE, _FUNCTION, _BACK, _WHOLE, _LOST),
        accepted(_TABLE, _FUNCTION, _LOST, _WHOLE, _INFECTED),
        refused(_TABLE, _FUNCTION, _LOST, _REFUSAL, _WHOLE),
        refused(_TABLE, _FUNCTION, rf"{_SET} data = '\x62' where id = 101", _REFUSAL, _WHOLE),
        refused(_TABLE, _FUNCTION, _BACK, _REFUSAL, _WHOLE, _INFECTED),
        refused(_TABLE, _FUNCTION, rf"{_SET} data = '\x61', title = 'x' where id = 101", _REFUSAL, _WHOLE),
        refused(_TABLE, _FUNCTION, "delete from procedures_casedocument where id = 101", _REFUSAL),
    ]
