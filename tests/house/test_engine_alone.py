"""The engine, the reader and the command stand without Django: an auditor installs them alone and recomputes a bundle."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.house.sources import ROOT

NO_NETWORK = re.compile(
    r"NewConnectionError|name resolution|Name or service not known|ConnectTimeout|dns error|error sending request"
)
# Every module of the two pure rooms, and the command, imported one by one.
IMPORT_ALL = """
    import importlib, pkgutil, youju.engine, youju.reading
    for room in (youju.engine, youju.reading):
        for found in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
            importlib.import_module(found.name)
    import youju
"""


def _run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, timeout=600
    )


def _python(program: str) -> str:
    return textwrap.dedent(program)


def test_no_pure_module_reaches_for_the_web():
    """With Django, its API and PySpark made impossible to import, everything pure still imports."""
    blocked = "import sys; sys.modules.update(dict.fromkeys(['django', 'ninja', 'granian', 'pyspark']))\n"
    seen = _run(sys.executable, "-c", blocked + _python(IMPORT_ALL))
    assert seen.returncode == 0, seen.stderr


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bin folder of an environment that holds requirements/engine.txt and our wheel, nothing else."""
    home = tmp_path_factory.mktemp("alone")
    built = _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", home)
    assert built.returncode == 0, built.stderr
    (wheel,) = home.glob("*.whl")
    made = _run(ROOT / "tools" / "venv.sh", home / "venv", ROOT / "requirements" / "engine.txt", wheel)
    if made.returncode and NO_NETWORK.search(made.stdout + made.stderr):
        pytest.skip(
            "NOT TESTED: no package index can be reached, so no environment without Django could be built"
        )
    assert made.returncode == 0, made.stderr
    return home / "venv" / "bin"


@pytest.mark.slow
def test_an_environment_without_the_web_has_no_django(alone, tmp_path):
    assert "ModuleNotFoundError" in _run(alone / "python", "-c", "import django", cwd=tmp_path).stderr


@pytest.mark.slow
def test_the_pure_rooms_import_in_an_environment_of_their_own(alone, tmp_path):
    seen = _run(alone / "python", "-c", _python(IMPORT_ALL), cwd=tmp_path)
    assert seen.returncode == 0, seen.stderr


@pytest.mark.slow
def test_the_command_greets_in_an_environment_of_its_own(alone, tmp_path):
    seen = _run(alone / "youju", "--help", cwd=tmp_path)
    assert seen.returncode == 0, seen.stderr
    assert "check" in seen.stdout
