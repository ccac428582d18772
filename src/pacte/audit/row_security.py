"""SQL of row-level security, for migrations: one call per table, forced even on the owner.

The context (who acts) is signed and set by ``accounts.row_context.set_row_context``. Conditions may call these
functions; ``enable_row_security`` writes each as a scalar sub-query (``(select pacte_system())``), which PostgreSQL
runs once per statement instead of once per row:

``pacte_reach()``      organisations and hosts of the actor, as bigint[]
``pacte_own()``        organisations of the actor only: a provider's own, not the Region that steers the pact
``pacte_hosts_as(…)``  hosts for which the actor has one of the given roles; a buyer of another organisation than the
                       host is a ``third_party_buyer``
``pacte_person()``     the actor's person id, or null
``pacte_directory()``  true for an actor who manages the directory of organisations
``pacte_system()``     true for the system, including when the site elevates a person to its visibility
``pacte_jobs()``       true for the system in jobs and commands only
``pacte_today()``      the day of the trade (``kernel.clock``)
``pacte_learner()``    the learner who came through a personal link, or null: they only see their own record
``pacte_guest()``      the guest who came through a link proved by e-mail, or null: they only see their own rows

In a sub-query every column must be qualified by its table: PostgreSQL resolves an unqualified name to the inner table
when it has such a column, and ``r.learner_id = learner_id`` is then always true. ``{row}`` stands for the table of the
policy.
"""

from __future__ import annotations

import re

from django.db import migrations

ORGANISATION_IN_SCOPE = "organisation_id = any(pacte_reach()) or pacte_system()"
_SUB_QUERY = re.compile(r"\(\s*select\b", re.IGNORECASE)
_STRING = re.compile(r"'[^']*'")
# A table and its alias.
_TABLE_REFERENCE = re.compile(r"\b(?:from|join)\s+\w+(?:\s+(?:as\s+)?(?!on\b|where\b|join\b)\w+)?", re.IGNORECASE)
# A name that is not qualified, and is not a table, a type or a function.
_UNQUALIFIED_NAME = re.compile(r"(?<![\w.:])[a-z_]\w*(?![\w.(])", re.IGNORECASE)
_SQL_KEYWORDS = frozenset({
    "select", "where", "and", "or", "not", "exists", "is", "null", "in", "any", "all", "true", "false", "on", "as",
    "current_date", "between", "case", "when", "then", "else", "end", "distinct", "from", "join", "left", "lateral",
    "variadic", "array",
})  # fmt: skip
# A context function that is not yet in a scalar sub-query of its own, and its replacement.
_CONTEXT = (
    (re.compile(r"(?<!select )\b(pacte_hosts_as\([^()]*\)|pacte_(?:own|reach)\(\))"), r"(select \1)::bigint[]"),
    (re.compile(r"(?<!select )\b(pacte_(?:system|jobs|person|directory|learner|guest)\(\))"), r"(select \1)"),
)


def enable_row_security(table: str, *, read: str, write: str, write_roles: str = "public") -> migrations.RunSQL:
    """Enables row-level security on ``table``: ``read`` filters, ``write`` filters and checks written rows.

    PostgreSQL combines policies with OR, so reading and writing use separate commands. ``{row}`` is the table. Raises
    ``ValueError`` on an unqualified column in a sub-query.
    """
    read, write = qualify_columns(table, read), qualify_columns(table, write)
    forward = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy {table}_read on {table} for select using ({read})",
        f"create policy {table}_add on {table} for insert to {write_roles} with check ({write})",
        f"create policy {table}_change on {table} for update to {write_roles} using ({write}) with check ({write})",
        f"create policy {table}_remove on {table} for delete to {write_roles} using ({write})",
    ]
    backward = [f"drop policy {table}_{command} on {table}" for command in ("read", "add", "change", "remove")]
    return migrations.RunSQL(
        ";\n".join(forward), ";\n".join([*backward, f"alter table {table} disable row level security"])
    )


def add_policies(table: str, name: str, *, read: str = "", write: str = "") -> migrations.RunSQL:
    """More readers or writers of a table that has its policies. ``name`` ends the names of the policies added."""
    clauses = (
        ("read", "for select using ({0})", read),
        ("add", "for insert with check ({0})", write),
        ("change", "for update using ({0}) with check ({0})", write),
    )
    added = {
        command: clause.format(qualify_columns(table, condition)) for command, clause, condition in clauses if condition
    }
    return migrations.RunSQL(
        ";\n".join(f"create policy {table}_{command}_{name} on {table} {clause}" for command, clause in added.items()),
        ";\n".join(f"drop policy {table}_{command}_{name} on {table}" for command in added),
    )


def let_owner_read(table: str, condition: str) -> migrations.RunSQL:
    """One more policy for the learner who came by a personal link: it opens nothing to anybody else."""
    return migrations.RunSQL(
        f"create policy {table}_own on {table} for select using ({qualify_columns(table, condition)})",
        f"drop policy {table}_own on {table}",
    )


def qualify_columns(table: str, condition: str) -> str:
    """The condition with its table, the context asked once a statement and not once a row.

    Raises ``ValueError`` where a sub-query holds a column without its table.
    """
    expanded = condition.replace("{row}", table)
    for function, once in _CONTEXT:
        expanded = function.sub(once, expanded)
    for sub_query in _SUB_QUERY.finditer(expanded):
        body = _TABLE_REFERENCE.sub(" ", _STRING.sub("''", _bracketed_text(expanded, sub_query.start())))
        unqualified = [name for name in _UNQUALIFIED_NAME.findall(body) if name.lower() not in _SQL_KEYWORDS]
        if unqualified:
            raise ValueError(f"{table}: {', '.join(unqualified)} without a table in a sub-query: {expanded}")
    return expanded


def _bracketed_text(text: str, start: int) -> str:
    depth = 0
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return text[start : position + 1]
    raise ValueError(f"a bracket is not closed: {text}")
