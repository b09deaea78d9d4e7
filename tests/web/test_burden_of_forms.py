"""What `youju burden` counts is what the forms of the house ask: one village opens every form of five schemes for three months.

The facts of the village are laid out for all its forms: shared numbers are one number, and every third value stays as it was.
"""

import csv
import datetime as dt
import re
import shutil
from collections import Counter
from types import SimpleNamespace

import pytest

from tests.house.sources import ROOT
from youju.engine.asking import asked_in, rounds_of
from youju.engine.burden import burden_of, kept_in, key_of, wants_of
from youju.engine.case import open_case
from youju.engine.period import Period
from youju.flow.schemes import services
from youju.flow.schemes.models import Round
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.selectors import scheme_of
from youju.flow.units.selectors import units_by_code
from youju.flow.units.services import import_units
from youju.work.registers.models import Register
from youju.work.registers.services import declare_register, receive

pytestmark = pytest.mark.django_db
SCHEMES = ("seven-activities", "branch-health", "living-campaign", "straw-ban", "village-living-environment")
CASES = ROOT / "schemes" / "_registers" / "case.yaml"
VILLAGE = "V01"
UNITS = """\
代码,名称,上级代码,层级,类别
S0,示例市,,prefecture,government
C1,示例县,S0,county,government
T1,石湖镇（示例）,C1,township,government
V01,东沟村,T1,village,government
"""
INPUT = re.compile(r'<input id="value-([\w-]+)" name="value-[\w-]+" value="([^"]*)"')


def value_of(key, months) -> str:
    """Return the value of a number in its so many-th month: it changes, but for every third month."""
    step = months - (months + 1) // 3
    return f"0.{70 + step}" if key[1] == "比例" else str(100 + len(key[0]) + step)


@pytest.fixture
def folders(tmp_path):
    """Return the five schemes, in force for the last quarter of 2023, with facts of the village for all that is asked of it."""
    homes = []
    for name in SCHEMES:
        home = tmp_path / name
        shutil.copytree(ROOT / "schemes" / name, home)
        text = (home / "scheme.yaml").read_text("utf-8")
        text = re.sub(r"in_force: \{from: 2023-0[23],", "in_force: {from: 2023-10,", text)
        (home / "scheme.yaml").write_text(text, "utf-8")
        (home / "facts.csv").write_text("unit,indicator,period,value\n", "utf-8")
        scheme = open_case(home).scheme
        rows = {
            (one.name, one.period): value_of(key_of(one.indicator, str(one.indicator.ask)), round_.number)
            for round_ in rounds_of(scheme)
            for one in asked_in(scheme, round_)
            if one.indicator.ask != "once"
        }
        lines = "".join(f"{VILLAGE},{name},{period},{value}\n" for (name, period), value in rows.items())
        (home / "facts.csv").write_text("unit,indicator,period,value\n" + lines, "utf-8")
        homes.append(home)
    (tmp_path / "_registers").mkdir()
    shutil.copy(CASES, tmp_path / "_registers")
    return homes


@pytest.fixture
def house(folders, appointed, at):
    """Return the house in which the five schemes are in force, cases are taken in, and a clerk reports for the village."""
    import_units(name="单位.csv", content=UNITS.encode(), on=dt.date(2020, 1, 1), by=None)
    units = units_by_code(["S0", "C1", "T1", VILLAGE])
    zhao = appointed("zhao", "赵", "scoring_office", units["S0"])
    qian = appointed("qian", "钱", "second_approver", units["S0"])
    zhang = appointed("zhang", "张", "reporter", units["T1"])
    versions = []
    for home in folders:
        top = units["S0" if home.name == "seven-activities" else "C1"]
        files = {path: text for path, text in from_folder(home).items() if not path.startswith("registers/")}
        version, _found = services.load_scheme(files=files, unit=top, by=zhao)
        versions.append(services.approve(version=services.propose(version=version, by=zhao), by=qian))
    cases = declare_register(text=CASES.read_text("utf-8"), unit=units["C1"], by=None)
    at("2023-10-09 09:00")
    said = {"title": "路灯不亮", "said": "村口的路灯坏了", "kind": "群众诉求", "raised_on": "2023-10-09"}
    receive(register=cases, unit=units[VILLAGE], values=said, by=None)
    return SimpleNamespace(units=units, zhao=zhao, zhang=zhang, versions=versions)


