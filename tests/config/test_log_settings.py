"""Log settings: records go to standard error, one line each, in text or in JSON."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest
from gunicorn.config import Config

from pacte.cli.site_server import web_server_command
from pacte.config.log_settings import formatter_path
from pacte.config.server_log import ServerLog
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.errors import ConfigurationError

_SPEAK = """
import logging, django
django.setup()
for name in ("pacte.here", "some.library", "django.request", "django.server"):
    for level in ("INFO", "WARNING", "ERROR"):
        logging.getLogger(name).log(getattr(logging, level), "%s for marie@exemple.fr", level)
"""
HEARD = [
    ("pacte.here", "INFO"), ("pacte.here", "WARNING"), ("pacte.here", "ERROR"),
    ("some.library", "WARNING"), ("some.library", "ERROR"), ("django.request", "ERROR"),
]  # fmt: skip


def _spoken(log: str, debug: str = "off") -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _SPEAK],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "pacte.config.settings",
             "PACTE_INSTANCE": "test", "PACTE_LOG": log, "PACTE_DEBUG": debug},
        cwd=PROJECT_ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "", "standard output belongs to the commands"
    return done.stderr.splitlines()


@pytest.mark.parametrize("debug", ["off", "on"])
def test_each_record_is_one_line_of_text_on_standard_error(debug: str) -> None:
    lines = [line.split() for line in _spoken("", debug)]
    assert [(name, level) for _, level, name, *_ in lines] == HEARD
    assert {tuple(rest) for _, level, _, *rest in lines if level == "ERROR"} == {("[-]", "ERROR", "for", "…")}


def test_each_record_is_one_object_on_demand() -> None:
    objects = [json.loads(line) for line in _spoken("json")]
    assert [(each["logger"], each["level"]) for each in objects] == HEARD
    assert {each["message"] for each in objects if each["level"] == "ERROR"} == {"ERROR for …"}


def test_an_unknown_format_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ConfigurationError) as refused:
        formatter_path("xml")
    assert "text ou json" in refused.value.hint


def test_the_web_server_writes_in_the_same_format_and_logs_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTE_LOG", "json")
    log = ServerLog(Config())
    handler = log._get_gunicorn_handler(log.error_log)  # pytest may have added its own.
    handler.setStream(written := io.StringIO())
    log.warning("Worker %s ends", 12)
    assert json.loads(written.getvalue())["message"] == "Worker 12 ends"
    assert log._get_gunicorn_handler(log.access_log) is None
    assert not [each for each in web_server_command("127.0.0.1", 8000) if "access" in each]
