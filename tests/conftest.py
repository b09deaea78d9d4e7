"""What all tests share: three people with names, units to stand in, and append-only tables that a test may empty.

张 reports for 郭家店镇, 李 inspects the county, 王 reports for another township.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: time is measured in benchmarks/, not in properties.
_house = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", _house)
# A change is judged by the same cases every time it is judged; `make test` by hand and `make fuzz` look for new ones.
settings.register_profile("ci", _house, derandomize=True, database=None)
settings.register_profile("fuzz", _house, max_examples=1000)
settings.load_profile(os.environ.get("YOUJU_HYPOTHESIS") or ("ci" if os.environ.get("CI") else "house"))

try:
    import django  # noqa: F401
except ModuleNotFoundError:  # the engine is tested without Django too
    collect_ignore_glob = ["kernel/*", "flow/*", "work/*", "web/*", "operate/*", "faults/*"]
else:
    pytest_plugins = ["tests.people"]


def pytest_collection_modifyitems(config, items) -> None:
    """Leave out, where the tests are asked of PostgreSQL, those that ask no database: they run with the others on SQLite."""
    if not os.environ.get("YOUJU_TEST_DATABASE"):
        return
    asking, apart = [], []
    for item in items:
        (asking if asks_a_database(item) else apart).append(item)
    config.hook.pytest_deselected(items=apart)
    items[:] = asking


def asks_a_database(item) -> bool:
    """Whether a test says that it uses the database: by its mark, by a fixture, or by being one of Django's own."""
    from django.test import TransactionTestCase

    by_fixture = {"db", "transactional_db", "django_db_setup"} & {*getattr(item, "fixturenames", ())}
    is_of_django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(by_fixture) or is_of_django or item.get_closest_marker("django_db") is not None


def pytest_addoption(parser) -> None:
    """Add the switch that writes golden files anew; look at what changed before committing it."""
    parser.addoption("--golden-update", action="store_true", help="write golden files anew · 重写金样文件")
