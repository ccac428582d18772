"""Counts kept by night of what the catalogue describes, and by day of what people look for that nobody sells."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

# The visitors of the search have no account: this function adds one to a count, and writes nothing that they typed.
FUNCTIONS = """
create function offer_note_unmet_search(host bigint, on_day date, of_kind text, of_term text, department text)
returns void language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    insert into offer_unmetsearch as u (organisation_id, counted_on, kind, term, department_code, searches)
    select host, on_day, of_kind, of_term, department, 1
    where exists (select 1 from offer_training t where t.host_id = host)
        and department ~ '^([0-9][0-9AB][0-9]?)?$'
        and case of_kind
            when 'occupation' then of_term ~ '^[A-Z][0-9]{4}$'
            when 'word' then exists (select 1 from offer_searchword w where w.word = of_term)
            when 'unknown' then of_term = ''
            else false
        end
    on conflict (organisation_id, counted_on, kind, term, department_code) do update set searches = u.searches + 1;
    perform set_config('pacte.context', before, true);
end $$;
"""
SYSTEM = "pacte_system()"
QUALITY_READERS = "organisation_id = any(pacte_hosts_as('region_pilot', 'action_lead', 'analyst', 'buyer', 'state_reader', 'auditor'))"


class Migration(migrations.Migration):
    dependencies = [("offer", "0006_payers_of_order_lines"), ("accounts", "0001_tables"), ("audit", "0002_functions")]

    operations = [
        migrations.CreateModel(
            name="UnmetSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("term", models.CharField(blank=True, max_length=60)),
                ("department_code", models.CharField(blank=True, max_length=3)),
                ("searches", models.PositiveIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "counted_on", "kind", "term", "department_code"),
                        name="offer_unmetsearch_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DescriptionCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host_id", models.BigIntegerField()),
                ("counted_on", models.DateField()),
                ("sheets", models.PositiveIntegerField()),
                ("described", models.PositiveIntegerField()),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offer.provider"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("host_id", "provider", "counted_on"), name="offer_descriptioncount_once_a_night"
                    )
                ],
            },
        ),
        enable_row_security("offer_unmetsearch", read=f"{QUALITY_READERS} or {SYSTEM}", write=SYSTEM),
        enable_row_security("offer_descriptioncount", read="true", write=SYSTEM),
        migrations.RunSQL(FUNCTIONS, "drop function offer_note_unmet_search(bigint, date, text, text, text)"),
    ]
