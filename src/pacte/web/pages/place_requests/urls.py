from django.urls import path

from pacte.web.pages.place_requests import answer_pages, request_page, visitor_page

app_name = "place_requests"
urlpatterns = [
    path("formations/<str:number>/demander/", request_page.PlaceRequestPage.as_view(), name="ask"),
    path("ma-demande-de-place/<str:secret>/", visitor_page.VisitorPage.as_view(), name="mine"),
    path("demandes-de-place/", answer_pages.list_place_requests, name="list"),
    path("demandes-de-place/nombres/", answer_pages.count_place_requests, name="counts"),
    path("demandes-de-place/<int:identifier>/", answer_pages.answer_place_request, name="request"),
    path("demandes-de-place/<int:identifier>/je-m-en-occupe/", answer_pages.TakePage.as_view(), name="take"),
]
