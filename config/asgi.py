"""The application that an ASGI server serves."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connections

from config.server import share_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()
connections.close_all()
share_connections(settings.DATABASES)
