from django.urls import path

from pacte.web.pages.accounts.views import (
    identity_check,
    links,
    login,
    memberships,
    my_account,
    open_id,
    organisations,
    people,
    second_factor,
)

app_name = "accounts"

urlpatterns = [
    path("connexion/", login.login, name="login"),
    path("connexion/lien/", links.login_link, name="login_link"),
    path("connexion/lien/<str:secret>/", links.use_link, name="use_link"),
    path("connexion/code/", second_factor.totp, name="totp"),
    path("connexion/code/installer/", second_factor.totp_enrol, name="totp_enrol"),
    path("connexion/compte-professionnel/", open_id.start, name="oidc_start"),
    path("connexion/compte-professionnel/retour/", open_id.callback, name="oidc_return"),
    path("connexion/verifier/", identity_check.prove, name="prove"),
    path("connexion/rester/", login.keep_alive, name="stay"),
    path("deconnexion/", login.logout, name="logout"),
    path("mon-compte/", my_account.my_account, name="me"),
    path("mon-compte/mot-de-passe/", my_account.change_password, name="change_password"),
    path("mon-compte/connexions/", my_account.end_logins, name="end_logins"),
    path("organisations/", organisations.directory, name="organisations"),
    path("organisations/nouvel/", organisations.new, name="organisation_new"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/corriger/", organisations.change, name="organisation_change"),
    path("organisations/<int:organisation_id>/renommer/", organisations.rename, name="organisation_rename"),
    path("organisations/<int:organisation_id>/services/nouveau/", organisations.new_service, name="service_new"),
    path("personnes/", people.directory, name="people"),
    path("personnes/inviter/", people.invite, name="invite"),
    path("personnes/<int:person_id>/", people.person, name="person"),
    path("personnes/<int:person_id>/corriger/", people.change, name="person_change"),
    path("personnes/<int:person_id>/invitation/", people.invite_again, name="invite_again"),
    path("personnes/<int:person_id>/fermer/", people.close, name="account_close"),
    path("personnes/<int:person_id>/rouvrir/", people.reopen, name="account_reopen"),
    path("personnes/<int:person_id>/telephone/", people.reset_telephone, name="second_factor_reset"),
    path("personnes/<int:person_id>/fonctions/nouvelle/", memberships.add, name="post_add"),
    path("personnes/<int:person_id>/fonctions/<int:membership_id>/finir/", memberships.end, name="post_end"),
]
