"""Every figure that was printed and can be computed again comes out of the schemes, by the engine, from their facts and registers."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.schemes.kept import HOME, decimal, near, scored, seen, table
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.case import open_case
from youju.engine.explain import Explainer
from youju.engine.language.parts import read_number
from youju.engine.problems import BadInputError
from youju.engine.read import read_scheme

TONGHUA = "220500"


def altered(tmp_path, scheme, *changes):
    home = tmp_path / scheme
    shutil.copytree(HOME / scheme, home)
    text = (home / "scheme.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (home / "scheme.yaml").write_text(text, "utf-8")
    return home


def test_vouchers_of_2093_bring_a_leverage_of_14_52():
    assert seen("vouchers", TONGHUA, "issued") == read_number("2093万")
    assert seen("vouchers", TONGHUA, "turnover") == read_number("3.04亿")
    assert seen("vouchers", TONGHUA, "leverage") == Decimal("14.52")
    assert "attribution" in (HOME / "vouchers" / "scheme.yaml").read_text("utf-8")
    for row in table("vouchers", "batches"):
        assert int(row["redeemed"]) + int(row["expired"]) <= int(row["issued"])


@pytest.mark.parametrize(
    ("rule", "places", "base"),
    [("arrived-base", "0.01", "139.29"), ("foreign-base", "0.1", "336.0"), ("entities-base", "0.0001", "0.7234")],
)  # fmt: skip
def test_bases_follow_from_growth(rule, places, base):
    assert near(seen("investment", TONGHUA, rule), places) == Decimal(base)


def test_growth_without_a_base_stays_reported():
    assert (seen("investment", TONGHUA, "deals"), seen("investment", TONGHUA, "deals-growth")) == (
        13,
        Decimal("0.413"),
    )
    indicator = scored("investment").scheme.indicators["deals_growth"]
    assert "基数不明" in indicator.definition
    assert indicator.value is None


def test_the_mean_of_the_province_follows_and_only_one_city_improved():
    assert seen("pollution-55", TONGHUA, "days-mean") == Decimal("0.842")
    assert seen("pollution-55", TONGHUA, "days") == Decimal("0.928") - Decimal("0.842") == Decimal("0.086")
    level, _row = scored("pollution-55")._find(TONGHUA)
    change = level.outcomes["days-change"].raw
    grown = [
        scored("pollution-55").units.codes[unit]
        for row, unit in enumerate(level.at)
        if change.fraction(row) > 0
    ]
    assert (len(level.at), grown) == (9, [TONGHUA])


def test_46_5_millimetres_are_missing_and_19_8_percent_fell():
    assert seen("rainfall", "220400", "less") == Decimal("46.5")
    assert near(seen("rainfall", "220400", "share") * 100, "0.1") == Decimal("19.8")


def test_a_mean_of_districts_needs_declared_weights(tmp_path):
    assert seen("rainfall", "220400", "rain") == Decimal("7.5")
    plain = altered(tmp_path, "rainfall", ("{weighted_mean: area}", "{weighted_mean: equal}"))
    result = open_case(plain).score()
    level, row = result._find("220400")
    assert decimal(level.outcomes["rain"].raw.fraction(row)) == Decimal("7.8")
    mean = altered(tmp_path / "b", "rainfall", ("{weighted_mean: area}", "mean"))
    assert [p.code for p in read_scheme(mean).problems if not p.warning] == ["mean_of_means"]


def test_jobs_are_1_8_and_33_5_points_ahead_of_time():
    assert seen("investment", TONGHUA, "jobs-ahead") == Decimal("0.018")
    assert seen("investment", TONGHUA, "moved-ahead") == Decimal("0.335")


def test_the_monthly_round_looks_at_jobs_against_time():
    rule = next(rule for rule in scored("county-monthly-round").scheme.marks if rule.id == "jobs")
    assert rule.value.by == "months"


def test_5_a_year_to_30_in_2020_is_10_in_2016():
    assert seen("liaoyuan-shaoxing", "220400", "eggs-2016", "2019") == 10


def test_120_to_200_in_three_years_is_18_6_percent_a_year():
    marks = scored("liaoyuan-shaoxing", "2019").marks("220400")
    assert marks["socks-yearly"] - 1 == Decimal("0.186")
    assert Decimal("1.1855") ** 3 * 120 < 200 < Decimal("1.1865") ** 3 * 120


def test_a_fund_of_12_5_million_is_735_6_a_metre():
    assert seen("smart-water", "220400", "fund-each") == Decimal("735.6")
    works = table("smart-water", "funds")[0]
    assert (works["amount"], works["metres"], works["pumps"]) == ("12500000", "16992.13", "1")
    assert (works["narrowest"], works["widest"]) == ("300", "1800")
    other = table("smart-water", "funds")[
        1
    ]  # another source of the same project stands apart and is not divided
    assert (other["project"], other["metres"]) == (works["project"], "")


def test_leakage_fell_by_seven_points_and_not_by_seven_per_cent():
    assert seen("smart-water", "220400", "change") == Decimal("-0.07")
    assert near(seen("smart-water", "220400", "change-share"), "0.001") == Decimal("-0.333")
    assert -10_000 <= seen("smart-water", "220400", "lost-less") < -9_000
    assert seen("smart-water", "220400", "to-limit") == Decimal("0.04")
    assert seen("smart-water", "220400", "to-partner") == Decimal("0.09")


def test_1657_groups_under_378_branches_are_4_38_each():
    assert near(seen("branch-health", "C1", "groups-each"), "0.01") == Decimal("4.38")


ADDED = "\n  all_four: {title: 四种融资工具合计, value: {sum: [turnover_fund, guarantee, platform, equity]}, missing: omit}\nmarks:\n  - {id: four, title: 四种工具合计, clause: 七, value: all_four, shape: {times: 0}, missing: omit}\n"


def test_four_instruments_are_added_only_if_declared(tmp_path):
    four = altered(tmp_path, "enterprise-service", ("\nmarks:\n", ADDED))
    with pytest.raises(BadInputError) as refused:
        open_case(four)
    assert {p.code for p in refused.value.problems} == {"not_additive"}
    assert len(refused.value.problems) == 4
    may = altered(
        tmp_path / "b", "enterprise-service", ("\nmarks:\n", ADDED), (" additive: false,", " additive: true,")
    )
    level, row = (result := open_case(may).score())._find(TONGHUA)
    assert decimal(level.outcomes["four"].raw.fraction(row)) == Decimal("277.2")
    assert result.scheme.indicators["equity"].additive


def test_the_first_growth_after_14_months_ends_a_run_of_14():
    assert seen("enterprise-service", TONGHUA, "run-before") == 14
    assert seen("enterprise-service", TONGHUA, "run") == 0


def test_the_highest_month_is_computed_over_a_stated_window(tmp_path):
    assert seen("investment", TONGHUA, "investment-top") == 0
    narrow = altered(tmp_path, "investment")
    facts = (narrow / "facts.csv").read_text("utf-8").replace("2021H2,0.083", "2021H2,0.6")
    (narrow / "facts.csv").write_text(facts, "utf-8")
    level, row = open_case(narrow).score()._find(TONGHUA)
    assert level.outcomes["investment-top"].raw.fraction(row) < 0


def test_24_projects_add_up_to_20_44_billion():
    assert seen("investment", TONGHUA, "tourism") == 24
    assert seen("investment", TONGHUA, "tourism-money") == read_number("204.4亿")
    assert sum(int(row["investment"]) for row in table("investment", "portfolio") if row["sector"] == "文旅") == 20_440_000_000  # fmt: skip


def test_29_projects_of_a_sector_are_counted():
    assert seen("investment", TONGHUA, "herds") == 29


def test_cohorts_of_33_projects_and_30_firms_stand_beside_their_rank():
    assert (seen("investment", TONGHUA, "new-plants"), seen("investment", TONGHUA, "upgraded")) == (33, 30)


def test_exceeded_is_said_only_where_the_plan_is_held(tmp_path):
    done = {"conserved": "6.19", "farmland": "7.3", "sown": "330.1"}
    for name, area in done.items():
        assert seen("eighty-items", TONGHUA, name) == Decimal(area)
        assert seen("eighty-items", TONGHUA, f"{name}-share") is None
    home = altered(tmp_path, "eighty-items")
    with (home / "facts.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{TONGHUA},sown_plan,2023Q2,325,official,下达计划（示例）,\n")
    level, row = open_case(home).score()._find(TONGHUA)
    assert level.outcomes["sown-share"].raw.fraction(row) > 1
    assert level.outcomes["farmland-share"].raw.fraction(row) is None


def test_the_mean_of_villages_is_close_to_270000_and_stands_beside_its_spread():
    level = next(one for one in scored("seven-activities").levels if one.name == "村")
    each = sorted(level.outcomes["income-each"].raw.fraction(row) for row in range(len(level.at)))
    assert len(each) == 78
    assert 260_000 < sum(each) / 78 <= 270_000
    assert each[0] < 200_000 < each[len(each) // 2] < 300_000 < each[-1]
    county, row = scored("seven-activities")._find("C1")
    ours = [int(one["value"]) for one in csv.DictReader((HOME / "seven-activities" / "facts.csv").open(encoding="utf-8")) if one["indicator"] == "income_before" and one["unit"].startswith("V")]  # fmt: skip
    assert county.outcomes["income-each"].raw.fraction(row) == Fraction(sum(ours), len(ours))


def test_whoever_opens_the_mark_of_a_county_reads_how_its_villages_are_spread_about_the_mean(tmp_path):
    home = HOME / "seven-activities"
    case = open_case(home)
    write_bundle(case.score(), tmp_path / "bundle", folder=home, facts=case.facts)
    explainer = Explainer(Bundle(tmp_path / "bundle"))
    told = {(one.rule, one.level, one.below): one for one in explainer.spreads("C1")}
    villages = told["income-each", "村", True]
    ours = sorted(int(one["value"]) for one in csv.DictReader((home / "facts.csv").open(encoding="utf-8")) if one["indicator"] == "income_before" and one["unit"].startswith("V"))  # fmt: skip
    assert (villages.known, villages.lacking, len(ours)) == (18, 0, 18)
    assert (villages.least, villages.most) == (f"{ours[0]}元", f"{ours[-1]}元")
    assert (villages.quarter, villages.three_quarters) == (f"{ours[4]}元", f"{ours[13]}元")
    middle, mean = Decimal(ours[8] + ours[9]) / 2, (Decimal(sum(ours)) / 18).quantize(Decimal("0.01"))
    assert (Decimal(villages.middle[:-1]), Decimal(villages.mean[:-1])) == (middle, mean)
    assert near(seen("seven-activities", "C1", "income-each"), "0.01") == mean
    assert "income-each" in {one.rule for one in explainer.spreads("V01") if not one.below}


def test_310_in_stock_and_258_bought_leave_52_unexplained():
    assert seen("tonghua-cooperation", TONGHUA, "cattle") == 52
