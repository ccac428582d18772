from django.urls import path

from pacte.web.pages.amend import appoint_views, edit_views, import_views, lifecycle_views

app_name = "amend"
urlpatterns = [
    path("plan/<slug:code>/actions/<int:number>/modifier/<slug:key>/", edit_views.edit, name="edit"),
    path("importer/", import_views.receive, name="receive"),
    path("importer/<int:identifier>/", import_views.review, name="review"),
    path("plan/<slug:code>/versions/<int:number>/etapes/", lifecycle_views.steps, name="steps"),
    path("plan/<slug:code>/actions/<int:number>/designer/", appoint_views.appoint_person, name="appoint"),
]
