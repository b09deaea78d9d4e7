"""What is installed is written down, hash by hash, and names nobody's server."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
EXTRAS = {
    "engine": [],
    "web": ["web", "postgres"],
    "spark": ["spark"],
    "spark-test": ["spark", "test"],
    "docs": ["docs"],
    "bench": ["bench"],
    "readers": ["readers"],
    "dev": ["web", "postgres", "notebook", "docs", "dev"],
}


def _normal(name: str) -> str:
    """Return a distribution name as indexes compare them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(lock: Path) -> dict[str, str]:
    """Return name -> the whole pinned entry, continuation lines joined."""
    entries = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
    return {_normal(re.match(r"[\w.-]+", entry)[0]): entry for entry in entries if "==" in entry}


def _asked(lock: Path) -> list[str]:
    """Return what pyproject asks for in this lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = (project["optional-dependencies"][extra] for extra in EXTRAS[lock.stem])
    return [*project["dependencies"], *(line for extra in extras for line in extra)]


def test_every_lock_is_known_to_these_tests():
    assert sorted(EXTRAS) == sorted(lock.stem for lock in LOCKS)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_a_lock_names_no_server(lock):
    assert "://" not in lock.read_text("utf-8")
    assert "--index" not in lock.read_text("utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_every_pin_has_a_hash(lock):
    assert [name for name, entry in _pins(lock).items() if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_a_lock_holds_all_that_pyproject_asks_for(lock):
    wanted = {_normal(Requirement(line).name) for line in _asked(lock)}
    assert sorted(wanted - set(_pins(lock))) == [], "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_a_pinned_version_is_one_that_pyproject_allows(lock):
    pins = _pins(lock)
    astray = [
        f"{asked} but {pins[name].split()[0]}"
        for asked in map(Requirement, _asked(lock))
        for name in [_normal(asked.name)]
        if name in pins and not asked.specifier.contains(re.search(r"==([^\s;]+)", pins[name])[1])
    ]
    assert astray == [], "run `make lock`"


def test_the_engine_lock_brings_no_web():
    assert not {"django", "granian", "psycopg", "jinja2"} & set(_pins(ROOT / "requirements/engine.txt"))
