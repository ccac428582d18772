from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from pacte.web.heavy_views import heavy_view
from pacte.web.pages.applications import (
    begin_page,
    cover_page,
    erasure_page,
    letter_page,
    money_pages,
    outreach_page,
    question_page,
    replacement_page,
    section_pages,
    send_pages,
    sharing_pages,
    signing_page,
)
from pacte.web.pages.applications.base_pages import ApplicantPage, account_view, guest_view

app_name = "applications"
_GUEST, _ACCOUNT = "mon-dossier/<str:secret>/", "plan/<slug:code>/demandes/"
# What both have, by name: the page, and its address under one application.
_OF_ONE: dict[str, tuple[type[ApplicantPage], str]] = {
    "cover": (cover_page.CoverPage, ""),
    "section": (section_pages.SectionPage, "partie/<slug:section>/"),
    "document": (section_pages.DocumentPage, "piece/<slug:field>/"),
    "remove_document": (section_pages.RemoveDocumentPage, "pieces/<int:identifier>/retirer/"),
    "review": (send_pages.ReviewPage, "relire/"),
    "receipt": (cover_page.ReceiptPage, "recepisse/"),
    "move": (send_pages.OwnMovePage, "pas/<slug:transition>/"),
    "replace": (replacement_page.ReplacementPage, "remplacer/<int:identifier>/"),
    "money": (money_pages.OwnMoneyPage, "argent/"),
    "account": (money_pages.OwnAccountPage, "compte/"),
    "report": (money_pages.OwnReportPage, "bilans/<slug:report>/"),
    "outreach": (outreach_page.OwnOutreachPage, "contacts/"),
    "message": (send_pages.MessagePage, "message/"),
    "delete": (erasure_page.DeletePage, "effacer/"),
    "keep": (section_pages.KeepPage, "garder/"),
    "edition": (sharing_pages.EditionPage, "formulaire/"),
}
# By a link only: an organisation has its accounts.
_OF_A_GUEST: dict[str, tuple[type[ApplicantPage], str]] = {
    "co_applicants": (sharing_pages.CoApplicantsPage, "avec/"),
    "end_co_applicant": (sharing_pages.EndCoApplicantPage, "avec/<int:identifier>/retirer/"),
    "accept": (sharing_pages.AcceptPage, "accepter/"),
}
# From an account only: a guest signs by the link of its letter, which is for that alone.
_OF_AN_ACCOUNT: dict[str, tuple[type[ApplicantPage], str]] = {
    "sign": (signing_page.OwnSigningPage, "signer/<int:signatory>/"),
}


def _both() -> list[URLPattern]:
    guests = [
        path(f"{_GUEST}demandes/<int:application>/{tail}", guest_view(page), name=f"guest_{name}")
        for name, (page, tail) in {**_OF_ONE, **_OF_A_GUEST}.items()
    ]
    accounts = [
        path(f"{_ACCOUNT}<int:application>/{tail}", account_view(page), name=name)
        for name, (page, tail) in {**_OF_ONE, **_OF_AN_ACCOUNT}.items()
    ]
    return [*guests, *accounts]


urlpatterns = [
    path(_ACCOUNT, account_view(begin_page.ApplicationListPage), name="list"),
    path(f"{_ACCOUNT}nouvelle/<slug:procedure>/", account_view(begin_page.BeginPage), name="begin"),
    path(
        f"{_ACCOUNT}<int:application>/signer/<int:signatory>/document.pdf",
        heavy_view(account_view(signing_page.OwnSigningFilePage)),
        name="sign_file",
    ),
    path(
        f"{_ACCOUNT}<int:application>/courriers/<int:paper>.pdf",
        heavy_view(account_view(letter_page.LetterFilePage)),
        name="letter",
    ),
    path(
        f"{_GUEST}demandes/<int:application>/courriers/<int:paper>.pdf",
        heavy_view(guest_view(letter_page.LetterFilePage)),
        name="guest_letter",
    ),
    path(f"{_ACCOUNT}question/<slug:procedure>/", account_view(question_page.CallQuestionPage), name="question"),
    path(
        f"{_GUEST}question/<slug:code>/<slug:procedure>/",
        guest_view(question_page.CallQuestionPage),
        name="guest_question",
    ),
    path(f"{_GUEST}nouvelle/<slug:code>/<slug:procedure>/", guest_view(begin_page.BeginPage), name="guest_begin"),
    path(f"{_GUEST}adresse/", guest_view(sharing_pages.AskAddressPage), name="guest_address"),
    path(f"{_GUEST}adresse/<str:token>/", guest_view(sharing_pages.ConfirmAddressPage), name="guest_new_address"),
    *_both(),
]
