"""Commands for developers: allowed on the demonstration, refused on a real installation unless a reason is given."""

from __future__ import annotations

import argparse
import subprocess
import sys
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.cli.commands import django as django_command
from pacte.cli.development import require_reason_on_real
from pacte.cli.site_server import server_environment
from pacte.infra.instance import PROJECT_ROOT, Instance
from pacte.kernel.errors import PermissionDenied
from tests.cast import MACHINE

_SHOW = (
    "import django; django.setup(); from django.conf import settings; from django.template import engines;"
    "print(settings.DEBUG, type(engines['django'].engine.template_loaders[0]).__module__)"
)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_real_installation_refuses_without_a_reason(settings: Any, reason: str) -> None:
    settings.INSTANCE = Instance("real")
    with pytest.raises(PermissionDenied) as refused:
        require_reason_on_real(actor=MACHINE, command="dev", reason=reason)
    assert "--on-real" in refused.value.hint


@pytest.mark.django_db
def test_the_reason_given_on_a_real_installation_is_audited(settings: Any) -> None:
    settings.INSTANCE = Instance("real")
    require_reason_on_real(actor=MACHINE, command="django shell", reason="Ticket 12")
    with acting_as(MACHINE):
        entry = AuditEntry.objects.get(act="development.command")
    assert (entry.subject_label, entry.reason) == ("django shell", "Ticket 12")


@pytest.mark.django_db
def test_elsewhere_nothing_is_asked_nor_audited() -> None:
    require_reason_on_real(actor=MACHINE, command="dev", reason="")
    with acting_as(MACHINE):
        assert not AuditEntry.objects.filter(act="development.command").exists()


@pytest.mark.django_db
def test_a_command_of_django_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(django_command, "ensure_database_ready", lambda: False)
    options = argparse.Namespace(command=["check", "--tag", "models"], on_real="")
    assert django_command.run(options, MACHINE) == 0
    assert "0 silenced" in capsys.readouterr().out


@pytest.mark.parametrize(("debug", "shown"), [("off", "False django.template.loaders.cached"), ("on", "True django")])
def test_errors_and_templates_are_read_anew_for_developers_alone(debug: str, shown: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SHOW],
        env={"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "pacte.config.settings", "PACTE_INSTANCE": "demo",
             "PACTE_DEBUG": debug, "DATABASE_URL": "postgresql://nobody@/nothing"},
        cwd=PROJECT_ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(shown)
    assert ("cached" in done.stdout) is (debug == "off")


def test_a_served_site_never_shows_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTE_DEBUG", "on")
    assert "PACTE_DEBUG" not in server_environment(8000)
