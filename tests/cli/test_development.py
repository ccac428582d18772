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


@pytest.mark.parametrize(
    ("debug", "shown"), [("off", "False django.template.loaders.cached"), ("on", "True pacte.web.template_loader")]
)
def test_errors_and_templates_are_read_anew_for_developers_alone(debug: str, shown: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SHOW],
        env={"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "pacte.config.settings", "PACTE_INSTANCE": "demo",
             "PACTE_DEBUG": debug, "DATABASE_URL": "postgresql://nobody@/nothing"},
        cwd=PROJECT_ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(shown)
    assert ("cached" in done.stdout) is (debug == "off")


_TOOLBAR = """
import sys, django
django.setup()
from django.conf import settings
from django.test import Client
from django.http import HttpResponse
from django.urls import get_resolver, path
import pacte.config.urls as site
site.urlpatterns.insert(0, path("essai/", lambda request: HttpResponse("<html><body>essai</body></html>")))
settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "csp" in each or "toolbar" in each]
settings.ALLOWED_HOSTS = ["testserver"]
page = Client(REMOTE_ADDR=sys.argv[1]).get("/essai/")
routes = [str(each.pattern) for each in get_resolver().url_patterns]
print("debug_toolbar" in settings.INSTALLED_APPS, "__debug__/" in routes, "djDebug" in page.content.decode(),
      "debug_toolbar" in sys.modules, page.headers["Content-Security-Policy"], sep="|")
"""


def _with_toolbar(debug: str, address: str) -> tuple[list[str], set[str]]:
    """What the toolbar adds (applications, addresses, page, modules), and the content policy of the page."""
    done = subprocess.run(
        [sys.executable, "-c", _TOOLBAR, address],
        env={"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "pacte.config.settings", "PACTE_INSTANCE": "demo",
             "PACTE_DEBUG": debug, "DATABASE_URL": "postgresql://nobody@/nothing"},
        cwd=PROJECT_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *shown, policy = done.stdout.strip().split("|")
    return shown, set(policy.split("; "))


def test_the_toolbar_is_on_the_pages_of_developers_under_the_policy_of_all_pages() -> None:
    shown, policy = _with_toolbar("on", "127.0.0.1")
    assert shown == ["True"] * 4
    assert policy == _with_toolbar("off", "127.0.0.1")[1]
    assert {"script-src 'self'", "style-src 'self'", "default-src 'none'"} <= policy


def test_nothing_of_the_toolbar_is_loaded_elsewhere() -> None:
    assert _with_toolbar("off", "127.0.0.1")[0] == ["False"] * 4


def test_another_machine_does_not_see_the_toolbar_of_a_developer() -> None:
    assert _with_toolbar("on", "192.0.2.7")[0] == ["True", "True", "False", "True"]


def test_a_served_site_never_shows_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTE_DEBUG", "on")
    assert "PACTE_DEBUG" not in server_environment(8000)
