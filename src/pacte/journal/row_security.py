"""SQL of row-level security, for migrations: one call a table, forced even on the owner.

The context (who acts) is set by ``accounts.context.bind``. Conditions may call:
``pacte_reach()``      organisations and hosts of the actor, as bigint[]
``pacte_own()``        organisations of the actor alone: a provider's own, not the Region that steers the pact
``pacte_hosts_as(…)``  hosts for which the actor holds one of the roles named
``pacte_person()``     the actor's person id, or null
``pacte_directory()``  true for who keeps the directory of organisations
``pacte_system()``     true for the machine
``pacte_learner()``    the learner who came by a personal link, or null: their own file and nothing else
"""

from __future__ import annotations

from django.db import migrations

WITHIN_REACH = "organisation_id = any(pacte_reach()) or pacte_system()"


def protect(table: str, *, read: str, write: str, write_roles: str = "public") -> migrations.RunSQL:
    """Turns row-level security on for ``table``: ``read`` filters, ``write`` filters and checks what is written.

    PostgreSQL joins policies by OR, so reading and writing have each their own commands.
    """
    forward = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy {table}_read on {table} for select using ({read})",
        f"create policy {table}_add on {table} for insert to {write_roles} with check ({write})",
        f"create policy {table}_change on {table} for update to {write_roles} using ({write}) with check ({write})",
        f"create policy {table}_remove on {table} for delete to {write_roles} using ({write})",
    ]
    backward = [f"drop policy {table}_{what} on {table}" for what in ("read", "add", "change", "remove")]
    return migrations.RunSQL(
        ";\n".join(forward), ";\n".join([*backward, f"alter table {table} disable row level security"])
    )
