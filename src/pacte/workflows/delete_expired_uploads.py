"""Delete the uploads checked more than a day ago and never written."""

from __future__ import annotations

from django.conf import settings

from pacte.infra.temporary_uploads import TemporaryUploadStore


def delete_expired_uploads() -> None:
    """Visitors trigger this too; the hourly run covers days without visitors."""
    TemporaryUploadStore(settings.SET_ASIDE_FOLDER).delete_expired()
