"""Methods of others, written from the page of the scheme language alone over made data, against arithmetic of the test's own."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt

from tests.engine.indices import scored

CODES = [f"c{n:02d}" for n in range(30)]
TOTAL = {"places": 2, "before_ranking": True, "ties": "best"}


def made(seed, low, high):
    chance = random.Random(seed)
    return {code: chance.randint(low, high) for code in CODES}


def rounded(number, places=2):
    return Decimal(str(round(number, 12))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_bounds_at_the_lowest_percentile_and_the_mean_of_the_five_best(tmp_path):
    low = {"peer": "quantile", "at": "2.5%", "of": "x", "among": "all"}
    best = {"peer": "mean", "only_best": 5, "of": "x", "among": "all"}
    share = {"ratio": {"gap": "x", "to": low}, "to": {"gap": best, "to": low}}
    marks = {"product": [100, {"least": [1, {"greatest": [0, share]}]}]}
    scheme = {
        "scheme": "goal",
        "title": "目标",
        "total": TOTAL,
        "indicators": {
            "x": {"title": "x", "ask": "official", "missing": "omit"},
            "s": {"title": "s", "value": marks, "missing": "omit"},
        },
        "composite": {"clause": "1", "normalise": {"as_is": True}, "children": [{"id": "s", "of": "s"}]},
    }
    data = made(3, 1, 999)
    result = scored(tmp_path, scheme, [(code,) for code in CODES], {"x": list(data.values())})
    line = sorted(data.values())
    floor = line[0] + (line[1] - line[0]) * 29 * 0.025
    top = sum(line[-5:]) / 5
    for code, x in data.items():
        assert result.total(code) == rounded(100 * min(1, max(0, (x - floor) / (top - floor)))), code


def test_income_beyond_a_threshold_counts_by_its_root(tmp_path):
    """The Human Development Index of 1995: income above the world's mean adds twice the root of the excess."""
    beyond = {"power": {"gap": "y", "to": 5120, "side": "above"}, "to": "0.5", "places": 9}
    adjusted = {"sum": [{"least": ["y", 5120]}, {"product": [2, beyond]}]}
    scheme = {
        "scheme": "income",
        "title": "收入",
        "total": {**TOTAL, "places": 3},
        "indicators": {
            "y": {"title": "y", "ask": "official", "missing": "omit"},
            "w": {"title": "w", "value": adjusted, "missing": "omit"},
        },
        "composite": {
            "clause": "1",
            "children": [{"id": "w", "of": "w", "normalise": {"minmax": [0, 1], "from": 100, "to": 5448}}],
        },
    }
    data = made(4, 400, 9000)
    result = scored(tmp_path, scheme, [(code,) for code in CODES], {"y": list(data.values())})
    for code, y in data.items():
        adjusted_y = y if y <= 5120 else 5120 + 2 * sqrt(y - 5120)
        assert result.total(code) == rounded((adjusted_y - 100) / 5348, 3), code


def test_groups_are_balanced_by_their_mean_marks_and_a_bonus_is_held_to_a_share(tmp_path):
    """差异系数法:各组平均分不同,按全体平均分与本组平均分之比平衡;加分不超过平衡后得分的 5%。"""
    work = {"peer": "mean", "of": {"marks": "work"}}
    factor = {"ratio": {**work, "among": "all"}, "to": {**work, "among": "group"}}
    scheme = {
        "scheme": "groups",
        "title": "平衡",
        "total": TOTAL,
        "indicators": {
            name: {"title": name, "ask": "official", "missing": "zero"} for name in ("work", "bonus")
        },
        "marks": [
            {"id": "work", "clause": "1", "weight": 0, "value": "work", "shape": {"times": 1}},
            {
                "id": "balanced",
                "clause": "2",
                "value": {"product": [{"marks": "work"}, factor]},
                "shape": {"times": 1},
            },
            {
                "id": "bonus",
                "clause": "3",
                "value": "bonus",
                "shape": {"times": 1},
                "at_most": {"product": [{"marks": "balanced"}, "5%"]},
            },
        ],
    }
    marks, bonus = made(5, 50, 100), made(6, 0, 9)
    group = {code: "甲乙丙"[n % 3] for n, code in enumerate(CODES)}
    units = [(code, group[code]) for code in CODES]
    facts = {"work": list(marks.values()), "bonus": list(bonus.values())}
    result = scored(tmp_path, scheme, units, facts, columns=("group",))
    everybody = Fraction(sum(marks.values()), len(CODES))
    for code in CODES:
        mine = [marks[one] for one in CODES if group[one] == group[code]]
        balanced = half_up(marks[code] * everybody / Fraction(sum(mine), len(mine)))
        more = half_up(min(Fraction(bonus[code]), balanced / 20))
        assert result.total(code) == Decimal(int((balanced + more) * 100)).scaleb(-2), code


def half_up(number):
    return Fraction(int(number * 100 + Fraction(1, 2)), 100)
