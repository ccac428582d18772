"""What opening a ZIP archive from outside may raise. Pure."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED_ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)
"""``RuntimeError``: an encrypted member; a subclass of it, a compression that ``zipfile`` cannot read."""
