"""A receipt tells first, in words, what was handed in; the proof is folded behind it."""

import pytest

from tests.flow.month import *  # noqa: F403
from youju.kernel.log import sequence
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def trace(reported, zhang):
    """The trace of a handing-in of 张."""
    sequence()
    return Trace.objects.filter(act="report.submit", actor=zhang).first()


def test_a_receipt_tells_what_was_handed_in(client, trace, zhang):
    client.force_login(zhang)
    page = client.get(f"/receipts/{trace.pk}/").content.decode()
    words, _folded, proof = page.partition("<details>")
    assert "村集体经济收入" in words
    assert "120000" in words
    assert "reports.report:" not in words
    assert "签名树头" in proof


def test_whoever_may_not_read_the_report_still_reads_the_receipt(client, trace, audit):
    client.force_login(audit)
    page = client.get(f"/receipts/{trace.pk}/")
    assert page.status_code == 200
    assert "120000" not in page.content.decode().partition("<details>")[0]
