"""The WSGI application that `trigpoint serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trigpoint.settings")
application = get_wsgi_application()

import trigpoint.urls  # noqa: E402, F401  (the pages' modules: or the first visitor would wait for them)
from trigpoint.ask.warming import warm_in_background  # noqa: E402  (needs the application's settings)
from trigpoint.web import looks  # noqa: E402

warm_in_background()
looks.start()
