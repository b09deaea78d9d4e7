"""Django's settings. What differs between offices is in `env.py`; the rest is the same everywhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from youju.config.database import database
from youju.config.env import Env
from youju.config.files import storages
from youju.flow import FLOW
from youju.work import WORK

ENV = Env()
(ENV.folder / "static").mkdir(parents=True, exist_ok=True)

SECRET_KEY = ENV.secret_key()
ALLOWED_HOSTS = ENV.allowed_hosts()
DEBUG = False
YOUJU = {
    "mode": ENV.mode,
    "folder": ENV.folder,
    "signing_key": ENV.log_key(),
    "origin": ENV.origin,
    "scanner": ENV.scanner,
    "hook_hosts": [host.strip().lower() for host in ENV.hook_hosts.split(",") if host.strip()],
    "hook_private": ENV.private_networks(),
    "hook_ca": ENV.hook_ca,
    "reader": ENV.second_reader(),
    "cas_server": ENV.cas_server,
    "cas_name": ENV.cas_name,
    "fonts": ENV.fonts,
    "jobs": ENV.jobs,
    "mails": bool(ENV.mail.get_secret_value()),
}

INSTALLED_APPS = [
    # before Django's own apps and allauth's, whose pages stand in our frame and whose phrases are said in our words
    "youju.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "youju.kernel",
    *(f"youju.flow.{room}" for room, _title in FLOW),
    *(f"youju.work.{room}" for room, _title in WORK),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "youju.web.middleware.SafetyHeaders",
    "youju.web.middleware.ApiTags",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "youju.web.middleware.OnesOwn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "youju.web.coming_back.ComingBack",
    "youju.web.middleware.KeptWords",
    "youju.web.middleware.Refusals",
    "youju.web.access.AccessMiddleware",
    "youju.web.once.OnceMiddleware",
]
ROOT_URLCONF = "youju.config.urls"
WSGI_APPLICATION = "youju.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "youju.web.menu.menu",
                "youju.web.guide.help_for",
            ],
        },
    }
]
FORM_RENDERER = "youju.web.fields.Fields"

DATABASES = {"default": database(ENV.database, ENV.folder)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits must be shared by all workers, so the cache is in the database (kernel migration 0002 makes its table).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}

LANGUAGE_CODE = ENV.language
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ENV.folder / "static"
STORAGES = storages(ENV.files, ENV.folder)
WHITENOISE_USE_FINDERS = True

AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "youju.web.sign_in.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "youju.web.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "change_password": "5/m/user"}
# The limits count by address, and behind a proxy every browser has the proxy's unless it is asked who came.
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxy_count()
SOCIALACCOUNT_ADAPTER = "youju.web.external.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = ENV.sign_in_services()
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "youju.web.sign_in.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "有据 Youju"

globals().update(ENV.mail_server())

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_FAILURE_VIEW = "youju.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if ENV.https and ENV.is_production:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # HSTS for sub-domains and the browsers' preload list bind the whole domain: its owner decides, not one program.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
