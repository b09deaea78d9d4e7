"""A round whose numbers the engine cannot turn into marks: said as what it is, and nothing is written."""

from decimal import Decimal

import pytest

from youju.flow.ledger.selectors import cell_of
from youju.flow.ledger.services import correct
from youju.flow.scores.models import Score
from youju.flow.scores.services import score_round
from youju.kernel.errors import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(starter):
    """Return the starter with marks of nine decimals and no roof."""
    text = starter["scheme.yaml"].decode()
    for was, now in {"{curve: [[0, 0], [1, 60]]}": "{times: 1000}", "places: 2": "places: 9"}.items():
        assert was in text
        text = text.replace(was, now)
    return {**{k: v for k, v in starter.items() if k != "examples.yaml"}, "scheme.yaml": text.encode()}


def test_marks_too_large_to_be_kept_name_the_unit_and_leave_the_score_alone(noticed, units, zhao):
    village = units.villages[1]
    seen = cell_of("my-scheme", village.pk, "income", "2026-10")[-1]
    correct(observation=seen, value=Decimal(99999999999999), reason="多写了几个九", by=zhao)
    with pytest.raises(BadInput, match="不能计分") as refused:
        score_round(round_=noticed.round, by=zhao, because="更正一笔")
    assert village.code in refused.value.problems[0].what
    assert Score.objects.count() == 1
