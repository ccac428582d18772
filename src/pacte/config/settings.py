"""Settings, all from the environment. ``./pacte`` sets those of the embedded installation.

DATABASE_URL          application role: neither superuser, nor owner of the tables, nor BYPASSRLS
DATABASE_JOBS_URL     role of jobs and commands, with the same limits: absent from the process that serves pages
DATABASE_OWNER_URL    owner of the tables, to migrate and to load a demonstration: absent from a process that serves
PACTE_INSTANCE        demo | real | dev | test
PACTE_DEBUG           on | off: errors in full, templates read again, toolbar; set by `./pacte dev` alone
PACTE_LOG             text | json: how each line of the log is written, on standard error (text)
PACTE_URL             public address; https switches the secure cookies and redirections on
PACTE_SECRET_KEY      signing key; the default is refused outside demo and test
PACTE_BRAND_*         NAME, TAGLINE, LOGO, ACCENT, ACCENT_DARK
PACTE_EMAIL_URL       smtp server for links by e-mail; without it they are written in the instance's folder
PACTE_EMAIL_IN_FILES  on | off: a real installation without a mail server is served only when this is on
PACTE_SMS_GATEWAY     ovh | simulator (not for a real installation): how SMS leave; without it they are sent by hand
PACTE_SMS_*           ACCOUNT, KEY, SECRET, CONSUMER, SENDER: of the account at the gateway (docs/how-to/send-sms.md)
                      MONTHLY_CENTS: most cents a Region spends in a month; PART_CENTS: price of one SMS (8)
PACTE_ANTIVIRUS       unix:/run/clamav/clamd.ctl | tcp:machine:3310 | simulator (not for a real installation): what
                      scans attachments; without it they are kept unscanned (docs/how-to/check-attachments.md)
PACTE_BACKUP_RECIPIENT  public keys (age1...), separated by commas, for which backups are encrypted
PACTE_OIDC_*          ISSUER, CLIENT_ID, CLIENT_SECRET: the OpenID Connect is enabled when all three are set
                      LABEL (of the button), ALGORITHM (RS256), ACR, EMAILS_VERIFIED (on for a provider that only
                      returns verified addresses, without the claim email_verified)
PACTE_LEGAL_*         PUBLISHER, DIRECTOR, HOSTING, CONTACT, DATA_OFFICER: what the legal notices say
PACTE_ORIENTATION     on | off: when off, advisers see sessions by date, without ranking
PACTE_TWO_PEOPLE_FROM euros from which an order is prepared by one person and signed by another (0: every order)
PACTE_WORKERS         processes that serve pages (2); PACTE_THREADS: maximum concurrent pages per process (6)
PACTE_HEAVY_PAGES     heavy pages (files, PDF, large figures) rendered concurrently by the whole site (3)
PACTE_TOTP            on | off: second factor for the roles of the Region (off only in demo)
PACTE_IDLE_MINUTES    minutes without a request after which a login ends (60)
PACTE_FRESH_MINUTES   minutes during which an identity check allows sensitive acts (15)
PACTE_TRUSTED_PROXIES networks whose X-Forwarded-For is trusted (this machine, when PACTE_BEHIND_PROXY is on)
PACTE_KNOWN_NETWORKS  networks of the Region and its partners, which are allowed more wrong passwords
PACTE_PASSWORDS_AT_ONCE  concurrent password hashes, all processes (half of the cores)
"""

from __future__ import annotations

import os
from datetime import timedelta
from importlib.util import find_spec
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from pacte.config.log_settings import LOG_VARIABLE, logging_settings
from pacte.infra.instance import PROJECT_ROOT, Instance
from pacte.infra.network import parse_networks
from pacte.infra.startup_jobs import job_module_names
from pacte.kernel.clock import shift_clock

env = environ.Env()
DEFAULT_SECRET = "default-secret-of-the-source-code-refused-when-it-matters"  # noqa: S105

INSTANCE = Instance(env.str("PACTE_INSTANCE", "test"))
shift_clock(days=INSTANCE.day_offset())
SYNTHETIC_ALLOWED = INSTANCE.name != "real"
FACTS_FOLDER = INSTANCE.folder / "facts"  # Parquet facts of the indicators, extracted from the tables
DOCUMENTS_FOLDER = INSTANCE.folder / "documents"  # cached public PDF
PUBLIC_URL = env.str("PACTE_URL", "http://localhost:8000").rstrip("/")
_HTTPS = PUBLIC_URL.startswith("https://")

