"""Django's settings, all of them computed from the environment and the secrets file."""

from urllib.parse import urlsplit

from django.utils.csp import CSP

from meldpunt.site import logs
from meldpunt.site.databases import database, holds_something
from meldpunt.site.environment import Environment
from meldpunt.site.secrets import server_secrets

MELDPUNT = Environment()
DATABASE_URL = MELDPUNT.database_url.get_secret_value() if MELDPUNT.database_url else None
MELDPUNT_SECRETS = server_secrets(MELDPUNT.secrets_path, has_data=lambda: holds_something(DATABASE_URL, MELDPUNT.data))

DEBUG = False  # a page with a traceback would show what was sent
SECRET_KEY = MELDPUNT_SECRETS.django.hex()
ALLOWED_HOSTS = ["*"]  # which host is served is decided by the organisations' host names: an unknown one gets a 404
ROOT_URLCONF = "meldpunt.site.urls"
WSGI_APPLICATION = None
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
LANGUAGE_CODE = MELDPUNT.language
LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
LANGUAGE_COOKIE_NAME = "__Host-language" if MELDPUNT.is_secure else "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = MELDPUNT.is_secure

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "meldpunt.doors.look",
    "meldpunt.doors.public",
    "meldpunt.doors.portal",
    "meldpunt.doors.desk",
    "meldpunt.doors.console",
    "meldpunt.upkeep",
    "meldpunt.caseload",
    "meldpunt.obligations",
    "meldpunt.cases",
    "meldpunt.reports",
    "meldpunt.arrivals",
    "meldpunt.policy",
    "meldpunt.people",
    "meldpunt.outbox",
    "meldpunt.journal",
    "meldpunt.sealing",
]
if MELDPUNT.development:
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "meldpunt.site.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "meldpunt.site.middleware.organisation",
    "meldpunt.site.middleware.language",
    "meldpunt.site.middleware.refusals",
    "meldpunt.site.middleware.Troubles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database(DATABASE_URL, MELDPUNT.data)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # nothing is cached: nothing leaks

FILES = MELDPUNT.data / "files"
STATIC_URL = "/static/"
STATIC_ROOT = MELDPUNT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "sealed": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "meldpunt.site.statics.Statics"},
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_HANDLERS = ["meldpunt.site.uploads.NoUploads"]  # a door that takes files brings a handler that seals
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = MELDPUNT.max_files + 1  # one more, so that the form itself can say it is too many

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["meldpunt.people.access.Members"]  # only recognises; signing in is a verb of people
PASSWORD_HASHERS: list[str] = []  # passwords are checked by sealing, which also opens the member's key
LOGIN_URL = "/desk/sign-in"
OPENPGP = "meldpunt.outside.openpgp.Sequoia"  # who looks into key files at the desk; doors know the protocol only
MELDPUNT_ENCRYPTER = "meldpunt.outside.encrypting.SequoiaEncrypter"  # judges keys of others, encrypts
MELDPUNT_MESSAGE_OPENER = "meldpunt.outside.opening.ChildOpener"  # named here, because only site reaches outside
MELDPUNT_MAIL_READER = "meldpunt.outside.reading.ChildReader"

SESSION_ENGINE = "meldpunt.doors.desk.sessions"
SESSION_COOKIE_NAME = "__Secure-desk" if MELDPUNT.is_secure else "desk"  # its path rules out __Host-
SESSION_COOKIE_PATH = "/desk/"
SESSION_COOKIE_SECURE = MELDPUNT.is_secure
SESSION_COOKIE_SAMESITE = "Lax"  # so that links in mails work; the unlocking cookie is Strict
CSRF_COOKIE_NAME = "__Host-form" if MELDPUNT.is_secure else "form"
CSRF_COOKIE_SECURE = MELDPUNT.is_secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "meldpunt.site.errors.form_refused"
CSRF_TRUSTED_ORIGINS = [MELDPUNT.public_url] if MELDPUNT.public_url and urlsplit(MELDPUNT.public_url).scheme else []

SECURE_PROXY_SSL_HEADER = None  # site.server sets the scheme itself, from its own TLS or a trusted proxy
SECURE_HSTS_SECONDS = 365 * 86400 if MELDPUNT.is_secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the names below an organisation's are not ours to decide on
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

logs.configure()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "meldpunt.site.logs.Lines"}},
    "filters": {"no readiness": {"()": "meldpunt.site.logs.NoReadiness"}},
    "handlers": {
        "output": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "lines",
            "filters": ["no readiness"],
        }
    },
    "root": {"handlers": ["output"], "level": "WARNING"},
    "loggers": {
        "meldpunt": {"level": "INFO"},
        "django": {"handlers": ["output"], "level": "WARNING", "propagate": False},
    },
}
