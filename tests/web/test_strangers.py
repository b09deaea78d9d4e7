"""The entrance leads a citizen or an enterprise to handing something in and to following it, without an account."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db
CASES = (Path(__file__).parents[2] / "schemes" / "_registers" / "case.yaml").read_text("utf-8")


def test_the_entrance_leads_to_handing_in_and_to_following(client, units, zhao):
    from youju.work.registers.services import declare_register

    register = declare_register(text=CASES, unit=units.county, by=zhao)
    page = client.get("/").content.decode()
    assert f'href="/registers/{register.code}/hand-in/"' in page
    assert page.count('href="/registers/follow/"') == 2


def test_where_nothing_can_be_handed_in_the_entrance_offers_nothing(client, db):
    assert "群众和企业反映事情" not in client.get("/").content.decode()


def test_the_published_circulars_lead_a_stranger_to_following(client, db):
    assert 'href="/registers/follow/"' in client.get("/publications/").content.decode()
