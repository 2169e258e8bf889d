"""The WSGI application that `trigpoint serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trigpoint.settings")
application = get_wsgi_application()
