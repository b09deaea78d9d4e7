"""The round of tests/flow/month.py to live in."""

from tests.flow.month import *  # noqa: F403
