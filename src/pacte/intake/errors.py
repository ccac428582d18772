"""What stops a received file. Pure."""

from __future__ import annotations

from pacte.kernel.errors import Conflict


class KnownFile(Conflict):
    """Another answer would make the file the same as another line of the ledger: ``file_id``."""

    def __init__(self, file_id: int) -> None:
        super().__init__(
            "known_file", "Ce même fichier a déjà été déposé avec ces réponses.",
            hint="Ouvrez celui-là, ou gardez les réponses d’avant.",
        )  # fmt: skip
        self.file_id = file_id
