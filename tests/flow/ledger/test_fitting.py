"""What is imported keeps to the periods and the bounds of the schemes that read it, and all that does not is told at once."""

import pytest

from tests.people import LONG_AGO
from youju.flow.ledger.models import Observation
from youju.flow.ledger.services import import_official
from youju.flow.units.services import add_unit
from youju.kernel.errors import BadInput
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db


def bearer(user, *acts):
    _token, key = issue_token(tenure=Tenure.objects.get(holder=user), name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def starter(starter):
    """Say that no income is below zero, that the year's plan is asked by the year, and that one indicator is worked out."""
    text = starter["scheme.yaml"].decode()
    text = text.replace("title: 村集体经济收入,", "title: 村集体经济收入, at_least: 0, at_most: 99999999,")
    more = (
        "  planned: {title: 年度计划, measure: 元, ask: year, missing: omit}\n"
        "  retail: {title: 零售额, measure: 元, ask: official, missing: omit}\n"
        "  rate: {title: 解决率, value: {ratio: solved, to: complaints}}\n"
    )
    starter["scheme.yaml"] = text.replace("\nmarks:\n", f"{more}\nmarks:\n", 1).encode()
    return starter


def csv_of(unit, *rows):
    lines = [f"{unit.code},{name},{period},{value}" for name, period, value in rows]
    return "\n".join(["单位,指标,周期,数值", *lines]).encode()


WRONG = (
    ("income", "2026", "5", "“村集体经济收入”要每月的数，2026 不是这样的周期"),
    ("income", "2026-10", "-1", "“村集体经济收入”是 -1，方案要求不小于 0"),
    ("income", "2026-09", "1000000000", "“村集体经济收入”是 1000000000，方案要求不大于 99999999"),
    ("planned", "2026-10", "5", "“年度计划”要每年的数，2026-10 不是这样的周期"),
    ("retail", "2026-10-05", "5", "“零售额”要每月的数，2026-10-05 不是这样的周期"),
    ("rate", "2026-10", "0.5", "“解决率”由别的数得出，不能另外给"),
)


@pytest.mark.parametrize("code", ["my-scheme", ""], ids=["for a scheme", "for all"])
def test_a_file_is_refused_with_every_period_and_bound_it_breaks(units, zhao, scheme, code):
    content = csv_of(units.villages[0], *(row[:3] for row in WRONG))
    with pytest.raises(BadInput) as refused:
        import_official(content=content, citation="表3", by=zhao, scheme=code)
    assert [(p.where, p.what) for p in refused.value.problems] == [
        (f"统计.csv:{line}", row[3]) for line, row in enumerate(WRONG, 2)
    ]
    assert not Observation.objects.exists()


@pytest.mark.parametrize("scheme_said", ["?scheme=my-scheme", ""], ids=["for a scheme", "for all"])
def test_a_data_value_set_is_refused_with_every_period_and_bound_it_breaks(
    client, units, zhao, scheme, scheme_said
):
    code = units.villages[0].code
    values = [
        {"dataElement": n, "orgUnit": code, "period": period, "value": v} for n, period, v, _why in WRONG
    ]
    answer = client.post(
        f"/api/ledger/dataValueSets{scheme_said}",
        {"citation": "表3", "dataValues": values},
        "application/json",
        headers=bearer(zhao, "ledger.import"),
    )
    assert answer.status_code == 422
    assert [(p["where"], p["what"]) for p in answer.json()["problems"]] == [
        (f"dataValues[{number}]", row[3]) for number, row in enumerate(WRONG)
    ]
    assert not Observation.objects.exists()


def test_what_fits_is_taken(units, zhao, scheme):
    rows = (("income", "2026-10", "0"), ("planned", "2026", "5"), ("retail", "2026-10", "-5"))
    done = import_official(
        content=csv_of(units.villages[0], *rows), citation="表3", by=zhao, scheme="my-scheme"
    )
    assert done.added == 3


def test_what_no_scheme_knows_may_be_shared_by_any_period(units, zhao, scheme):
    content = csv_of(units.villages[0], ("rainfall", "2026-10-05", "5"))
    assert import_official(content=content, citation="表3", by=zhao).added == 1


def test_one_cell_written_in_two_ways_stands_twice(units, zhao, scheme):
    content = csv_of(units.villages[0], ("rainfall", "2026q3", "5"), ("rainfall", "2026Q3", "6"))
    with pytest.raises(BadInput) as refused:
        import_official(content=content, citation="表3", by=zhao)
    assert [p.what for p in refused.value.problems] == ["同一单位、指标、周期写了两次"]


def test_a_scheme_elsewhere_has_no_say_in_what_is_shared(units, zhao, appointed, scheme):
    county = add_unit(code="220323", name="伊通县", level="county", parent=None, on=LONG_AGO, by=None)
    other = appointed("he", "何", "scoring_office", county)
    content = csv_of(county, ("income", "2026", "5"))
    assert import_official(content=content, citation="表3", by=other).added == 1


@pytest.fixture
def yearly(starter, units, zhao, qian, scheme):
    """Put a scheme in force beside it that asks for the same income by the year."""
    from youju.flow.schemes.services import approve, load_scheme, propose

    text = starter["scheme.yaml"].decode().replace("scheme: my-scheme", "scheme: yearly")
    text = text.replace("title: 村级重点工作考核（样例）", "title: 年度考核")
    text = text.replace("at_most: 99999999, measure: 元, ask: month", "at_most: 50, measure: 元, ask: year")
    files = {**starter, "scheme.yaml": text.encode()}
    del files["examples.yaml"]
    version, _found = load_scheme(files=files, unit=units.county, by=zhao)
    return approve(version=propose(version=version, by=zhao), by=qian).scheme


def test_what_all_share_may_keep_no_scheme_from_being_scored(units, zhao, yearly):
    content = csv_of(units.villages[0], ("income", "2026-10", "40"))
    with pytest.raises(BadInput) as refused:
        import_official(content=content, citation="表3", by=zhao)
    assert [p.what for p in refused.value.problems] == [
        "年度考核：“村集体经济收入”要每年的数，2026-10 不是这样的周期"
    ]
    assert import_official(content=content, citation="表3", by=zhao, scheme="my-scheme").added == 1


def test_a_table_without_rows_is_refused_for_that_and_not_for_no_faults(zhao):
    with pytest.raises(BadInput) as refused:
        import_official(content="单位,指标,周期,数值\n".encode(), citation="表3", by=zhao)
    assert (refused.value.why, refused.value.english) == (
        "文件里没有数", "Nothing was imported: the file holds no values.",
    )  # fmt: skip
