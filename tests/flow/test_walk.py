"""One month with named people: scheme in force → reports → notice → objection → closing → board → publication → proof.

张 reports for 郭家店镇, 王 for the other township, 赵 is the scoring office, 钱 the second approver.
"""

import shutil
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest

from tests.flow.month import *  # noqa: F403
from youju.engine.bundle.verify import verify_bundle
from youju.flow.boards.selectors import board_of
from youju.flow.ledger.services import close_round
from youju.flow.publications.selectors import download_of, receipt_for
from youju.flow.publications.services import propose, sign
from youju.flow.scores.selectors import erratum, latest_score, statement
from youju.flow.scores.services import Mend, decide_objection, open_notice, raise_objection, score_round
from youju.kernel.log import sequence

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(reported, moved, units, zhao, zhang, qian, at):
    """Walk the month: 张 objects to one mark of village 2, 钱 upholds, 赵 closes and proposes, 钱 signs."""
    round_ = moved(reported, "verifying")
    at("2026-11-18 09:00")
    first = open_notice(round_=round_, by=zhao)
    assert statement(first, units.villages[1]).total == Decimal("94.00")
    objection = raise_objection(
        score=first, unit=units.villages[1], rule="income", words="漏记一笔租金", by=zhang
    )
    mend = Mend("income", "2026-10", Decimal(120000))
    decide_objection(objection=objection, verdict="upheld", answer="合同属实", by=qian, mends=[mend])
    at("2026-11-26 09:00")
    closed = close_round(round_=first.round, by=zhao).round
    score = score_round(round_=closed, by=zhao, because="关账")
    proposed = propose(score=score, kind="circular", title="十月份通报", by=zhao)
    return sign(publication=proposed, by=qian)


def test_the_month_ends_with_a_published_board(published, units):
    assert published.score.round.status == "published"
    rows = {row.unit: row for circle in board_of(published.score, inside=True) for row in circle.rows}
    assert rows[units.villages[1].code].total == Decimal("100.00")


def test_the_circular_carries_the_erratum_of_the_objection(published, units):
    second = latest_score(published.score.round).round.scores.get(number=2)
    assert [(c.unit, c.was, c.now) for c in erratum(second)] == [
        (units.villages[1].code, Decimal("94.00"), Decimal("100.00"))
    ]


@pytest.fixture
def downloaded(published, tmp_path):
    """Return the folder that somebody gets who downloads the bundle and unpacks it."""
    while sequence():
        pass
    with zipfile.ZipFile(BytesIO(download_of(published))) as pack:
        pack.extractall(tmp_path)
    return tmp_path / published.root[:16]


def test_the_downloaded_bundle_is_verified(downloaded):
    assert verify_bundle(downloaded) == []
    assert (downloaded / "proof.json").is_file()


def test_one_changed_byte_in_any_file_is_found_and_its_file_named(downloaded, tmp_path):
    sealed = [
        p for p in downloaded.rglob("*") if p.is_file() and p.name not in {"signature.json", "proof.json"}
    ]
    assert len(sealed) >= 6
    for path in sealed:
        copy = shutil.copytree(downloaded, tmp_path / "copy")
        forged = copy / path.relative_to(downloaded)
        content = bytearray(forged.read_bytes())
        content[len(content) // 2] ^= 1
        forged.write_bytes(bytes(content))
        assert path.relative_to(downloaded).as_posix() in {d.file for d in verify_bundle(copy)}
        shutil.rmtree(copy)


def test_the_signing_is_proved_by_the_log(published):
    while sequence():
        pass
    receipt = receipt_for(published)
    assert receipt.holds()
    assert published.root in receipt.payload


def test_the_command_of_the_auditor_says_verified(downloaded):
    from typer.testing import CliRunner

    from youju.cli.app import app

    done = CliRunner().invoke(app, ["verify", str(downloaded)])
    assert done.exit_code == 0, done.output