SECRET_KEY = env.str("PACTE_SECRET_KEY", DEFAULT_SECRET)
DEBUG = env.str("PACTE_DEBUG", "off") == "on"
ALLOWED_HOSTS = env.list("PACTE_HOSTS", default=[urlsplit(PUBLIC_URL).hostname, "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
    "procrastinate.contrib.django",
    "pacte.audit",
    "pacte.reference",
    "pacte.accounts",
    "pacte.notifications",
    "pacte.plan",
    "pacte.finance",
    "pacte.steering",
    "pacte.offer",
    "pacte.agenda",
    "pacte.journeys",
    "pacte.interop",
    "pacte.procedures",
    "pacte.indicators",
    "pacte.evaluation",
    "pacte.intake",
    "pacte.web",
]

MIDDLEWARE = [
    "pacte.web.request_log.RequestLogMiddleware",  # first: it logs the answers of all others
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "pacte.web.middleware.NullCharacterMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pacte.web.middleware.DemoFileNameMiddleware",
    "pacte.web.middleware.ActorMiddleware",
]

# The debug toolbar comes with the tools of developers: `./pacte dev` has it, a served site does not.
DEBUG_TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None
if DEBUG_TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    # Behind the middleware of the content policy: the toolbar needs nothing that the policy refuses.
    _after_policy = MIDDLEWARE.index("csp.middleware.CSPMiddleware") + 1
    MIDDLEWARE.insert(_after_policy, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1", "::1"]

ROOT_URLCONF = "pacte.config.urls"
WSGI_APPLICATION = "pacte.config.wsgi.application"
_WEB_ROOT = PROJECT_ROOT / "src" / "pacte" / "web"
_LOADERS: list[object] = [
    ("pacte.web.template_loader.Loader", [_WEB_ROOT / "templates", _WEB_ROOT]),
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "pacte.web.context_processors.site_context",
            ],
            "builtins": ["pacte.web.templatetags.pacte_components", "pacte.web.templatetags.pacte_format"],
        },
    }
]

# ---------------------------------------------------------------- database

