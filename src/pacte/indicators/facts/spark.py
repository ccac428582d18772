"""The same SQL for Spark, written by SQLGlot: one text an indicator, whatever the engine. Pure."""

from __future__ import annotations

import sqlglot
from sqlglot import ErrorLevel

from pacte.kernel.errors import Misconfigured


def spark_text(text: str) -> str:
    """A text of the DuckDB dialect in that of Spark. Raises ``Misconfigured`` when something has no equivalent."""
    try:
        (told,) = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        raise Misconfigured("spark_text", "Ce texte n’a pas d’équivalent pour Spark.", str(error)) from error
    return told
