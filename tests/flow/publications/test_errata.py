"""A mistake found after publishing: proposed by the office, decided by somebody else, published as an erratum."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.flow.month import *  # noqa: F403
from tests.people import LONG_AGO
from youju.flow.boards.selectors import boards_for
from youju.flow.boards.table import Reader
from youju.flow.publications.corrections import _corrected
from youju.flow.publications.papers import paper_of
from youju.flow.publications.services import propose, sign
from youju.flow.schemes.models import Round
from youju.flow.scores.changes import PLACED, Change
from youju.flow.scores.models import Score
from youju.flow.scores.selectors import latest_score, rounds_before, statement
from youju.flow.scores.services import Mend, decide_objection, propose_correction
from youju.kernel.errors import NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.kernel.paper import Heading, Table, Words
from youju.kernel.people import appoint

pytestmark = pytest.mark.django_db
MEND = (Mend("income", "2026-10", Decimal(120000)),)


@pytest.fixture
def published(final, zhao, qian):
    """The circular of October 2026, signed by two."""
    row = propose(
        score=final, kind="circular", title="十月通报", words="十月考核完成。", is_open=False, by=zhao
    )
    return sign(publication=row, by=qian)


@pytest.fixture
def mistake(published, units, zhao):
    """The office says that village 2 took in 120,000, as an audit found."""
    return propose_correction(
        score=published.score,
        unit=units.villages[1],
        rule="income",
        words="审计发现漏记租金 12000 元",
        by=zhao,
    )


@pytest.fixture
def corrected(mistake, qian):
    """The score after the correction was upheld."""
    return decide_objection(objection=mistake, verdict="upheld", answer="属实", by=qian, mends=MEND).led_to


def test_what_the_office_found_after_publishing_is_decided_by_somebody_else(mistake, zhao, units):
    appoint(holder=zhao, role="second_approver", unit_id=units.county.pk, by=None, valid_from=LONG_AGO)
    with pytest.raises(Refusal, match="另一位"):
        decide_objection(objection=mistake, verdict="upheld", answer="属实", by=zhao, mends=MEND)


def test_a_correction_leaves_a_trace_of_its_own(mistake, zhao):
    assert mistake.is_correction
    assert Trace.objects.filter(act="correction.propose", actor=zhao).count() == 1


def test_a_correction_before_the_round_is_closed_is_sent_to_the_ledger(noticed, units, zhao):
    with pytest.raises(Refusal, match="底账"):
        propose_correction(score=noticed, unit=units.villages[1], rule="income", words="漏记", by=zhao)


def test_while_units_may_object_the_office_proposes_nothing(corrected, units, zhao):
    with pytest.raises(Refusal, match="都可以提异议"):
        propose_correction(score=corrected, unit=units.villages[1], rule="income", words="还漏记", by=zhao)


def test_a_unit_proposes_no_correction(published, units, zhang):
    with pytest.raises(NotAllowed):
        propose_correction(
            score=published.score, unit=units.villages[1], rule="income", words="漏记", by=zhang
        )


def test_others_read_the_published_score_until_the_erratum_is_signed(published, corrected, zhao, wang):
    assert boards_for(zhao)[0] == corrected == latest_score(corrected.round)
    assert boards_for(wang)[0] == published.score


def test_the_erratum_names_what_it_corrects_and_then_everybody_reads_it(
    published, corrected, zhao, qian, wang, at
):
    at("2026-12-02 09:00")
    row = propose(
        score=corrected, kind="erratum", title="关于十月通报的勘误", words="", is_open=False, by=zhao
    )
    signed = sign(publication=row, by=qian)
    published.refresh_from_db()
    assert (signed.corrects, published.root != signed.root) == (published, True)
    assert boards_for(wang)[0] == corrected


def test_an_erratum_names_the_item_and_no_id_of_a_rule(corrected, zhao, at):
    at("2026-12-02 09:00")
    row = propose(
        score=corrected, kind="erratum", title="关于十月通报的勘误", words="", is_open=False, by=zhao
    )
    blocks = [block for block in paper_of(row).blocks if not isinstance(block, Heading)]
    assert [block.runs[0].text for block in blocks if isinstance(block, Words)] == [
        "提请更正示例2村的“村集体经济增收”（本期第 1 号，第三条第(一)款），2026年11月26日由复核人钱复核成立，理由：属实。",
        "村集体经济收入 2026年10月由 108000 改为 120000 元。",
        "第 3 次计分，下列单位的得分有更正：",
    ]
    assert blocks[-1] == Table(
        ("单位", "更正", "缘由"),
        (("示例2村", "得分有更正，档次由稳定改为前列", "计入本单位的数有更正"),),
        widths=(3, 4, 5),
    )


def test_an_erratum_tells_a_change_of_bands_that_everybody_may_see_and_no_other():
    change = Change("1", "一村", "all", Decimal(70), Decimal("80.50"), "稳定", "前列")
    seen = [
        _corrected(change, Reader(inside=False, ordinal=ordinal, hidden=hidden), {}).words
        for ordinal, hidden in ((True, frozenset()), (False, frozenset()), (False, frozenset({"稳定"})))
    ]
    assert seen == [
        "得分由 70 改为 80.50，档次由稳定改为前列", "得分有更正，档次由稳定改为前列", "得分有更正",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hidden", "words"), [(frozenset(), "档次由稳定改为前列"), (frozenset({"稳定"}), "名次有更正")]
)
def test_nobody_is_told_that_marks_were_corrected_which_are_what_they_were(hidden, words):
    change = Change("1", "一村", "all", Decimal(70), Decimal(70), "稳定", "前列", PLACED)
    told = _corrected(change, Reader(inside=False, ordinal=True, hidden=hidden), {})
    assert (told.words, told.why) == (words, "本单位的得分没有变，同组名次随之变动")


def test_an_erratum_waits_until_the_units_have_read_the_new_marks(corrected, zhao):
    with pytest.raises(Refusal, match="都可以提异议"):
        propose(score=corrected, kind="erratum", title="勘误", words="", is_open=False, by=zhao)


def test_the_office_finds_the_way_on_the_statement_and_the_board_of_before_stays(
    client, published, units, zhao, wang
):
    village = units.villages[1]
    client.force_login(zhao)
    shown = client.get(f"/scores/{published.score_id}/{village.code}/").content.decode()
    assert f"/scores/{published.score_id}/{village.code}/correction/?rule=income" in shown
    answer = client.post(
        f"/scores/{published.score_id}/{village.code}/correction/?rule=income",
        {"words": "漏记"},
    )
    assert "提请更正" in client.get(answer["Location"]).content.decode()
    client.force_login(wang)
    assert client.get(f"/boards/{published.score_id}/").status_code == 200


def test_the_marks_of_the_published_score_stay_as_they_were(published, corrected, units):
    village = units.villages[1]
    before, after = statement(published.score, village).total, statement(corrected, village).total
    assert before != after


def test_the_next_months_board_compares_with_what_was_published(published, corrected, units):
    later = Score(
        round=Round(
            scheme=corrected.round.scheme,
            ends_on=corrected.round.ends_on + dt.timedelta(days=30),
        )
    )
    assert rounds_before(later, 5, inside=False) == [published.score]
    assert rounds_before(later, 5, inside=True) == [corrected]
