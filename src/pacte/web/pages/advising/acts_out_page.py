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
from pacte.web.asks_again import asks_again
from pacte.web.pages.advising.acts_forms import TOOLS
from pacte.web.pages.advising.frame import actor_in, bodies_of
from pacte.web.signed_in import signed_in

_LONGEST = timedelta(days=366)


@signed_in
@asks_again
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """« ?depuis=2021-01-04&outil=kairos&format=csv ». Default: the last week, for any tool, as a workbook."""
    actor = actor_in(request)
    body, host = bodies_of(actor)
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
        found = parse_iso_day(text)
    except ValueError:
        found = None
    if found is None or not today() - _LONGEST <= found <= today():
        raise ValidationError(
            "since", f"« {text[:40]} » n’est pas un jour des douze derniers mois.", hint="Choisissez-en un autre."
        )
    return found
