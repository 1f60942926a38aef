"""The application that a WSGI server serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.server import share_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
connections.close_all()  # `runserver` has prepared the databases
share_connections(settings.DATABASES)
