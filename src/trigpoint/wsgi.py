"""The WSGI application that `trigpoint serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trigpoint.settings")
application = get_wsgi_application()

from trigpoint.ask.warming import warm_in_background  # noqa: E402  (needs the application's settings)

warm_in_background()
