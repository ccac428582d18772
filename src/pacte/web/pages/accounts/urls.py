from django.urls import path

from pacte.web.pages.accounts import identity_check, login, open_id, organisations, people, person_acts

app_name = "accounts"

urlpatterns = [
    path("connexion/", login.log_in_by_password, name="login"),
    path("connexion/lien/", login.login_link, name="login_link"),
    path("connexion/lien/<str:secret>/", login.use_link, name="use_link"),
    path("connexion/code/", identity_check.second_factor, name="totp"),
    path("connexion/code/installer/", identity_check.enrol_second_factor, name="totp_enrol"),
    path("connexion/compte-professionnel/", open_id.start, name="oidc_start"),
    path("connexion/compte-professionnel/retour/", open_id.callback, name="oidc_return"),
    path("connexion/verifier/", identity_check.prove_identity, name="prove"),
    path("connexion/rester/", login.keep_alive, name="stay"),
    path("deconnexion/", login.logout, name="logout"),
    path("mon-compte/", people.my_account, name="me"),
    path("mon-compte/mot-de-passe/", people.change_password, name="change_password"),
    path("mon-compte/connexions/", people.end_logins, name="end_logins"),
    path("organisations/", organisations.directory, name="organisations"),
    path("organisations/nouvel/", organisations.new, name="organisation_new"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/corriger/", organisations.change, name="organisation_change"),
    path("organisations/<int:organisation_id>/renommer/", organisations.rename, name="organisation_rename"),
    path("organisations/<int:organisation_id>/services/nouveau/", organisations.new_service, name="service_new"),
    path("personnes/", people.people_directory, name="people"),
    path("personnes/inviter/", person_acts.invite, name="invite"),
    path("personnes/<int:person_id>/", people.person, name="person"),
    path("personnes/<int:person_id>/corriger/", person_acts.change, name="person_change"),
    path("personnes/<int:person_id>/invitation/", person_acts.invite_again, name="invite_again"),
    path("personnes/<int:person_id>/fermer/", person_acts.close, name="account_close"),
    path("personnes/<int:person_id>/rouvrir/", person_acts.reopen, name="account_reopen"),
    path("personnes/<int:person_id>/telephone/", person_acts.reset_telephone, name="second_factor_reset"),
    path("personnes/<int:person_id>/fonctions/nouvelle/", person_acts.add, name="post_add"),
    path(
        "personnes/<int:person_id>/fonctions/<int:membership_id>/finir/",
        person_acts.end,
        name="post_end",
    ),
]
