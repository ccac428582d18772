"""Export of the changes of the people of a network, to enter in its own tool."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.exchange.documents import changes_file
from pacte.interop.queries.outbound_changes import outbound_changes
from pacte.kernel.clock import PARIS, now, today
from pacte.kernel.errors import ValidationError
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.advisers.act_file_forms import TOOLS
from pacte.web.pages.advisers.page_context import adviser_and_region, request_actor
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.require_login import require_login

_MAX_PERIOD = timedelta(days=366)


@require_login
@requires_reauthentication
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """« ?depuis=2021-01-04&outil=kairos&format=csv ». Default: the last week, for any tool, as a workbook."""
    actor = request_actor(request)
    body, host = adviser_and_region(actor)
    since = _since(request.GET.get("depuis", ""))
    tool = request.GET.get("outil", "")
    rows = outbound_changes(
        actor=actor, host_id=host.pk, body_id=body.pk, source=tool if tool in TOOLS else "",
        since=datetime.combine(since, time(), tzinfo=PARIS), until=now(),
    )  # fmt: skip
    extension = "csv" if request.GET.get("format") == "csv" else "xlsx"
    write = changes_file.write_changes_csv if extension == "csv" else changes_file.write_changes_xlsx
    data = write(rows, since=since, as_of=today(), synthetic=settings.INSTANCE.name == "demo")
    response = HttpResponse(data, content_type=changes_file.MEDIA_TYPES[extension])
    name = f"changements_{since:%Y-%m-%d}_{today():%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _since(text: str) -> date:
    """Default: a week ago. Raises ``ValidationError`` for anything but a day of the past year."""
    if not text:
        return today() - timedelta(days=7)
    try:
        since = parse_iso_day(text)
    except ValueError:
        since = None
    if since is None or not today() - _MAX_PERIOD <= since <= today():
        raise ValidationError(
            "since", f"« {text[:40]} » n’est pas un jour des douze derniers mois.", hint="Choisissez-en un autre."
        )
    return since
