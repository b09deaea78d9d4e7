"""The month whose boards are read."""

from tests.flow.month import *  # noqa: F403
