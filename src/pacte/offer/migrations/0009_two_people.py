"""Two people for one purchase: what is prepared, and the proof in the database that another person signed it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from pacte.journal.row_security import protect

STAFF = "'region_pilot', 'action_lead', 'analyst', 'buyer', 'finance_officer', 'state_reader', 'auditor'"
# A provider reads who signed its orders, and nothing of what is being prepared.
READERS = (
    f"offer_preparation.organisation_id = any(pacte_hosts_as({STAFF})) or pacte_system()"
    " or (offer_preparation.state = 'signed' and exists (select 1 from offer_provider p"
    " where p.id = offer_preparation.provider_id and p.body_id = any(pacte_own())))"
)
WRITERS = "offer_preparation.organisation_id = any(pacte_hosts_as('buyer')) or pacte_system()"

GUARD = """
create function offer_guard_preparation() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.state in ('signed', 'withdrawn')) then
        raise exception 'a preparation that was signed or withdrawn does not change' using errcode = 'check_violation';
    end if;
    if new.digest <> encode(sha256(convert_to(concat_ws(E'\\n', new.kind, new.organisation_id, new.buyer_id,
        new.provider_id, coalesce(new.order_id, 0), new.cents, new.terms), 'UTF8')), 'hex') then
        raise exception 'the digest is not that of what is prepared' using errcode = 'check_violation';
    end if;
    if new.state = 'signed' and not pacte_system() and (
        (tg_op = 'INSERT' and new.needs_two)
        or (tg_op = 'UPDATE' and (old.state, old.needs_two, old.digest, old.prepared_by_id)
            is distinct from ('waiting', new.needs_two, new.digest, new.prepared_by_id))
    ) then
        raise exception 'what is signed is what another person prepared' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger offer_preparation_guarded before insert or update or delete on offer_preparation
    for each row execute function offer_guard_preparation();

create function offer_require_signature() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.preparation_id is not distinct from old.preparation_id then
        return new;
    end if;
    if tg_op = 'UPDATE' or (new.preparation_id is null and not pacte_system()) or (
        new.preparation_id is not null and not exists (
            select 1 from offer_preparation p where p.id = new.preparation_id and p.state = 'signed'
        )
    ) then
        raise exception 'a row of % names what was signed', tg_table_name using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger offer_order_signed before insert or update of preparation_id on offer_order
    for each row execute function offer_require_signature();
create trigger offer_amendment_signed before insert or update of preparation_id on offer_amendment
    for each row execute function offer_require_signature();
"""
UNGUARD = """
drop trigger offer_amendment_signed on offer_amendment;
drop trigger offer_order_signed on offer_order;
drop function offer_require_signature();
drop trigger offer_preparation_guarded on offer_preparation;
drop function offer_guard_preparation();
"""


def to(target: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(target, on_delete=django.db.models.deletion.PROTECT, **{"related_name": "+", **more})


def to_preparation(name: str) -> models.OneToOneField:
    return models.OneToOneField(
        "offer.preparation", on_delete=django.db.models.deletion.PROTECT, null=True, blank=True, related_name=name
    )


class Migration(migrations.Migration):
    dependencies = [
        ("offer", "0008_search_funders"),
        ("accounts", "0003_stand_ins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preparation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("terms", models.TextField()),
                ("cents", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=100)),
                ("needs_two", models.BooleanField()),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("prepared_by_name", models.CharField(max_length=200)),
                ("prepared_at", models.DateTimeField()),
                ("signed_by_name", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("signed_digest", models.CharField(blank=True, max_length=64)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("buyer", to("accounts.organisation")),
                ("order", to("offer.order", blank=True, null=True, related_name="preparations")),
                ("organisation", to("accounts.organisation")),
                ("prepared_by", to(settings.AUTH_USER_MODEL)),
                ("provider", to("offer.provider")),
                ("signed_by", to(settings.AUTH_USER_MODEL, blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation"], condition=Q(state="waiting"), name="offer_waiting_signature"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(needs_two=False) | Q(signed_by__isnull=True) | ~Q(signed_by=F("prepared_by")),
                        name="offer_two_people",
                    ),
                    models.CheckConstraint(
                        condition=(
                            Q(
                                state="signed", signed_by__isnull=False, signed_at__isnull=False,
                                signed_digest=F("digest"),
                            )
                            | (~Q(state="signed") & Q(signed_by__isnull=True, signed_at__isnull=True, signed_digest=""))
                        ),
                        name="offer_signed_as_prepared",
                    ),
                    models.UniqueConstraint(
                        fields=["organisation", "key"], condition=~Q(state="withdrawn"),
                        name="offer_preparation_key_once",
                    ),
                    models.UniqueConstraint(
                        fields=["organisation", "number"], condition=Q(kind="order") & ~Q(state="withdrawn"),
                        name="offer_prepared_number_once",
                    ),
                ],
            },
        ),
        migrations.AddField("order", "preparation", to_preparation("signed_order")),
        migrations.AddField("amendment", "preparation", to_preparation("signed_amendment")),
        protect("offer_preparation", read=READERS, write=WRITERS),
        migrations.RunSQL(GUARD, UNGUARD),
    ]  # fmt: skip
