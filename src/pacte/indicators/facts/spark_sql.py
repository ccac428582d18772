"""Translation of the DuckDB SQL to Spark SQL with SQLGlot: one text per indicator for both engines. Pure."""

from __future__ import annotations

import sqlglot
from sqlglot import ErrorLevel, exp

from pacte.kernel.errors import ConfigurationError


def to_spark_sql(text: str) -> str:
    """Translates DuckDB SQL to Spark SQL. Raises ``ConfigurationError`` when a construct has no equivalent."""
    try:
        tree = sqlglot.parse_one(text, read="duckdb").transform(_fold)
        sql = tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        raise ConfigurationError("spark_text", "Ce texte n’a pas d’équivalent pour Spark.", str(error)) from error
    return sql


def _fold(node: exp.Expression) -> exp.Expression:
    """Spark takes the initial value of a fold before its function."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "list_reduce":
        values, function, initial = node.expressions
        return exp.Reduce(this=values, initial=initial, merge=function)
    return node
