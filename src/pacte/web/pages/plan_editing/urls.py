from django.urls import path

from pacte.web.pages.plan_editing import (
    action_lifecycle_views,
    add_action_views,
    appointment_views,
    edit_views,
    handover_views,
    import_views,
    version_lifecycle_views,
)

app_name = "amend"
urlpatterns = [
    path("plan/<slug:code>/actions/<action:number>/modifier/<slug:key>/", edit_views.edit, name="edit"),
    path("importer/", import_views.receive, name="receive"),
    path("importer/<int:identifier>/", import_views.review, name="review"),
    path("plan/<slug:code>/versions/<int:number>/etapes/", version_lifecycle_views.steps, name="steps"),
    path("plan/<slug:code>/actions/<action:number>/designer/", appointment_views.appoint_person, name="appoint"),
    path(
        "plan/<slug:code>/actions/<action:number>/devenir/", action_lifecycle_views.change_action_status, name="become"
    ),
    path("plan/<slug:code>/avenant/action/", add_action_views.new_action, name="new_action"),
    path("plan/<slug:code>/avenant/periode/", add_action_views.new_period, name="new_period"),
    path("personnes/<int:person_id>/passer-la-main/", handover_views.page, name="hand_over"),
]
