"""The product's settings over an installation that is thrown away; PostgreSQL where TRIGPOINT_DATABASE_URL says so."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="trigpoint-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["TRIGPOINT_HOME"] = _home

from trigpoint.settings import *  # noqa: E402, F403

MIDDLEWARE = ["reference.one_at_a_time.OneAtATime", *MIDDLEWARE]  # noqa: F405

# Signing in is not what most tests are about; the real hasher takes a quarter of a second a person.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
