"""A small scheme and its units, to read facts against."""

from youju.engine.data import Facts
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.sources import read_units

JUNE = Period.parse("2023-06")
UNITS = [
    {"code": "t1", "title": "向阳镇", "level": "township"},
    {"code": "v1", "title": "一村", "level": "village", "parent": "t1"},
    {"code": "v2", "title": "二村", "level": "village", "parent": "t1"},
    {"code": "v3", "title": "三村", "level": "village", "parent": "t1"},
]


def scheme(**indicators):
    """Return a monthly scheme with these indicators besides income (at least 0), population and proof (needs evidence)."""
    return Scheme.model_validate(
        {
            "scheme": "village", "title": "村考核", "version": "1",
            "basis": {"title": "通知", "issuer": "市委办公室", "adopted": "2023-01-01"},
            "in_force": {"from": "2023-01", "to": "2023-12"}, "round": {"every": "month"},
            "league": {"level": "village"},
            "registers": {
                "fires": {
                    "date": "on", "item": "item", "evidence": "evidence",
                    "fields": {
                        "unit": {"required": True}, "on": {"type": "date"}, "size": {"type": "number"},
                        "level": {"choices": ["市级", "省级"]}, "proven": {"type": "boolean"},
                    },
                }
            },
            "indicators": {
                "income": {"title": "集体收入", "ask": "month", "at_least": "0", "at_most": "5000万"},
                "population": {"title": "人口"},
                "proof": {"title": "佐证项目", "evidence": True},
                "plan": {"title": "年度计划", "ask": "year"},
                "rate": {"title": "人均收入", "value": {"ratio": "income", "to": "population"}},
                "last_year": {"title": "去年得分", "from": {"scheme": "village-2022", "take": "total"}},
                **indicators,
            },
            "marks": [{"id": "a", "title": "收入", "clause": "一", "value": "income", "shape": {"times": 1}}],
            "total": {"places": 2, "before_ranking": True, "ties": "best"},
        }
    )  # fmt: skip


def units():
    """Return a township of three villages."""
    found, problems = read_units(UNITS)
    assert problems == []
    return found


def cells(facts: Facts) -> list[tuple]:
    """Return facts as plain rows: unit, indicator, period, mantissa, scale, relation, basis, time, evidence."""
    return [
        (int(u), facts.indicators[i], str(facts.periods[p]), int(m), int(s), int(r), int(b), int(t), e)
        for u, i, p, m, s, r, b, t, e in zip(
            facts.unit, facts.indicator, facts.period, facts.mantissa, facts.scale, facts.relation, facts.basis,
            facts.recorded_at, facts.evidence.to_pylist(), strict=True,
        )
    ]  # fmt: skip
