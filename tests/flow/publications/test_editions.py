"""What was published is kept byte for byte, and that is what is handed out, whatever becomes of the software."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import storages

from tests.flow.month import *  # noqa: F403
from youju.flow.publications import editions
from youju.flow.publications.editions import FORMS, Lost
from youju.flow.publications.models import Edition
from youju.flow.publications.selectors import published_as
from youju.flow.publications.services import keep, keep_all, propose, sign
from youju.flow.scores.services import Mend, decide_objection, propose_correction
from youju.kernel.log import sequence
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db
WORDS = "示例2村得 [[示例2村 村集体经济增收 数值]]，前列的有[[全部 前列 名单]]。"
ADDRESSES = {
    "pdf": "paper.pdf", "docx": "paper.docx", "html": "paper.html", "md": "paper.md", "places": "places.csv",
    "facts": "facts.csv", "data": "data.json",
}  # fmt: skip


@pytest.fixture
def signed(final, zhao, qian):
    """The circular of October 2026, signed by two; its signing has no place in the log yet."""
    row = propose(score=final, kind="circular", title="十月通报", words=WORDS, is_open=False, by=zhao)
    return sign(publication=row, by=qian)


@pytest.fixture
def kept(signed):
    """The same with its place in the log, kept."""
    sequence()
    assert keep(publication=signed)
    return signed


def other_software(monkeypatch):
    """Let every form look otherwise from now on."""
    papers = {form: lambda _paper: b"another paper" for form in editions.PAPERS}
    data = {form: lambda _row: b"{}" for form in editions.DATA}
    monkeypatch.setattr(editions, "PAPERS", papers)
    monkeypatch.setattr(editions, "DATA", data)


def test_what_was_kept_is_handed_out_though_the_software_would_make_something_else(
    client, kept, zhao, monkeypatch
):
    client.force_login(zhao)
    first = {form: client.get(f"/publications/{kept.pk}/{name}").content for form, name in ADDRESSES.items()}
    page = client.get(f"/publications/{kept.pk}/").content.decode()
    other_software(monkeypatch)
    again = {form: client.get(f"/publications/{kept.pk}/{name}").content for form, name in ADDRESSES.items()}
    assert again == first
    assert b"another paper" not in first.values()
    assert "示例2村得" in page
    assert client.get(f"/publications/{kept.pk}/").content.decode().count("前列的有") == page.count(
        "前列的有"
    )


def test_the_control_what_is_not_kept_looks_as_the_software_makes_it(client, signed, zhao, monkeypatch):
    client.force_login(zhao)
    other_software(monkeypatch)
    assert client.get(f"/publications/{signed.pk}/paper.pdf").content == b"another paper"


def test_every_form_is_kept_once_and_its_digest_is_in_the_log(kept):
    rows = {row.form: row for row in Edition.objects.filter(publication=kept)}
    assert set(rows) == set(FORMS)
    for form, row in rows.items():
        content = published_as(kept, form)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, row.size)
    assert keep(publication=kept)
    (trace,) = Trace.objects.filter(act="publication.keep")
    assert trace.detail["files"] == {form: row.sha256 for form, row in rows.items()}


def test_nothing_is_kept_before_the_signing_has_its_place_in_the_log(signed):
    assert not keep(publication=signed)
    assert not Edition.objects.exists()
    sequence()
    assert keep_all() == 1
    assert "签发是日志第" in published_as(signed, "html").decode()
    assert keep_all() == 0


def test_the_words_stay_as_published_when_the_round_is_scored_again(client, kept, units, zhao, qian):
    row = propose_correction(score=kept.score, unit=units.villages[1], rule="income", words="漏记", by=zhao)
    mends = [Mend("income", "2026-10", Decimal(120000))]
    decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=mends)
    client.force_login(zhao)
    page = client.get(f"/publications/{kept.pk}/").content.decode()
    assert "108000" in page
    assert "（已变）" not in page


def test_a_kept_file_that_is_gone_or_changed_is_said_and_not_made_anew(client, kept, zhao):
    row = Edition.objects.get(publication=kept, form="pdf")
    path = Path(storages["default"].path(f"published/{row.sha256[:2]}/{row.sha256[2:4]}/{row.sha256}"))
    path.write_bytes(b"forged")
    with pytest.raises(Lost):
        published_as(kept, "pdf")
    client.force_login(zhao)
    assert client.get(f"/publications/{kept.pk}/paper.pdf").status_code == 503
    path.unlink()
    with pytest.raises(Lost):
        published_as(kept, "pdf")


def test_a_unit_gets_of_the_kept_facts_its_own(client, kept, zhang, units):
    client.force_login(zhang)
    facts = json.loads(client.get(f"/publications/{kept.pk}/data.json").content)["facts"]
    mine = {unit.code for unit in [units.township, *units.villages]}
    assert {fact["unit"] for fact in facts} == mine - {units.township.code}
    sheet = client.get(f"/publications/{kept.pk}/facts.csv").content.decode()
    assert units.others[0].code not in sheet
