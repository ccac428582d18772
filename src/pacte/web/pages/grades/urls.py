from django.urls import path

from pacte.web.pages.grades import grade_pages

app_name = "grades"
GRADES = "plan/<slug:code>/grilles/"
urlpatterns = [
    path("grilles/", grade_pages.own_grades, name="list"),
    path(f"{GRADES}<int:number>/", grade_pages.grades_of_case, name="of_case"),
    path(f"{GRADES}<int:number>/<slug:section>/", grade_pages.answer_as_peer, name="answer"),
]
