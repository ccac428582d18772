#!/bin/sh
# Writes down the tables as the migrations leave them: an empty database then takes them at once. Run it after a migration.
set -eu
cd "$(dirname -- "$0")/.."
PYTHONPATH=src .venv/bin/python scripts/schema.py src/pacte/workflows/schema.sql
