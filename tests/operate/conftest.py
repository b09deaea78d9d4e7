"""A house with a closed month to operate on, and an empty place beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.flow.month import *  # noqa: F403

ROOT = Path(__file__).parents[2]


@pytest.fixture
def elsewhere(tmp_path):
    """Return a function (command, *words) → (exit code, JSON) that works in an empty place: its own folder and database."""
    said, made = connection.settings_dict, None
    if connection.vendor == "postgresql":
        made = f"{said['NAME']}_elsewhere"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{made}"')
            cursor.execute(f'CREATE DATABASE "{made}"')
        url = f"postgresql://{quote(said['USER'])}:{quote(said['PASSWORD'])}@{said['HOST']}:{said['PORT']}/{made}"
    else:
        url = ""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YOUJU_", "DJANGO_"))}
    ours = {"YOUJU_MODE": "demo", "YOUJU_FOLDER": str(tmp_path / "elsewhere"), "YOUJU_DATABASE": url,
            "YOUJU_SIGNING_KEY": str(settings.YOUJU["signing_key"]), "PYTHONPATH": str(ROOT / "src")}  # fmt: skip

    def elsewhere(*words):
        done = subprocess.run([sys.executable, "-m", "youju", *map(str, words)], env={**kept, **ours},
                              capture_output=True, text=True, timeout=120)  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            return done.returncode, done.stdout + done.stderr

    yield elsewhere
    if made:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{made}"')
