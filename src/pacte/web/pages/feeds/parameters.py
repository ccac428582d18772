"""Parameters of the public API, parsed strictly as described: values that JSON would not write so are rejected.

The framework alone would accept « 0 » as a day of 1970, « yes » as a boolean and « 1_0 » as ten.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

# From 1900 to 2099: a day outside this range is a typing error.
DAY = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def _strict_pattern(pattern: str) -> Callable[[Any], Any]:
    shape = re.compile(pattern)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not shape.fullmatch(value):
            raise ValueError("not written as its description says")
        return value

    return check


Whole = Annotated[int, BeforeValidator(_strict_pattern(r"-?[0-9]{1,18}"))]
Decimal = Annotated[float, BeforeValidator(_strict_pattern(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"))]
Flag = Annotated[bool, BeforeValidator(_strict_pattern(r"true|false"))]
Day = Annotated[
    date, BeforeValidator(_strict_pattern(DAY)), WithJsonSchema({"type": "string", "format": "date", "pattern": DAY})
]
# An omitted parameter filters nothing; « null » is not a valid value.
Absent = SkipJsonSchema[None]
