"""The page on which a unit objects: what it says of the mark, and the unit's own files by their names."""

import re

import pytest

from youju.flow.evidence.services import add_evidence
from youju.flow.scores.models import Objection

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(units, zhang):
    return add_evidence(
        content="租金收据 12000 元".encode(), name="租金收据.txt", unit=units.villages[1], by=zhang
    )


def test_a_unit_chooses_its_own_files_by_name(client, noticed, units, zhang, receipt):
    client.force_login(zhang)
    path = f"/scores/{noticed.pk}/{units.villages[1].code}/object/?rule=income"
    page = client.get(path).content.decode()
    assert re.search(rf'type="checkbox" name="evidence" value="{receipt.sha256}"[^>]*>\s*租金收据.txt', page)
    assert client.post(path, {"words": "漏记租金", "evidence": [receipt.sha256]}).status_code == 302
    assert Objection.objects.get().evidence == [receipt.sha256]


def test_the_mark_objected_to_is_written_as_on_the_statement(client, noticed, units, zhang):
    client.force_login(zhang)
    page = client.get(f"/scores/{noticed.pk}/{units.villages[1].code}/object/?rule=income").content.decode()
    assert "得 54 分" in page


def test_a_file_of_long_ago_is_found_for_an_objection_and_nothing_typed_is_lost(
    client, noticed, units, zhang, receipt
):
    for number in range(11):
        add_evidence(content=bytes([65 + number]), name=f"新{number}.txt", unit=units.villages[1], by=zhang)
    client.force_login(zhang)
    path = f"/scores/{noticed.pk}/{units.villages[1].code}/object/?rule=income"
    assert receipt.sha256 not in client.get(path).content.decode()
    answer = client.post(path, {"words": "漏记租金", "files": "收据", "look": "files"})
    shown = answer.content.decode()
    assert answer.status_code == 200 and receipt.sha256 in shown and "漏记租金</textarea>" in shown
    assert not Objection.objects.exists()
