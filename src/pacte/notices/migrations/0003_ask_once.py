"""Policies ask who acts once a statement: each answer checks a signature (docs/adr/0019)."""

from django.db import migrations

from pacte.journal.row_security import ask_once


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_security"), ("journal", "0005_signed_context")]

    operations = [ask_once("notices")]
