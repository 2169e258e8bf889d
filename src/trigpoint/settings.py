"""Django's settings: few, because an installation is a folder and everything else has one right value."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url

from trigpoint.installation import find
from trigpoint.mail_server import read_mail_server, read_site

INSTALLATION = find()

DEBUG = os.environ.get("TRIGPOINT_DEBUG") == "1"
DEMO = os.environ.get("TRIGPOINT_DEMO") == "1"
TRAINING = INSTALLATION.is_for_training
SECRET_KEY = os.environ.get("TRIGPOINT_SECRET_KEY") or INSTALLATION.secret("key")
ALLOWED_HOSTS = [h for h in os.environ.get("TRIGPOINT_HOSTS", "").split(",") if h] or [
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"127.0.0.1", "localhost", "[::1]"}]
HTTPS = os.environ.get("TRIGPOINT_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SITE_URL = read_site(os.environ.get("TRIGPOINT_URL", ""))
MAIL_SERVER = read_mail_server(
    os.environ.get("TRIGPOINT_MAIL_URL", ""), os.environ.get("TRIGPOINT_MAIL_FROM", ""), SITE_URL
)
# Whether programs within the server's own network may be called: by https alone, and outside of it, unless this says so.
CALLS_PRIVATE = os.environ.get("TRIGPOINT_CALL_PRIVATE") == "1"

INSTALLED_APPS = [
    "trigpoint.outbox",
    "trigpoint.catalogue",
    "trigpoint.access",
    "trigpoint.intake",
    "trigpoint.manage",
    "trigpoint.publish",
    "trigpoint.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "trigpoint.web.static_files.StaticFilesMiddleware",
    "trigpoint.web.not_kept.NotKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "trigpoint.web.mistakes.MistakeMiddleware",
    "trigpoint.web.looks.LooksMiddleware",
]
SECURE_CSP: dict[str, list[str]] = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
ROOT_URLCONF = "trigpoint.urls"
WSGI_APPLICATION = "trigpoint.wsgi.application"
AUTH_USER_MODEL = "access.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trigpoint.web.frame.frame",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    database: dict[str, Any] = dict(dj_database_url.parse(INSTALLATION.database_url, conn_max_age=60))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # Deferred transactions fail when a second process writes between their read and their write; immediate ones wait.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        database["CONN_MAX_AGE"] = 0
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
# Files are served from the package itself: the wheel carries them built, and there is no collecting step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = INSTALLATION.files / "attachments"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = str(INSTALLATION.scratch)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TRIGPOINT_LOG", "WARNING")},
}
