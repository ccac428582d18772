"""The log of the web server: written as the site's own, so that it names nobody either."""

from __future__ import annotations

from gunicorn.config import Config
from gunicorn.glogging import Logger

from pacte.config.redacting import RedactingFormatter


class ServerLog(Logger):
    """Gunicorn's, with our way of writing."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(RedactingFormatter(self.error_fmt, self.datefmt))
