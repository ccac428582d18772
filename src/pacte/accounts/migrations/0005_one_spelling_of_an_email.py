"""One spelling of each e-mail, held by the database; token buckets in place of the tables of django-axes."""

from collections import defaultdict

from django.db import migrations, models

from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import Invalid, Misconfigured


def to_one_spelling(apps, schema_editor):
    """Rewrites the e-mails of the accounts. Raises ``Misconfigured`` with the accounts that a person must settle."""
    people = apps.get_model("accounts", "Person").objects.using(schema_editor.connection.alias)
    by_address, unreadable = defaultdict(list), []
    for number, email in people.order_by("pk").values_list("pk", "email"):
        try:
            by_address[canonical_email(email)].append((number, email))
        except Invalid:
            unreadable.append(number)
    told = [
        f"les comptes {', '.join(str(number) for number, _ in held)} ont la même adresse, écrite autrement"
        for held in by_address.values()
        if len(held) > 1
    ]
    if unreadable:
        told.append(f"comptes dont l’adresse n’est plus acceptée : {', '.join(map(str, unreadable))}")
    if told:
        raise Misconfigured(
            "emails_collide",
            f"Des comptes sont à régler avant la mise à jour : {' ; '.join(told)}.",
            "Deux écritures d’une même adresse ouvriraient le compte d’un autre. Rien n’a changé.",
            "Donnez une autre adresse à l’un des deux : update accounts_person set email = '…' where id = …, puis "
            "relancez.",
        )
    for address, ((number, email),) in by_address.items():
        if address != email:
            people.filter(pk=number).update(email=address)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_ask_once")]

    operations = [
        migrations.RunPython(to_one_spelling, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="person", name="person_email_any_case"),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("email__regex", "^[!-@\\[-~]+$")), name="person_email_canonical"
            ),
        ),
        migrations.CreateModel(
            name="TokenBucket",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("limit_name", models.CharField(max_length=40)),
                ("tokens", models.FloatField()),
                ("refilled_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunSQL(
            "drop table if exists axes_accessattemptexpiration, axes_accessattempt, axes_accesslog,"
            " axes_accessfailurelog;\n"
            "delete from django_migrations where app = 'axes'",
            migrations.RunSQL.noop,
        ),
    ]
