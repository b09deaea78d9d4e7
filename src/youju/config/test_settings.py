"""The settings of the tests: the same house, in a folder that is thrown away.

`YOUJU_TEST_DATABASE=postgresql://…` runs the same tests on PostgreSQL.
"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="youju-test-")
os.environ.update(
    YOUJU_MODE="test",
    YOUJU_FOLDER=_folder.name,
    YOUJU_DATABASE=os.environ.get("YOUJU_TEST_DATABASE", ""),
)

from youju.config.settings import *  # noqa: E402, F403

# The real hash costs 50 ms; a test signs in a thousand times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
