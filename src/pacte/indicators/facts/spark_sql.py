"""Translation of the DuckDB SQL to Spark SQL with SQLGlot: one text per indicator for both engines. Pure."""

from __future__ import annotations

import sqlglot
from sqlglot import ErrorLevel

from pacte.kernel.errors import ConfigurationError


def to_spark_sql(text: str) -> str:
    """Translates DuckDB SQL to Spark SQL. Raises ``ConfigurationError`` when a construct has no equivalent."""
    try:
        (sql,) = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        raise ConfigurationError("spark_text", "Ce texte n’a pas d’équivalent pour Spark.", str(error)) from error
    return sql