def fill_in(client, round_, wanted, seen, once):
    """Open the form of the village, fill it in as its clerk would, hand it in; count what had to be typed or confirmed.

    What is asked `once` counts as a field in the first form only: a form of paper would not ask it again either.
    """
    begun = client.post(f"/reports/rounds/{round_.pk}/units/{VILLAGE}/begin/")
    page = client.get(begun["Location"]).content.decode()
    said = {"lock": re.search(r'name="lock" value="(\d+)"', page)[1]}
    asked = Counter()
    for name, text in INPUT.findall(page):
        said[f"value-{name}"] = text
        asked["fields"] += name not in once or (round_.scheme.code, name) not in seen
        if text:
            continue
        stays = f'name="same-{name}"' in page and seen.get((round_.scheme.code, name)) == wanted(name)
        said |= {f"same-{name}": "on"} if stays else {f"value-{name}": wanted(name)}
        asked["kept" if stays else "typed"] += 1
    asked["forms"] += bool(asked["typed"] or asked["kept"])
    if asked["fields"]:
        done = client.post(f"{begun['Location']}submit/", said)
        assert done.status_code == 302, done.content.decode()
    seen.update({(round_.scheme.code, name): wanted(name) for name, _text in INPUT.findall(page)})
    return asked


def test_the_forms_of_a_village_ask_what_the_burden_counts(client, folders, house, at):
    asked, seen = Counter(), {}
    for month in ("2023-10", "2023-11", "2023-12"):
        at(f"{dt.date.fromisoformat(month + '-28') + dt.timedelta(days=8)} 09:00")
        client.force_login(house.zhang)
        for version in house.versions:
            round_ = services.open_round(scheme=version.scheme, period=month, by=house.zhao)
            services.advance_round(round_=round_, to="reporting", by=house.zhao)
            round_ = Round.objects.get(pk=round_.pk)
            said = {
                one.name: value_of(
                    key_of(one.indicator, str(one.indicator.ask)), int(month[:4]) * 12 + int(month[5:]) - 1
                )
                for one in asked_in(scheme_of(version), Period.parse(month))
            }
            once = {name for name, one in scheme_of(version).indicators.items() if one.ask == "once"}
            asked += fill_in(client, round_, said.__getitem__, seen, once)
    counted = next(line for line in burden_of(folders).units if line.name == VILLAGE)
    records, wants = kept_of(folders), wanted_of(folders)
    assert asked["fields"] == sum(len(one.asked) for one in wants if not one.counted)
    assert asked["typed"] == counted.after.fields - records["typed"]
    assert (asked["kept"], asked["forms"]) == (counted.after.kept - records["again"], counted.after.forms)


def kept_of(folders):
    """Return what the burden counts of the village's records: fields before, and those typed or confirmed after."""
    found = [one for home in folders for one in kept_in(open_case(home)) if one.unit == VILLAGE]
    fields, again = sum(one.fields for one in found), sum(one.again for one in found)
    return Counter(fields=fields, again=again, typed=fields - again - sum(one.evidence for one in found))


def wanted_of(folders):
    return [one for home in folders for one in wants_of(open_case(home)) if one.unit == VILLAGE]


def test_the_records_of_a_village_ask_what_the_burden_counts(client, folders, house, at):
    """Every record of the village is made on its page, each after the first as another like the one before; evidence is not asked."""
    at("2024-01-05 09:00")
    client.force_login(house.zhang)
    asked = Counter()
    for home, version in zip(folders, house.versions, strict=True):
        scheme = scheme_of(version)
        for name in (name for name, one in scheme.registers.items() if one.kept_by == "unit"):
            (code,) = Register.objects.filter(scheme=scheme.scheme, counted_as=name).values_list(
                "code", flat=True
            )
            with (home / "registers" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = [row for row in csv.DictReader(file) if row["unit"] == VILLAGE]
            like = ""
            for row in rows:
                page = client.get(f"/registers/{code}/new/{like}")
                shown = {one.name: one.text for one in page.context["inputs"]}
                said = {name: text for name, text in row.items() if text and name not in {"unit", "evidence"}}
                stays = sum(shown[name] == text for name, text in said.items())
                asked += Counter(
                    fields=len(said) + bool(row["evidence"]), again=stays, typed=len(said) - stays
                )
                made = client.post(f"/registers/{code}/new/", {**said, "unit": VILLAGE})
                assert made.status_code == 302, made.content.decode()
                like = f"?like={made['Location'].rstrip('/').rsplit('/', 1)[1]}"
    assert asked == kept_of(folders)
