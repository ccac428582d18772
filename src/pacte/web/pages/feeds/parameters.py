"""Parameters of the open interface, read as their description says: what JSON would not write so is refused.

The framework alone would take « 0 » for a day of 1970, « yes » for a boolean and « 1_0 » for ten.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

# From 1900 to 2099: a day out of these is a slip of the keyboard.
DAY = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def _written(pattern: str) -> Callable[[Any], Any]:
    shape = re.compile(pattern)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not shape.fullmatch(value):
            raise ValueError("not written as its description says")
        return value

    return check


Whole = Annotated[int, BeforeValidator(_written(r"-?[0-9]{1,18}"))]
Decimal = Annotated[float, BeforeValidator(_written(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"))]
Flag = Annotated[bool, BeforeValidator(_written(r"true|false"))]
Day = Annotated[
    date, BeforeValidator(_written(DAY)), WithJsonSchema({"type": "string", "format": "date", "pattern": DAY})
]
# Left out, a parameter narrows nothing; « null » is no value of it.
Absent = SkipJsonSchema[None]
