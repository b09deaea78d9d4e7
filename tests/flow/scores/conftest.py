"""The month that is scored."""

from tests.flow.month import *  # noqa: F403
