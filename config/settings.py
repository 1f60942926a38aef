"""Django's settings: those of the bank, and the site with its users. `.env.example` explains each."""

from django.utils.functional import SimpleLazyObject

from config.bank_settings import *  # noqa: F403 - every setting of the bank is one of the site
from config.bank_settings import BANK_SERVER, BASE_DIR, DEBUG, ENVIRONMENT, INSTALLED_APPS, env
from config.environment import SettingError, switch
from config.prompt import invocation_on_a_page
from config.state import get_or_create_secret
from datahub.browsing.branding import THEMES, UNFOLDED, unfold_settings

DEFAULT_EXCEPTION_REPORTER = "config.error_report.ErrorReport"
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.error_report.ReportFilter"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Created at its first use; commands that serve no pages never use it.
SECRET_KEY = env.str("SECRET_KEY", default="") or SimpleLazyObject(
    lambda: get_or_create_secret(BANK_SERVER.state / "secret_key")
)

# How the admin looks: `unfold`, or `plain` for Django's own look.
ADMIN_THEME = env.str("ADMIN_THEME", default="") or UNFOLDED
if ADMIN_THEME not in THEMES:
    raise SettingError(f"ADMIN_THEME is {ADMIN_THEME!r}; set it to {' or '.join(THEMES)}")
INSTALLED_APPS = [
    "config.recorder_app.RecorderConfig",
    *(["datahub.browsing.apps.UnfoldConfig"] if ADMIN_THEME == UNFOLDED else []),
    # SimpleAdminConfig leaves the discovery of the models' admins to the URLs, which commands do not load.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_extensions",
    *(app for app in INSTALLED_APPS if app != "config"),
]
MIDDLEWARE = [
    "datahub.browsing.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "datahub.browsing.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "datahub.browsing.outage.OutageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "datahub" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"bank": "datahub.browsing.template_filters"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True  # forms contain the token, and no script reads the cookie
# Protection against an attacker in the network needs TLS, which a proxy in front of the site provides.
HTTPS = switch("HTTPS", ENVIRONMENT, default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0  # 30 days, so that an experiment can be undone
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS

AUTHENTICATION_BACKENDS = ["config.login_limit.LimitedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Unfold would keep what a search found, after a new seeding and after a permission was taken away.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
LOGIN_REDIRECT_URL = "admin:index"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
STATIC_URL = "static/"
INVOCATION = invocation_on_a_page  # how pages name a command to run
WHITENOISE_USE_FINDERS = True  # serves static files from their source, even with DEBUG off: there is no collectstatic
UNFOLD = unfold_settings()

# Without DEBUG Django would mail errors to an empty list of admins; they belong on the site's stderr.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO" if DEBUG else "WARNING"}},
}
