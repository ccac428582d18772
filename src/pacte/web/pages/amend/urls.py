from django.urls import path

from pacte.web.pages.amend import (
    appoint_views,
    become_views,
    edit_views,
    enlarge_views,
    hand_over_views,
    import_views,
    lifecycle_views,
)

app_name = "amend"
urlpatterns = [
    path("plan/<slug:code>/actions/<action:number>/modifier/<slug:key>/", edit_views.edit, name="edit"),
    path("importer/", import_views.receive, name="receive"),
    path("importer/<int:identifier>/", import_views.review, name="review"),
    path("plan/<slug:code>/versions/<int:number>/etapes/", lifecycle_views.steps, name="steps"),
    path("plan/<slug:code>/actions/<action:number>/designer/", appoint_views.appoint_person, name="appoint"),
    path("plan/<slug:code>/actions/<action:number>/devenir/", become_views.become, name="become"),
    path("plan/<slug:code>/avenant/action/", enlarge_views.new_action, name="new_action"),
    path("plan/<slug:code>/avenant/periode/", enlarge_views.new_period, name="new_period"),
    path("personnes/<int:person_id>/passer-la-main/", hand_over_views.page, name="hand_over"),
]
