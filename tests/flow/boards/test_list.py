"""The list of boards: one question about scores, however many rounds there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from youju.flow.boards.selectors import boards_for
from youju.flow.scores.models import Score
from youju.kernel.powers import remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored(noticed, scheme, zhao, at):
    """Return the scores of six more rounds: in each the second was published and the third was not."""
    from youju.flow.schemes.services import open_round

    rows = []
    at("2026-03-01 09:00")
    for month in range(2, 8):
        round_ = open_round(scheme=scheme, period=f"2026-{month:02}", by=zhao)
        said = {
            "round": round_,
            "root": noticed.root,
            "engine": "1",
            "object_by": noticed.object_by,
            "because": "更正",
        }
        said |= {"as_of": noticed.as_of, "scored_at": noticed.scored_at}
        when = (None, noticed.scored_at, None)
        rows += [Score(**said, number=n, published_at=published) for n, published in enumerate(when, 1)]
    return Score.objects.bulk_create(rows)


def numbers(user):
    remember(user)
    return [(str(score.round.period), score.number) for score in boards_for(user)]


def test_an_office_reads_the_newest_score_of_a_round_and_others_the_one_published_last(scored, zhao, wang):
    months = [f"2026-{month:02}" for month in range(7, 1, -1)]
    assert numbers(zhao) == [("2026-10", 1), *((month, 3) for month in months)]
    assert numbers(wang) == [(month, 2) for month in months]


@pytest.mark.parametrize("who", ["zhao", "wang"])
def test_the_scores_of_all_rounds_are_asked_for_once(scored, who, request):
    user = request.getfixturevalue(who)
    with CaptureQueriesContext(connection) as asked:
        assert len(numbers(user)) >= 6
    about = [one["sql"] for one in asked.captured_queries if '"scores_score"' in one["sql"]]
    assert len(about) == 1
    assert len(asked) < 8  # the person's posts and units, whatever the number of rounds
