from django.urls import path

from pacte.web.pages.plan_editing import amendment_pages, import_views
from pacte.web.pages.plan_editing.action_lifecycle_views import LifecyclePage
from pacte.web.pages.plan_editing.amendment_pages import AppointPage
from pacte.web.pages.plan_editing.edit_views import EditRowPage
from pacte.web.pages.plan_editing.handover_views import HandOverPage
from pacte.web.pages.plan_editing.version_lifecycle_views import VersionStepsPage

app_name = "amend"
_ACTION = "plan/<slug:code>/actions/<action:number>"
urlpatterns = [
    path(f"{_ACTION}/modifier/<slug:key>/", EditRowPage.as_view(), name="edit"),
    path("importer/", import_views.ReceivePage.as_view(), name="receive"),
    path("importer/<int:identifier>/", import_views.ReviewPage.as_view(), name="review"),
    path("plan/<slug:code>/versions/<int:number>/etapes/", VersionStepsPage.as_view(), name="steps"),
    path(f"{_ACTION}/designer/", AppointPage.as_view(), name="appoint"),
    path(f"{_ACTION}/devenir/", LifecyclePage.as_view(), name="become"),
    path("plan/<slug:code>/avenant/action/", amendment_pages.new_action, name="new_action"),
    path("plan/<slug:code>/avenant/periode/", amendment_pages.new_period, name="new_period"),
    path("personnes/<int:person_id>/passer-la-main/", HandOverPage.as_view(), name="hand_over"),
]
