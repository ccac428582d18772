"""Delete, each hour, the uploads checked more than a day ago and never written."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from pacte.infra.temporary_uploads import TemporaryUploadStore


@app.periodic(cron="23 * * * *")
@app.task(name="files.sweep", queue="rounds")
def delete_expired_uploads_hourly(timestamp: int) -> None:
    """Visitors trigger this too; the hourly run covers days without visitors."""
    TemporaryUploadStore(settings.SET_ASIDE_FOLDER).delete_expired()
