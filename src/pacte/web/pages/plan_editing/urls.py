from django.urls import path

from pacte.web.pages.plan_editing import (
    amendment_pages,
    edit_row_page,
    handover_views,
    lifecycle_pages,
)

app_name = "plan_editing"
_ACTION = "plan/<slug:code>/actions/<action:number>"
urlpatterns = [
    path(f"{_ACTION}/modifier/<slug:key>/", edit_row_page.EditRowPage.as_view(), name="edit"),
    path(
        "plan/<slug:code>/versions/<int:number>/etapes/",
        lifecycle_pages.VersionStepsPage.as_view(),
        name="steps",
    ),
    path(f"{_ACTION}/designer/", amendment_pages.AppointPage.as_view(), name="appoint"),
    path(f"{_ACTION}/devenir/", lifecycle_pages.LifecyclePage.as_view(), name="become"),
    path("plan/<slug:code>/avenant/action/", amendment_pages.new_action, name="new_action"),
    path("plan/<slug:code>/avenant/periode/", amendment_pages.new_period, name="new_period"),
    path("personnes/<int:person_id>/passer-la-main/", handover_views.HandOverPage.as_view(), name="hand_over"),
]
