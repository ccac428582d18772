"""Forgets, each night, the logins that ended and the limits that nobody met for a day."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from pacte.accounts.services import purge_buckets


@app.periodic(cron="47 2 * * *")
@app.task(name="logins.sweep", queue="rounds")
def sweep_each_night(timestamp: int) -> None:
    SessionStore.clear_expired()
    purge_buckets()
