"""The settings of the tests: the same house, in a folder that is thrown away.

`YOUJU_TEST_DATABASE=postgresql://…` runs the same tests on PostgreSQL.
"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="youju-test-")
os.environ.update(
    YOUJU_MODE="test",
    YOUJU_JOBS="at_once",  # tests/kernel/test_jobs.py works apart
    YOUJU_FOLDER=_folder.name,
    YOUJU_DATABASE=os.environ.get("YOUJU_TEST_DATABASE", ""),
)

from youju.config.settings import *  # noqa: F403
from youju.config.settings import DATABASES

# A file, as in life: a database in memory has table locks that no real one has.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder.name, "test.sqlite3")}  # noqa: PTH118

# The real hash costs 50 ms; a test signs in a thousand times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
