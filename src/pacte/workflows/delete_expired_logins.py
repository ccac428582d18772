"""Delete, each night, expired web sessions and the rate-limit buckets unused for a day."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from pacte.accounts.services import purge_buckets


@app.periodic(cron="47 2 * * *")
@app.task(name="logins.sweep", queue="rounds")
def delete_expired_logins_nightly(timestamp: int) -> None:
    SessionStore.clear_expired()
    purge_buckets()
