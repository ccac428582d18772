"""Delete, each hour, the uploads checked more than a day ago and never written."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from pacte.kernel.set_aside import Shelf


@app.periodic(cron="23 * * * *")
@app.task(name="files.sweep", queue="rounds")
def sweep_each_hour(timestamp: int) -> None:
    """Visitors trigger this too; the hourly run covers days without visitors."""
    Shelf(settings.SET_ASIDE_FOLDER).sweep()
