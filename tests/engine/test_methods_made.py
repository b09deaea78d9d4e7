"""Methods of others, written from the page of the scheme language alone over made data, against arithmetic of the test's own."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt

from tests.engine.indices import places, scored

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


def test_distance_to_the_frontier_with_a_tax_rate_by_its_power(tmp_path):
    """Doing Business: each topic the mean of its indicators, held between worst and best; the tax rate counts by the power of 0.8."""
    far = {"ratio": {"gap": 84, "to": {"greatest": ["tax", "26.1"]}}, "to": "57.9"}
    topics = [
        {"id": "start", "children": [
            {"id": "days", "of": "days", "normalise": {"minmax": [0, 100], "from": 100, "to": 0.5, "clip": True}},
            {"id": "steps", "of": "steps", "normalise": {"minmax": [0, 100], "from": 18, "to": 1, "clip": True}},
        ]},
        {"id": "taxes", "children": [
            {"id": "hours", "of": "hours", "normalise": {"minmax": [0, 100], "from": 696, "to": 49, "clip": True}},
            {"id": "rate", "of": "rate", "normalise": {"as_is": True}},
        ]},
    ]  # fmt: skip
    power = {"power": {"greatest": [0, far]}, "to": "0.8", "places": 9}
    indicators = {
        name: {"title": name, "ask": "official", "direction": "down", "missing": "omit"}
        for name in ("days", "steps", "hours", "tax")
    }
    indicators["rate"] = {"title": "rate", "value": {"product": [100, power]}}
    scheme = {
        "scheme": "frontier",
        "title": "前沿距离",
        "missing": "omit",
        "total": {**TOTAL, "places": 1},
        "indicators": indicators,
        "composite": {
            "clause": "1",
            "aggregate": "arithmetic",
            "normalise": {"minmax": [0, 100]},
            "children": topics,
        },
    }
    data = {
        name: made(seed, low, high)
        for seed, (name, low, high) in enumerate(
            (("days", 1, 130), ("steps", 1, 20), ("hours", 30, 800), ("tax", 5, 99))
        )
    }
    result = scored(
        tmp_path, scheme, [(code,) for code in CODES], {k: list(v.values()) for k, v in data.items()}
    )
    own = {}
    for code in CODES:
        days, steps, hours = (
            min(1, max(0, (worst - data[name][code]) / (worst - best)))
            for name, worst, best in (("days", 100, 0.5), ("steps", 18, 1), ("hours", 696, 49))
        )
        rate = max(0, (84 - max(data["tax"][code], 26.1)) / 57.9) ** 0.8
        own[code] = rounded(100 * ((days + steps) / 2 + (hours + rate) / 2) / 2, 1)
        assert result.total(code) == own[code], code
    assert places(result) == [1 + sum(other > own[code] for other in own.values()) for code in CODES]


def test_ratings_of_areas_with_one_area_times_an_adjustment(tmp_path):
    """Economic Freedom of the World: ratings from 0 to 10, missing ones left out; the legal area is halved as far as women are left out."""
    ten = {"minmax": [0, 10], "clip": True}
    areas = [
        {"id": "size", "children": [
            {"id": "spent", "of": "spent", "normalise": {**ten, "from": 40, "to": 6}},
            {"id": "inflation", "of": "inflation", "normalise": {**ten, "from": 50, "to": 0}},
        ]},
        {"id": "legal", "aggregate": "product", "children": [
            {"id": "law", "children": [
                {"id": "courts", "of": "courts", "normalise": {**ten, "from": 1, "to": 7}},
                {"id": "police", "of": "police", "normalise": {**ten, "from": 1, "to": 7}},
            ]},
            {"id": "equal", "of": "equal", "normalise": {"scaled": [0, 1], "onto": ["0.5", 1]}},
        ]},
    ]  # fmt: skip
    down = {"spent", "inflation"}
    names = ("spent", "inflation", "courts", "police", "equal")
    scheme = {
        "scheme": "freedom",
        "title": "经济自由",
        "total": TOTAL,
        "indicators": {
            name: {"title": name, "ask": "official", "missing": "omit", "direction": "down" if name in down else "up"}
            for name in names
        },
        "composite": {"clause": "1", "aggregate": "arithmetic", "normalise": ten, "children": areas},
    }  # fmt: skip
    bounds = {"spent": (40, 6, 0, 45), "inflation": (50, 0, 0, 80), "courts": (1, 7, 1, 7), "police": (1, 7, 1, 7), "equal": (0, 1, 0, 1)}  # fmt: skip
    data = {name: made(20 + n, *bounds[name][2:]) for n, name in enumerate(names)}
    for code in CODES[::7]:
        data["police"][code] = None
    facts = {name: ["" if one is None else one for one in column.values()] for name, column in data.items()}
    result = scored(tmp_path, scheme, [(code,) for code in CODES], facts)

    def rating(name, code):
        worst, best = bounds[name][:2]
        x = data[name][code]
        return None if x is None else min(10, max(0, 10 * (x - worst) / (best - worst)))

    for code in CODES:
        law = [r for r in (rating("courts", code), rating("police", code)) if r is not None]
        legal = sum(law) / len(law) * (1 + data["equal"][code]) / 2
        size = (rating("spent", code) + rating("inflation", code)) / 2
        assert result.total(code) == rounded((size + legal) / 2), code


def test_a_green_index_of_sixty_to_a_hundred_by_stars(tmp_path):
    """绿色发展指数:个体指数 (x − min)/(max − min) × 40 + 60,逆指标反过来;一二三星的权数之比 1:2:3;没有的指标不占权数。"""
    stars = {"energy": 3, "water": 2, "forest": 3, "coast": 1}
    down = {"energy", "water"}
    scheme = {
        "scheme": "green",
        "title": "绿色发展指数",
        "total": TOTAL,
        "indicators": {
            name: {"title": name, "ask": "official", "missing": "omit", "direction": "down" if name in down else "up"}
            for name in stars
        },
        "composite": {
            "clause": "1",
            "normalise": {"minmax": [60, 100]},
            "aggregate": "arithmetic",
            "children": [{"id": name, "of": name, "weight": weight} for name, weight in stars.items()],
        },
    }  # fmt: skip
    data = {name: made(40 + n, 1, 900) for n, name in enumerate(stars)}
    inland = set(CODES[::3])
    facts = {
        name: ["" if name == "coast" and code in inland else column[code] for code in CODES]
        for name, column in data.items()
    }
    result = scored(tmp_path, scheme, [(code,) for code in CODES], facts)
    for code in CODES:
        parts = []
        for name, weight in stars.items():
            if name == "coast" and code in inland:
                continue
            held = [x for other, x in data[name].items() if name != "coast" or other not in inland]
            share = (data[name][code] - min(held)) / (max(held) - min(held))
            parts.append((60 + 40 * (1 - share if name in down else share), weight))
        assert result.total(code) == rounded(sum(x * w for x, w in parts) / sum(w for _, w in parts)), code
