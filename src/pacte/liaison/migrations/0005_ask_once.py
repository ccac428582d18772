"""Policies ask who acts once a statement; the count for the public is the owner's, signed as the machine (docs/adr/0019)."""

from django.db import migrations

from pacte.journal.row_security import ask_once, count_as_machine


class Migration(migrations.Migration):
    dependencies = [("liaison", "0004_counts"), ("journal", "0005_signed_context")]

    operations = [ask_once("liaison"), count_as_machine("liaison_counts")]
