"""The month the ledger is tested on."""

from tests.flow.month import *  # noqa: F403