_DATABASE_DEFAULTS = {
    "ENGINE": "django.db.backends.postgresql",
    "ATOMIC_REQUESTS": False,  # ActorMiddleware opens the transaction around the whole response.
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
# Jobs and commands connect with another role than the pages: that role may act as the system (docs/adr/0019).
_SITE_DATABASE = env.db_url("DATABASE_URL", "postgresql://pacte_app@/pacte")
_JOBS_DATABASE = env.db_url("DATABASE_JOBS_URL") if env.str("DATABASE_JOBS_URL", "") else None
SITE_ROLE: str = _SITE_DATABASE["USER"]
JOBS_ROLE: str = _JOBS_DATABASE["USER"] if _JOBS_DATABASE else ""
DATABASES = {"default": (_JOBS_DATABASE or _SITE_DATABASE) | _DATABASE_DEFAULTS}
if env.str("DATABASE_OWNER_URL", ""):
    DATABASES["owner"] = env.db_url("DATABASE_OWNER_URL") | _DATABASE_DEFAULTS
# Concurrency locks of heavy pages, by database: tests and benchmarks do not share those of the site.
TURNS_FOLDER = INSTANCE.folder / "turns" / str(DATABASES["default"]["NAME"])
DATABASE_BACKUP_URL = env.str("DATABASE_BACKUP_URL", "")
BACKUP_RECIPIENTS = env.list("PACTE_BACKUP_RECIPIENT", default=[])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- authentication

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["pacte.accounts.backends.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
if INSTANCE.name == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desks:home"
LOGOUT_REDIRECT_URL = "desks:home"
SESSION_ENGINE = "pacte.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 3600  # a working day; a week with « Rester connecté »
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
TOTP_REQUIRED = env.str("PACTE_TOTP", "off" if INSTANCE.name in ("demo", "dev") else "on") == "on"
OTP_TOTP_ISSUER = "pacte"
# Well below the 25 000 € from which a public purchase is a written contract (CCP, art. R. 2112-1).
TWO_PEOPLE_FROM_CENTS = 100 * env.int("PACTE_TWO_PEOPLE_FROM", 5_000)
IDLE_TIME = timedelta(minutes=env.int("PACTE_IDLE_MINUTES", 60))
FRESH_TIME = timedelta(minutes=env.int("PACTE_FRESH_MINUTES", 15))
# A hash uses a core for 0.4 s: half of the cores stay free to serve pages.
PASSWORDS_AT_ONCE = env.int("PACTE_PASSWORDS_AT_ONCE", max(1, (os.cpu_count() or 1) // 2))
BEHIND_PROXY = env.bool("PACTE_BEHIND_PROXY", False)
TRUSTED_PROXIES = parse_networks(
    "PACTE_TRUSTED_PROXIES", env.list("PACTE_TRUSTED_PROXIES", default=["127.0.0.0/8", "::1"] if BEHIND_PROXY else [])
)
KNOWN_NETWORKS = parse_networks("PACTE_KNOWN_NETWORKS", env.list("PACTE_KNOWN_NETWORKS", default=[]))

OIDC_ISSUER = env.str("PACTE_OIDC_ISSUER", "")
OIDC_RP_CLIENT_ID = env.str("PACTE_OIDC_CLIENT_ID", "")
OIDC_RP_CLIENT_SECRET = env.str("PACTE_OIDC_CLIENT_SECRET", "")
OIDC_OPEN = bool(OIDC_ISSUER and OIDC_RP_CLIENT_ID and OIDC_RP_CLIENT_SECRET)
OIDC_LABEL = env.str("PACTE_OIDC_LABEL", "votre compte professionnel")
OIDC_EMAILS_VERIFIED = env.bool("PACTE_OIDC_EMAILS_VERIFIED", False)
OIDC_RP_SIGN_ALGO = env.str("PACTE_OIDC_ALGORITHM", "RS256")
OIDC_RP_SCOPES = "openid email"
OIDC_AUTH_REQUEST_EXTRA_PARAMS = {"acr_values": env.str("PACTE_OIDC_ACR")} if env.str("PACTE_OIDC_ACR", "") else {}
OIDC_AUTHENTICATION_CALLBACK_URL = "accounts:oidc_return"
OIDC_REDIRECT_FIELD_NAME = "suite"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 5  # seconds
OIDC_CREATE_USER = False
if OIDC_OPEN:
    AUTHENTICATION_BACKENDS.append("pacte.accounts.oidc.OpenIdBackend")

# ---------------------------------------------------------------- browser

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
_DENIED_BROWSER_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb")
PERMISSIONS_POLICY: dict[str, list[str]] = {name: [] for name in _DENIED_BROWSER_FEATURES}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_URL = "/statique/"
# What is made when the installation starts: the font.
MADE_STATIC_FOLDER = INSTANCE.folder / "static"
STATICFILES_DIRS = [_WEB_ROOT / "static", *([MADE_STATIC_FOLDER] if MADE_STATIC_FOLDER.is_dir() else [])]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

PACTE_BRAND = {
    "name": env.str("PACTE_BRAND_NAME", "pacte"),
    "tagline": env.str("PACTE_BRAND_TAGLINE", ""),
    "logo_static_path": env.str("PACTE_BRAND_LOGO", "pacte/logo.svg"),
    "accent": env.str("PACTE_BRAND_ACCENT", "#1d5f74"),
    "accent_dark": env.str("PACTE_BRAND_ACCENT_DARK", "#1c242b"),
}
SOURCE_URL = env.str("PACTE_SOURCE_URL", "")
LEGAL = {
    name: env.str(f"PACTE_LEGAL_{name.upper()}", "")
    for name in ("publisher", "director", "hosting", "contact", "data_officer")
}

# ---------------------------------------------------------------- other settings

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FORM_RENDERER = "pacte.web.form_errors.FormRenderer"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = INSTANCE.folder / "mail"
if env.str("PACTE_EMAIL_URL", ""):
    vars().update(env.email_url("PACTE_EMAIL_URL"))
# Login links would stay on the machine, readable by its administrators: a real installation must opt in.
EMAIL_IN_FILES_WANTED = INSTANCE.name != "real" or env.bool("PACTE_EMAIL_IN_FILES", False)
EMAIL_TIMEOUT = 10  # seconds
# None: SMS are sent by hand. ``SMS_MONTHLY_CENTS`` None: no ceiling, which the page of first steps says.
SMS_GATEWAY = env.str("PACTE_SMS_GATEWAY", "")
_SMS_NAMES = ("account", "key", "secret", "consumer", "sender")
SMS_ACCOUNT = {name: env.str(f"PACTE_SMS_{name.upper()}", "") for name in _SMS_NAMES}
SMS_ACCOUNT["folder"] = str(INSTANCE.folder / "sms")  # where the simulator writes
SMS_MONTHLY_CENTS = env.int("PACTE_SMS_MONTHLY_CENTS", 0) or None
SMS_PART_CENTS = env.int("PACTE_SMS_PART_CENTS", 8)
# Empty: attachments are read without a scan. A demonstration has the simulator, so that it can be seen at work.
ANTIVIRUS = env.str("PACTE_ANTIVIRUS", "simulator" if INSTANCE.name in ("demo", "dev") else "")
# Jobs are queued in the database (docs/adr/0011) and run by a process next to the web server, or by `./pacte jobs run`.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = job_module_names()
HEAVY_PAGES = env.int("PACTE_HEAVY_PAGES", 3)
ORIENTATION_RULE = env.str("PACTE_ORIENTATION", "on")
# E-mails are sent from a thread after the response; tests send them synchronously.
WORK_IN_THREADS = INSTANCE.name != "test"
DEFAULT_FROM_EMAIL = env.str("PACTE_EMAIL_FROM", "pacte@localhost")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = logging_settings(env.str(LOG_VARIABLE, ""))
