"""A version says itself when it was put in force. Before, only the audit log knew, under the name of an act."""

from django.db import migrations, models

FROZEN = """
create or replace function plan_refuse_backwards() returns trigger language plpgsql
as $$
begin
    if old.state = 'draft' then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE'
        or array_position(array['draft', 'voted', 'signed', 'in_force'], new.state::text)
           < array_position(array['draft', 'voted', 'signed', 'in_force'], old.state::text)
        or (to_jsonb(new) - array[{later}]) is distinct from (to_jsonb(old) - array[{later}])
        or (old.signed_on is not null and new.signed_on is distinct from old.signed_on)
        or (old.in_force_from is not null and new.in_force_from is distinct from old.in_force_from){once}
    then
        raise exception 'plan version % is frozen', old.id using errcode = 'check_violation';
    end if;
    return new;
end $$
"""
_LATER = "'state', 'signed_on', 'in_force_from'"
AFTER = FROZEN.format(
    later=f"{_LATER}, 'put_in_force_at'",
    once="""
        or (old.put_in_force_at is not null and new.put_in_force_at is distinct from old.put_in_force_at)""",
)
BEFORE = FROZEN.format(later=_LATER, once="")
# Row-level security binds the owner too, and nobody acts during a migration: it is lifted for this statement.
FILL = """
alter table plan_planversion no force row level security;
alter table audit_auditentry no force row level security;
update plan_planversion v set put_in_force_at = coalesce(
    (select min(j.at) from audit_auditentry j where j.act = 'plan.put_in_force' and j.subject_kind = 'plan'
        and j.subject_id = v.plan_id::text and j.detail ->> 'version' = v.number::text),
    v.created_at)
where v.state = 'in_force' and v.put_in_force_at is null;
alter table audit_auditentry force row level security;
alter table plan_planversion force row level security
"""


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_security"), ("audit", "0003_security")]

    operations = [
        migrations.AddField("planversion", "put_in_force_at", models.DateTimeField(null=True, blank=True)),
        migrations.RunSQL(AFTER, BEFORE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "planversion",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "in_force"), _negated=True), ("put_in_force_at__isnull", False), _connector="OR"
                ),
                name="plan_version_in_force_known",
            ),
        ),
    ]
