"""Policies ask who acts once a statement; the count for the public is the owner's, signed as the machine (docs/adr/0019)."""

from django.db import migrations

from pacte.journal.row_security import ask_once, count_as_machine


class Migration(migrations.Migration):
    dependencies = [("procedures", "0004_requests"), ("journal", "0005_signed_context")]

    operations = [ask_once("procedures"), count_as_machine("procedures_counts")]
