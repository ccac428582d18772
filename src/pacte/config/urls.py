"""URL configuration: one line per group of pages. tests/web/access lists who may access each."""

from django.conf import settings
from django.urls import include, path, register_converter

from pacte.web.pages.feeds.api import api
from pacte.web.pages.site import views as frame
from pacte.web.url_converters import ActionCodeConverter

register_converter(ActionCodeConverter, "action")

urlpatterns = [
    path("", include("pacte.web.pages.desks.urls")),
    path("", include("pacte.web.pages.guide.urls")),
    path("", include("pacte.web.pages.plan.urls")),
    path("", include("pacte.web.pages.accounts.urls")),
    path("", include("pacte.web.pages.plan_editing.urls")),
    path("", include("pacte.web.pages.notifications.urls")),
    path("", include("pacte.web.pages.money.urls")),
    path("", include("pacte.web.pages.rounds.urls")),
    path("", include("pacte.web.pages.committees.urls")),
    path("", include("pacte.web.pages.experiments.urls")),
    path("", include("pacte.web.pages.cases.urls")),
    path("", include("pacte.web.pages.readings.urls")),
    path("", include("pacte.web.pages.grades.urls")),
    path("", include("pacte.web.pages.search.urls")),
    path("", include("pacte.web.pages.site_search.urls")),
    path("", include("pacte.web.pages.attendance.urls")),
    path("", include("pacte.web.pages.sessions.urls")),
    path("", include("pacte.web.pages.outcomes.urls")),
    path("", include("pacte.web.pages.advisers.urls")),
    path("", include("pacte.web.pages.retention.urls")),
    path("", include("pacte.web.pages.partners.urls")),
    path("", include("pacte.web.pages.meetings.urls")),
    path("", include("pacte.web.pages.learner_portal.urls")),
    path("", include("pacte.web.pages.place_requests.urls")),
    path("", include("pacte.web.pages.relations.urls")),
    path("", include("pacte.web.pages.guest_portal.urls")),
    path("", include("pacte.web.pages.applications.urls")),
    path("", include("pacte.web.pages.procedures.urls")),
    path("", include("pacte.web.pages.feeds.urls")),
    path("", include("pacte.web.pages.published.urls")),
    path("", include("pacte.web.pages.figures.urls")),
    path("", include("pacte.web.pages.intake.urls")),
    path("", include("pacte.web.pages.territory.urls")),
    path("", include("pacte.web.pages.gaps.urls")),
    path("", include("pacte.web.pages.disputes.urls")),
    path("api/", api.urls),
    path("", include("pacte.web.pages.gallery.urls")),
    path("", include("pacte.web.pages.site.urls")),
]

if settings.DEBUG_TOOLBAR:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))

handler400 = frame.bad_request
handler403 = frame.forbidden
handler404 = frame.not_found
handler500 = frame.server_error
