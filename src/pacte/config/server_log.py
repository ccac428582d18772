"""Log of the web server, redacted like the site's own."""

from __future__ import annotations

from gunicorn.config import Config
from gunicorn.glogging import Logger

from pacte.config.redacting import RedactingFormatter


class ServerLog(Logger):
    """Gunicorn's logger with our formatter."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(RedactingFormatter(self.error_fmt, self.datefmt))
