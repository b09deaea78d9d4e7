"""What the mechanisms of the five pages come to when their schemes are scored: counts, shares and gaps, from their registers."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.schemes.kept import HOME, near, scored, seen, table
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.case import open_case
from youju.engine.examples import run_examples
from youju.engine.explain import explain
from youju.engine.robust import firmness

TONGHUA, LIAOYUAN = "220500", "220400"


def figures(scheme: str, unit: str, period: str | None = None, **wanted: int) -> None:
    """Hold several shown values against what is expected; a rule is named with _ for -."""
    found = {name: seen(scheme, unit, name.replace("_", "-"), period) for name in wanted}
    assert found == wanted


# Tonghua: cooperation with Taizhou


def test_eight_aspects_and_33_items_are_counted_against_what_the_plan_states():
    figures("tonghua-cooperation", TONGHUA, count_items=33, count_aspects=8)
    rows = table("tonghua-cooperation", "items")
    assert len({row["clause"] for row in rows}) == 33
    assert len({row["unit"] for row in rows}) == 29


def test_29_units_by_four_forms_show_their_empty_cells():
    rows = table("tonghua-cooperation", "contacts")
    full = {(row["unit"], row["form"]) for row in rows}
    units = [
        code
        for level in scored("tonghua-cooperation").levels[1:]
        for code in (scored("tonghua-cooperation").units.codes[u] for u in level.at)
    ]
    assert len(units) == 29
    empty = {unit: seen("tonghua-cooperation", unit, "empty-forms") for unit in units}
    assert empty == {unit: 4 - sum(one == unit for one, _form in full) for unit in units}
    assert sum(empty.values()) == 29 * 4 - len(full) > 0
    assert {scored("tonghua-cooperation").marks(u)["empty-forms"] for u in units} == {0}


def test_sales_and_stores_keep_their_direction_and_day():
    figures("tonghua-cooperation", TONGHUA, shops=19, stored=30_000)
    assert seen("tonghua-cooperation", TONGHUA, "sold") >= 10_000_000
    from tests.schemes.kept import ledger

    both = ledger("tonghua-cooperation", "purchase") + ledger("liaoyuan-shaoxing", "purchase")
    assert {row["direction"] for row in both} == {"我方卖给对方", "对方在我方储备"}
    assert all(row["as_of"] for row in both)
    assert [row["quantity"] for row in both] == [
        {"n": "19", "r": "="}, {"n": "100", "r": "≥"}, {"n": "30000", "r": "="}, {"n": "32", "r": "="},
    ]  # fmt: skip
    assert both[3]["amount"] == {"n": "10000000", "r": "≥"}
    assert (both[3]["sellers"], both[3]["outlets"]) == ({"n": "5", "r": "="}, {"n": "6", "r": "="})
    assert both[3]["as_of"] == "2018-12-31"


# Tonghua: villages


def test_seven_activities_are_inherited_from_province_to_village():
    result = scored("seven-activities")
    assert [level.name for level in result.levels] == ["村", "乡镇", "县"]
    income = [level.outcomes["income"].raw for level in result.levels]
    assert all(one.ok.all() for one in income)
    facts = (HOME / "seven-activities" / "facts.csv").read_text("utf-8")
    assert "T1,income," not in facts  # each level's own copy follows from the villages


def test_boards_stand_at_three_levels_among_peers():
    result = scored("seven-activities")
    placed = {
        (s.key, int(s.place[r])) for level in result.levels for s in level.standings for r in range(len(level.at))
    }  # fmt: skip
    assert {key for key, _place in placed} == {"village", "township", "county"}
    assert len({group for level in result.levels for group in [level.name]}) == 3
    assert max(place for key, place in placed if key == "village") == 6  # among the six of a township, not 78


def test_every_secretary_has_published_a_pledge():
    for county in ("C1", "C2", "C3", "C4", "C5"):
        level, row = scored("seven-activities")._find(county)
        outcome = level.outcomes["pledge-cover"]
        assert outcome.raw.fraction(row) == 1
    assert all(row["published_on"] and row["channel"] for row in table("seven-activities", "pledges"))


def test_33_branches_15_bankers_and_148_firms_are_linked_by_kind():
    counties = ("C1", "C2", "C3", "C4", "C5")
    total = {
        rule: sum(seen("seven-activities", c, rule) for c in counties)
        for rule in ("star-links", "bank-links", "firm-links")
    }
    assert total == {"star-links": 33, "bank-links": 15, "firm-links": 148}
    assert all(row["since"] for row in table("seven-activities", "links"))


def test_the_share_of_checks_on_site_is_counted():
    rows = [row for row in table("seven-activities", "checks") if row["unit"].startswith(("V", "C1"))]
    on_site = sum(row["where"] == "现场" for row in rows)
    assert near(seen("seven-activities", "C1", "on-site"), "0.0001") == near(
        Decimal(on_site) / len(rows), "0.0001"
    )
    assert 0 < on_site < len(rows)


def test_four_teams_never_meet_in_a_village():
    teams: dict[str, set[str]] = {}
    for row in table("seven-activities", "checks"):
        if row["unit"].startswith("V"):
            teams.setdefault(row["team"], set()).add(row["unit"])
    assert len(teams) == 4
    assert sum(map(len, teams.values())) == len(set.union(*teams.values()))


def test_every_mark_of_a_village_has_a_clause_and_evidence_on_three_lists(tmp_path):
    case = open_case(HOME / "seven-activities")
    write_bundle(case.score(), tmp_path / "b", folder=HOME / "seven-activities", facts=case.facts)
    said = explain(Bundle(tmp_path / "b"), "V01")
    giving = [line for line in said.lines if line.contribution and line.rule != "~rest"]
    assert giving
    assert all(line.clause and (line.evidence or line.records) for line in giving)
    assert {"红榜", "蓝榜", "灰榜"} == set(scored("seven-activities").scheme.bands)


def test_villages_are_certified_by_their_checklists():
    counties = ("C1", "C2", "C3", "C4", "C5")
    total = {
        rule: sum(seen("seven-activities", c, rule) or 0 for c in counties)
        for rule in ("models", "beautiful", "parks", "short")
    }
    assert total == {"models": 22, "beautiful": 75, "parks": 8, "short": 0}
    assert seen("seven-activities", "C1", "criteria") == 15
    assert all(row["until"] for row in table("seven-activities", "certificates"))


def test_each_organisation_has_one_list_a_year():
    figures("branch-health", "C1", lists=18, listed=18)


def test_the_assessment_of_branches_is_a_version_with_a_clause_beside_every_rule():
    scheme = scored("branch-health").scheme
    assert (scheme.version, str(scheme.in_force.from_), str(scheme.in_force.to)) == (
        "2023.1",
        "2023-03",
        "2023-12",
    )
    assert scheme.basis.number
    assert all(rule.clause for rule in scheme.marks)


def test_the_investment_of_a_county_runs_along_four_quarters():
    scheme = scored("county-monthly-round").scheme
    (curve,) = [rule.value.by for rule in scheme.marks if rule.id == "investment"]
    assert list(curve) == [3, 6, 9, 12]
    third, fourth = curve[9] - curve[6], curve[12] - curve[9]
    assert third > Decimal("0.25") > curve[3]
    assert fourth >= Decimal("0.25")


def test_a_green_share_of_100_percent_is_said_to_be_saturated(tmp_path):
    case = open_case(HOME / "branch-health")
    write_bundle(case.score(), tmp_path / "b", folder=HOME / "branch-health", facts=case.facts)
    found = firmness(Bundle(tmp_path / "b"), runs=20, noise=0.2, seed=1)
    assert "green" in {one["indicator"] for one in found.saturated}
    assert "satisfied" not in {one["indicator"] for one in found.saturated}
    for period in ("2023-03", "2023-04", "2023-05"):
        assert seen("branch-health", "V01", "green", period) == 1


def test_quantities_of_a_township_are_the_sum_of_its_villages():
    figures(
        "living-campaign",
        "T1",
        rubbish=57_500,
        vehicles=4100,
        people=5400,
        yards=1208,
        lines=8,
        sites=3,
        town_tasks=3,
    )
    assert seen("living-campaign", "T1", "ditches") == Decimal("6.35")
    assert sum(seen("living-campaign", f"V0{n}", "rubbish") for n in range(1, 7)) == 57_500
    rows = [
        row for row in table("living-campaign", "works") if row["unit"] in {f"V0{n}" for n in range(1, 7)}
    ]
    assert sum(int(row["people"]) for row in rows) == 5400
    measures = {one.measure for one in scored("living-campaign").scheme.indicators.values()}
    assert {"立方米", "台次", "人次", "处", "公里"} <= measures
    assert scored("living-campaign").marks("T1")["vehicles"] == 0


def test_four_dimensions_tell_how_far_a_village_improved():
    figures("living-campaign", "V01", dimensions=4)
    rows = [row for row in table("living-campaign", "ratings") if row["unit"] == "V01"]
    gain = Decimal(sum(int(row["now"]) - int(row["before"]) for row in rows)) / len(rows)
    assert scored("living-campaign").marks("V01")["improved"] == gain * 2


def test_points_are_earned_and_never_taken():
    rows = table("living-campaign", "household-points")
    assert all(int(row["points"]) > 0 and row["opted_in"] == "是" and row["witness"] and row["rule"] for row in rows)  # fmt: skip
    level = scored("living-campaign").levels[0]
    marks = level.outcomes["points-award"].marks
    assert min(marks.fraction(row) for row in range(len(level.at))) >= 0


def test_any_fire_costs_and_names_the_chain_of_its_place():
    assert seen("straw-ban", "C1", "all-fires") == 3
    burnt = {row["unit"]: row["chain"] for row in table("straw-ban", "fire-points")}
    assert scored("straw-ban").marks("V04")["fires"] == -10
    assert scored("straw-ban").marks("V01")["fires"] == 0
    chain = {row["unit"]: row["post"] for row in table("straw-ban", "chain") if row["level"] == "村"}
    assert {unit: chain[unit] for unit in burnt} == burnt


def test_five_uses_of_straw_sum_to_100_in_their_order():
    shares = [seen("straw-ban", "C1", f"share-{use}") for use in ("fertiliser", "fodder", "fuel", "material")]
    assert near(sum(shares), "0.000001") == 1
    assert shares[0] > shares[1] > shares[2] > shares[3]  # main, main, auxiliary, supplement


def test_the_chain_reaches_the_household_without_a_gap(tmp_path):
    figures("straw-ban", "C1", levels=4, all_gaps=0)
    home = tmp_path / "straw"
    shutil.copytree(HOME / "straw-ban", home)
    chain = home / "registers" / "chain.csv"
    chain.write_text(chain.read_text("utf-8").replace("V03,村,村书记3,", "V03,村,,"), "utf-8")
    result = open_case(home).score()
    assert result.marks("V03")["gaps"] == 5
    assert all(row["support"] and row["since"] for row in table("straw-ban", "chain"))


def test_four_criteria_reward_a_village():
    marks = scored("straw-ban").scheme.marks
    assert {rule.clause for rule in marks if rule.id in {"removed", "used", "satisfied", "gaps"}} == {
        f"第四条第({n})款" for n in "一二三四"
    }
    tidy, late = (scored("straw-ban").marks(village) for village in ("V01", "V04"))
    assert (tidy["removed"], late["removed"]) == (20, Decimal("19.37"))
    assert (tidy["satisfied"], late["satisfied"]) == (Decimal("1.1"), 10)
    assert (tidy["used"], tidy["gaps"], tidy["fires"], late["fires"]) == (20, 10, 0, -10)
    assert scored("straw-ban").total("V01") == 40 + sum(
        tidy[name] for name in ("removed", "used", "satisfied", "gaps")
    )


def test_five_times_five_comparisons_give_up_to_five_stars():
    result = scored("five-stars")
    assert (result.total("X001"), result.band("X001")) == (5, "五星")
    stars = {band: one.stars for band, one in result.scheme.bands.items()}
    assert stars["五星"] == 5
    rows = [row for row in table("five-stars", "comparisons") if row["unit"] == "X001"]
    assert len(rows) == len({(row["race"], row["compare"]) for row in rows}) == 25
    assert open_case(HOME / "five-stars", period="2024").score().total("X001") == 0  # stars expire


def test_agencies_schools_and_hospitals_race_among_their_own():
    result = scored("five-stars")
    for level, number in zip(result.levels, (8, 5, 5, 4), strict=True):
        totals = [result.total(result.units.codes[unit]) for unit in level.at]
        assert len(totals) == number
        assert [int(place) for place in level.standings[0].place] == [
            1 + sum(other > own for other in totals) for own in totals
        ]
    assert [level.name for level in result.levels][1:] == ["机关", "学校", "医院"]


# Tonghua: plans, firms, money, air


def test_eighty_items_have_leads_and_dates_on_three_levels():
    figures("eighty-items", TONGHUA, count_items=80, count_levels=3)
    rows = [row for row in table("eighty-items", "items") if row["level"] == "施工图"]
    assert all(row["unit"] and row["with"] and row["due_on"] for row in rows)


def test_directions_without_a_measure_are_counted_as_not_measurable():
    figures("eighty-items", TONGHUA, count_vague=10)
    titles = Counter(row["title"][:2] for row in table("eighty-items", "items") if row["measurable"] == "否")
    assert titles == {"聚焦": 7, "紧盯": 3}


def test_twelve_fields_lead_to_a_target_path_of_three_years():
    assert sum(row["level"] == "分图" for row in table("eighty-items", "items")) == 12
    path = scored("eighty-items").scheme.parameters["output_target"]
    assert [int(amount) for amount in path.values()] == [600, 800, 1000]
    assert seen("eighty-items", TONGHUA, "path") == Decimal("0.5")


def test_a_firm_that_falls_behind_last_year_is_found():
    rows = [row for row in table("enterprise-service", "firms") if row["watched"] == "是"]
    falls = [row for row in rows if int(row["output"]) < int(row["last_year"])]
    assert seen("enterprise-service", TONGHUA, "falling") == len(falls) == 3
    assert {row["firm"] for row in falls} == {row["firm"] for row in rows if row["falling"] == "是"}
    assert near(seen("enterprise-service", TONGHUA, "helped"), "0.01") == Decimal("0.67")


def test_thirteen_firms_are_watched_month_by_month():
    assert seen("enterprise-service", TONGHUA, "watched") == 13


def test_two_lists_of_fifty_leave_no_firm_without_a_leader():
    figures("enterprise-service", TONGHUA, firms=100, unowned=0)
    assert Counter(row["list"] for row in table("enterprise-service", "firms")) == {"重点工业企业五十户": 50, "重点服务企业五十户": 50}  # fmt: skip


def test_two_forums_show_how_many_of_their_opinions_are_closed():
    rows = [row for row in table("enterprise-service", "firm-cases") if row["forum"]]
    assert len({row["forum"] for row in rows}) == 2
    closed = sum(row["state"] == "企业已确认" for row in rows)
    assert near(seen("enterprise-service", TONGHUA, "spoken"), "0.001") == near(
        Decimal(closed) / len(rows), "0.001"
    )


def test_every_industry_has_one_department():
    assert seen("investment", TONGHUA, "routed") == 1
    codes = Counter(row["industry"] for row in table("investment", "industries"))
    assert (len(codes), set(codes.values())) == (20, {1})


def test_fifteen_signed_projects_lead_on_from_the_fair():
    rows = [row for row in table("investment", "signed") if row["event"]]
    assert len(rows) == 15
    assert seen("investment", TONGHUA, "signed") == len(table("investment", "signed"))
    assert any(row["stage"] == "资金到位" for row in rows)


def test_projects_are_picked_by_their_pairing():
    assert seen("investment", TONGHUA, "paired") == sum(
        row["pairing"] == "通化—台州" for row in table("investment", "signed")
    )


def test_nine_aspects_and_55_tasks_have_a_chief_each():
    figures("pollution-55", TONGHUA, tasks=55, aspects=9, chiefless=0, systems=3)
    stretches = Counter((row["object"], row["level"]) for row in table("pollution-55", "chiefs"))
    assert set(stretches.values()) == {1}  # no overlap
    assert scored("pollution-55").marks("220524")["gaps"] == -1  # the one stretch nobody answers for
    assert scored("pollution-55").marks("220502")["gaps"] == 0


def test_findings_of_two_levels_are_told_apart():
    figures("rectification", TONGHUA, central=18, provincial=30)


def test_a_campaign_is_closed_clause_by_clause():
    figures("rectification", TONGHUA, clauses=7)
    rows = table("rectification", "campaign-cases")
    assert {row["clause"] for row in rows if row["clause"].startswith(("整治", "增强"))} == {
        "整治一", "整治二", "增强一", "增强二",
    }  # fmt: skip
    assert all(any(row["closed"] == "是" for row in rows if row["clause"] == one) for one in {row["clause"] for row in rows})  # fmt: skip


# Liaoyuan and Shaoxing


def test_seven_units_and_five_make_five_groups():
    figures("liaoyuan-shaoxing", LIAOYUAN, "2019", groups=5, ours=5, theirs=7)


def test_thirty_odd_agreements_tell_what_they_fulfilled():
    assert seen("liaoyuan-shaoxing", LIAOYUAN, "agreements", "2019") == 32
    assert 0 < seen("liaoyuan-shaoxing", LIAOYUAN, "fulfilled", "2019") < 1


def test_six_towns_adopt_what_two_models_showed():
    figures("liaoyuan-shaoxing", LIAOYUAN, "2019", towns=6, models=2)
    towns = [row for row in table("liaoyuan-shaoxing", "practices") if row["model"]]
    assert all(row["task"] and row["champion"] for row in towns)


def test_five_departments_learn_six_topics():
    figures("liaoyuan-shaoxing", LIAOYUAN, "2019", teachers=5, topics=6)


def test_adopted_practices_are_a_share_of_those_learned(tmp_path):
    """Four of twelve; once a fifth is adopted the rate says five of twelve."""
    figures("liaoyuan-shaoxing", LIAOYUAN, "2019", learned=12)
    assert near(seen("liaoyuan-shaoxing", LIAOYUAN, "adopted", "2019"), "0.0001") == Decimal("0.3333")
    home = tmp_path / "pairing"
    shutil.copytree(HOME / "liaoyuan-shaoxing", home)
    practices = home / "registers" / "practices.csv"
    text = practices.read_text("utf-8")
    practices.write_text(
        text.replace("推行产业集群,工信局局长,正在采用", "推行产业集群,工信局局长,已采用"), "utf-8"
    )
    level, row = open_case(home, period="2019").score()._find(LIAOYUAN)
    assert level.outcomes["adopted"].raw.fraction(row) == Fraction(5, 12)


def test_planned_and_under_way_are_not_done():
    rows = table("liaoyuan-shaoxing", "practices")
    assert seen("liaoyuan-shaoxing", LIAOYUAN, "not-done", "2019") == sum(
        row["adopted"] in {"计划中", "正在采用"} for row in rows
    )


def test_gaps_run_both_ways():
    figures("liaoyuan-shaoxing", LIAOYUAN, "2019", we_learn=4, they_learn=2)


def test_a_year_without_a_visit_each_way_is_told():
    assert seen("liaoyuan-shaoxing", LIAOYUAN, "both-ways", "2019") == 1
    assert seen("liaoyuan-shaoxing", LIAOYUAN, "both-ways", "2020") == 0
    assert scored("liaoyuan-shaoxing", "2020").marks(LIAOYUAN)["both-ways"] == 0


def test_12_secondments_and_118_visitors_are_told_apart():
    figures("liaoyuan-shaoxing", LIAOYUAN, "2019", seconded=12, visitors=118, batches=5)


def test_a_pairing_is_evaluated_once_a_year():
    scheme = scored("liaoyuan-shaoxing", "2019").scheme
    assert scheme.round.every == "year"
    assert scored("liaoyuan-shaoxing", "2019").total(LIAOYUAN) == Decimal("58.07")
    assert scored("liaoyuan-shaoxing", "2020").total(LIAOYUAN) is None  # nothing was reported in that year


def test_a_case_costs_one_trip_and_one_answer():
    rows = table("one-window", "receipts")
    once = sum(int(row["trips"]) <= 1 for row in rows if row["received_on"] < "2019-07")
    assert near(seen("one-window", LIAOYUAN, "once", "2019Q2"), "0.001") == near(
        Decimal(once) / len(rows), "0.001"
    )
    assert max(int(row["departments"]) for row in rows) > 1


def test_an_operation_is_linked_to_the_rain_after_it():
    figures("rainfall", LIAOYUAN, means=3)
    assert seen("rainfall", LIAOYUAN, "after") == Decimal("7.8")
    assert {row["on"] for row in table("rainfall", "operations")} == {"2019-05-05"}


def test_a_warning_holds_for_its_days_and_calls_a_duty():
    rows = table("rainfall", "warnings")
    assert (rows[0]["kind"], rows[0]["days"], rows[0]["gust"]) == ("森林火险", "3", "6")
    figures("rainfall", LIAOYUAN, warned=4, gust=7)
    assert all(row["duty"] for row in rows)
    assert [
        str(p) for p in run_examples(HOME / "rainfall")
    ] == []  # an unanswered one costs: the office's own example


# Yitong


def test_four_areas_have_lead_industries_of_their_own():
    figures("yitong-park", "YT", industries=3)
    sets: dict[str, set[str]] = {}
    for row in table("yitong-park", "areas"):
        sets.setdefault(row["unit"], set()).add(row["industry"])
    assert len(sets) == 4
    assert len({frozenset(one) for one in sets.values()}) == 4  # no two areas with the same set


def test_ready_land_has_its_four_checks():
    figures("yitong-park", "YT1", ready_checks=4, ready_land=2)
    assert seen("yitong-park", "YT2", "ready-checks") == 3


def test_phases_progress_by_quantity_of_work():
    assert seen("yitong-park", "YT2", "phase") == Decimal("0.5")
    assert seen("yitong-park", "YT2", "second") == 1


def test_a_zone_has_projects_and_indicators_of_its_own():
    result = scored("yitong-park")
    assert [level.name for level in result.levels] == ["片区", "园区"]
    assert result.total("YT") is not None
    assert {row["unit"] for row in table("yitong-park", "park-projects")} == {"YT1", "YT2", "YT3", "YT4"}


def test_signed_new_and_continued_projects_are_counted_apart():
    figures("yitong-park", "YT", signed=4, new=4, continued=4)


def test_five_milestones_are_early_or_late_in_days():
    figures("yitong-park", "YT", kinds=5)
    days = [int(row["early"]) for row in table("yitong-park", "milestones")]
    assert min(days) < 0 < max(days)
    assert seen("yitong-park", "YT", "on-time", "2022Q2") == Decimal(sum(d >= 0 for d in days)) / len(days)


def test_every_key_project_has_an_agent():
    assert seen("yitong-park", "YT", "agented") == 1
    assert all(row["agent"] for row in table("yitong-park", "park-projects"))


def test_a_fair_funnels_53_guests_to_two_agreements():
    figures("yitong-park", "YT", guests=53, pitched=10, framed=2)


def test_leads_have_a_channel_an_owner_and_a_next_step():
    figures("yitong-park", "YT", channels=3, stuck=0)
    assert all(row["owner"] for row in table("yitong-park", "park-leads"))


def test_services_to_firms_are_logged():
    rows = table("yitong-park", "services")
    assert rows[0]["what"] == "协助接送运输车辆"
    assert near(seen("yitong-park", "YT", "served", "2022Q2"), "0.001") == near(Decimal(5) / 6, "0.001")


# Dunhua

DUNHUA = "222403"


def test_the_verb_of_a_commitment_decides_its_marks():
    marks = scored("dunhua-seven-indices").marks(DUNHUA)
    verbs = Counter(row["verb"] for row in table("dunhua-seven-indices", "commitments"))
    assert verbs["确保"] >= 6
    must = [row for row in table("dunhua-seven-indices", "commitments") if (row["index"], row["verb"]) == ("魅力", "确保")]  # fmt: skip
    assert (
        marks["charm-must"] == Decimal(40) * sum(row["state"] == "已完成" for row in must) / len(must) == 20
    )
    assert marks["made-try"] == 0  # a stretch that was missed costs nothing
    assert marks["made-moving"] == 20  # early work that moves has all its marks


def test_what_must_be_finished_and_what_is_begun_stands_in_its_index():
    found = Counter((row["index"], row["verb"]) for row in table("dunhua-seven-indices", "commitments"))
    assert found == {
        ("制造", "确保"): 2, ("制造", "力争"): 1, ("制造", "推进"): 1,
        ("繁荣", "确保"): 2, ("魅力", "确保"): 2, ("魅力", "启动"): 3, ("幸福", "确保"): 2,
    }  # fmt: skip
    assert {row["due_on"] for row in table("dunhua-seven-indices", "commitments")} == {"2023-12-31"}


def test_a_promise_to_firms_that_is_late_costs_marks():
    marks = {
        q: scored("dunhua-seven-indices", q).marks(DUNHUA)["rivalry-promises"] for q in ("2023Q1", "2023Q2")
    }
    assert marks == {"2023Q1": 50, "2023Q2": 40}  # 12 of 12, then 14 of 15


def test_an_interval_target_of_5_to_10_is_below_within_or_above(tmp_path):
    for number, marks in ((4, 40), (5, 50), (10, 50), (12, 51)):
        home = tmp_path / str(number)
        shutil.copytree(HOME / "dunhua-seven-indices", home)
        facts = [
            line for line in (home / "facts.csv").read_text("utf-8").splitlines() if ",paired," not in line
        ]
        facts.append(f"{DUNHUA},paired,2023Q4,{number},verified,核验单,")
        (home / "facts.csv").write_text("\n".join(facts) + "\n", "utf-8")
        assert open_case(home).score().marks(DUNHUA)["rivalry-paired"] == marks


def test_annual_targets_keep_their_numbers():
    scheme = scored("dunhua-seven-indices").scheme
    assert (scheme.parameters["trade_target"], scheme.parameters["new_firms_target"]) == (40, 4)
    marks = scored("dunhua-seven-indices").marks(DUNHUA)
    assert marks["busy-firms"] == 20  # 4 of 4
    assert marks["busy-retail"] == 30  # growth of 5 % and more
    assert marks["rivalry-promises"] == 50  # every promise that fell due was kept in time


def test_one_household_fallen_back_costs_marks():
    before = scored("dunhua-seven-indices", "2023Q3").marks("DH06")["happy-poverty"]
    after = scored("dunhua-seven-indices", "2023Q4").marks("DH06")["happy-poverty"]
    assert (before, after) == (25, 30)


def test_two_coverages_of_new_groups_are_shares():
    marks = scored("dunhua-seven-indices").marks(DUNHUA)
    assert near(marks["party-covered"], "0.1") == near(Decimal(228) / 236 * 100, "0.1")
    assert near(marks["party-working"], "0.1") == 100


@pytest.mark.parametrize("scheme", sorted(p.parent.name for p in HOME.glob("*/scheme.yaml")))
def test_what_is_only_shown_gives_no_marks(scheme):
    result = scored(scheme)
    for level in result.levels:
        if (shown := level.outcomes.get("shown")) is not None:
            sums = {shown.marks.fraction(row) for row in range(len(level.at)) if shown.marks.ok[row]}
            assert sums <= {0}
