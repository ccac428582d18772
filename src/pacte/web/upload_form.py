"""Two-step upload form: the file is checked, stored temporarily with its token in the form, then written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile

from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.infra.temporary_uploads import TemporaryUploadStore
from pacte.kernel.actor import Actor

_UPLOAD_EXPIRED = (
    "Le fichier vérifié n’est plus gardé : il l’est un jour au plus, pour vous seul. Choisissez-le de nouveau."
)


def upload_store() -> TemporaryUploadStore:
    return TemporaryUploadStore(settings.SET_ASIDE_FOLDER)


def upload_owner_key(actor: Actor, purpose: str, organisation_id: int) -> str:
    """Key of a person for that organisation and page: a user who changes membership gets another key."""
    return f"{purpose}/{organisation_id}/{actor.person_id}"


class CheckedUploadForm(forms.Form):
    """Subclasses must declare a ``file`` field. A newly uploaded file takes precedence over the stored one."""

    kept = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owner: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.owner = owner
        self.fields["file"].required = not (self.is_bound and self.data.get("kept"))

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        token = cleaned.get("kept", "")
        if token and not cleaned.get("file") and "file" not in self.errors:
            upload = upload_store().get(owner=self.owner, token=token)
            if upload is None:
                self.add_error("file", _UPLOAD_EXPIRED)
            else:
                cleaned["file"] = ContentFile(upload.data, name=upload.name)
        return cleaned

    def store_upload(self) -> dict[str, str]:
        """Stores the checked file for the second step. Returns its token (empty when the store is full) and name."""
        file = self.cleaned_data["file"]
        name = safe_file_name(file.name)
        self.discard_upload()
        file.seek(0)
        return {"token": upload_store().save(owner=self.owner, name=name, data=file.read()), "name": name}

    def discard_upload(self) -> None:
        upload_store().delete(owner=self.owner, token=self.cleaned_data.get("kept", ""))
