"""Policies ask who acts once a statement: each answer checks a signature (docs/adr/0019).

Posts are given by who keeps the directory, or by a command: the machine that the site lends gives none.
"""

from django.db import migrations

from pacte.journal.row_security import ask_once, protect_anew


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_stand_ins"), ("journal", "0005_signed_context")]

    operations = [
        protect_anew(
            "accounts_membership",
            write="(select pacte_jobs())"
            " or ((select pacte_directory()) and host_id = any((select pacte_reach())::bigint[]))",
        ),
        ask_once("accounts"),
    ]
