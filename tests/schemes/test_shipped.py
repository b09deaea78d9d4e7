"""The schemes that come with Youju: nothing to mend, every example right, the same data on every run."""

import filecmp
import importlib.util
import shutil
from decimal import Decimal

import pytest

from tests.house.sources import ROOT
from youju.engine.case import open_case
from youju.engine.catalog import check_folder
from youju.engine.examples import run_examples

HOME = ROOT / "schemes"
SHIPPED = sorted(path.parent.name for path in HOME.glob("*/scheme.yaml"))


def test_the_schemes_of_the_demo_are_there():
    assert SHIPPED == [
        "branch-health",
        "county-monthly-round",
        "dunhua-seven-indices",
        "eighty-items",
        "enterprise-service",
        "five-stars",
        "hdi-2021",
        "investment",
        "liaoyuan-shaoxing",
        "living-campaign",
        "one-window",
        "pollution-55",
        "projects-226",
        "rainfall",
        "rectification",
        "seven-activities",
        "smart-water",
        "straw-ban",
        "tonghua-cooperation",
        "village-living-environment",
        "vouchers",
        "yitong-park",
    ]


def test_nothing_is_to_be_mended_and_no_rule_of_the_land_is_touched():
    found = check_folder(
        [HOME / name for name in SHIPPED], looks=[lambda loaded: run_examples(loaded.folder)]
    )
    assert [str(problem) for problem in found] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_folder_says_where_its_figures_come_from(name):
    text = (HOME / name / "README.md").read_text("utf-8")
    assert "出处" in text
    assert "Source" in text


@pytest.mark.parametrize("name", SHIPPED)
def test_invented_figures_are_called_so_and_published_ones_are_not(name):
    assert open_case(HOME / name).scheme.example is (name != "hdi-2021")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_total_is_the_sum_of_its_reasons(name):
    result = open_case(HOME / name).score()
    for level in result.levels:
        whole = sum(line.contribution for line in level.lines) + level.rest
        shown = level.totals * 10 ** (result.share_places - result.places)
        assert (whole[level.has_total] == shown[level.has_total]).all()


@pytest.mark.parametrize(("tool", "number"), [("demo_facts", 15), ("demo_schemes", 75)])
def test_the_demonstration_data_are_what_the_seed_gives(tmp_path, tool, number):
    spec = importlib.util.spec_from_file_location(tool, ROOT / "tools" / f"{tool}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    same, differ, absent = filecmp.cmpfiles(tmp_path, HOME, written, shallow=False)
    assert (differ, absent) == ([], [])
    assert len(same) == number


def test_two_hundred_and_twenty_four_of_226_projects_earn_9_91_of_10():
    result = open_case(HOME / "projects-226").score()
    assert result.total("220500") == Decimal("9.91")


@pytest.mark.parametrize(
    ("code", "stage", "marks"), [("XM037", "开工建设", "9.96"), ("XM001", "项目前期", "9.87")]
)
def test_one_project_more_or_less_gives_other_marks(tmp_path, code, stage, marks):
    """99.1 % of 226 fits 224 only: 225 would earn 9.96, 223 would earn 9.87."""
    home = tmp_path / "projects"
    shutil.copytree(HOME / "projects-226", home)
    register = home / "registers" / "projects.csv"
    rows = [row.split(",") for row in register.read_text("utf-8").splitlines()]
    changed = [[*row[:5], stage, *row[6:]] if row[0] == code else row for row in rows]
    register.write_text("".join(",".join(row) + "\n" for row in changed), "utf-8")
    assert open_case(home).score().total("220500") == Decimal(marks)


def test_dunhua_stays_with_the_figures_of_the_article():
    result = open_case(HOME / "dunhua-seven-indices").score()
    seen = {line.outcome.rule.id: line.outcome for line in result.levels[0].lines}
    assert seen["made-projects"].against.fractions()[0] == 80
    assert len({rule[: rule.index("-")] for rule in seen if "-" in rule}) == 7
    assert result.total("222403") == Decimal("92.13")


def test_a_slip_of_the_point_is_corrected_by_a_later_row():
    """柳河县 typed ten times its output; the mean of all counties moved with it, every other rule stood still."""
    before = open_case(HOME / "county-monthly-round", as_of="2023-07-01").score()
    after = open_case(HOME / "county-monthly-round").score()
    wrong = {"output"}
    for unit in (unit for unit in after.units.codes if unit != "220500"):
        then, now = before.marks(unit), after.marks(unit)
        assert {rule for rule in now if rule not in wrong and then[rule] != now[rule]} == set()
    assert (before.marks("220524")["output"], after.marks("220524")["output"] < 20) == (20, True)


def test_a_village_without_a_river_is_scored_over_what_applies_to_it():
    result = open_case(HOME / "village-living-environment").score()
    level = result.levels[0]
    ditch = next(line for line in level.lines if line.outcome.rule.id == "ditch-found")
    rivers = [result.units.columns["river"][unit] == "有" for unit in level.at]
    assert ditch.outcome.applies.tolist() == rivers
    assert level.has_total.all()
