"""A scheme in force, for facts that go somewhere."""

from tests.flow.reports.conftest import scheme, starter  # noqa: F401
