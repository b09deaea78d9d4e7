"""A scheme takes the marks of another one: those that two posts published, and nothing else."""

import pytest

from youju.engine.bundle.verify import verify_bundle
from youju.flow.ledger.ports import files_of
from youju.flow.publications.services import propose as propose_publication
from youju.flow.publications.services import sign
from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose
from youju.flow.scores.bundles import path_of
from youju.flow.scores.selectors import statement
from youju.flow.scores.services import open_notice

pytestmark = pytest.mark.django_db
REPLACED = {
    "scheme: my-scheme": "scheme: half-year",
    "income: {title: 村集体经济收入, measure: 元, ask: month, up_the_tree: sum, missing: withhold}": "income: {title: 月度考核得分, missing: withhold, from: {scheme: my-scheme, take: total}}",
    "value: {ratio: income, to: income_target}": "value: income",
    "[[0, 0], [1, 60]]": "[[0, 0], [100, 60]]",
}


@pytest.fixture
def other(final, starter, units, zhao, qian):
    """A scheme whose first rule is the total of the month's scheme, in its round of October."""
    text = starter["scheme.yaml"].decode()
    for old, new in REPLACED.items():
        assert old in text
        text = text.replace(old, new)
    lines = [
        line
        for line in text.splitlines()
        if "plus: {per" not in line and "parameters:" not in line and "income_target" not in line
    ]
    files = {path: content for path, content in starter.items() if path not in {"examples.yaml", "facts.csv"}}
    files["scheme.yaml"] = "\n".join(lines).encode()
    version, _found = load_scheme(files=files, unit=units.county, by=zhao)
    scheme = approve(version=propose(version=version, by=zhao), by=qian).scheme
    round_ = open_round(scheme=scheme, period="2026-10", by=zhao)
    for status in ("reporting", "verifying"):
        round_ = advance_round(round_=round_, to=status, by=zhao)
    return round_


@pytest.fixture
def published(final, zhao, qian):
    """The month's scores, signed by two."""
    row = propose_publication(
        score=final, kind="circular", title="十月通报", words="", is_open=False, by=zhao
    )
    return sign(publication=row, by=qian).score


def test_the_published_total_of_another_scheme_is_what_a_rule_counts(published, other, units, zhao):
    total = statement(published, units.villages[1]).total
    score = open_notice(round_=other, by=zhao)
    (line,) = [one for one in statement(score, units.villages[1]).lines if one.rule == "income"]
    assert (line.seen, line.contribution) == (total, total * 60 / 100)


def test_a_bundle_that_took_marks_of_another_scheme_verifies(published, other, zhao):
    assert verify_bundle(path_of(open_notice(round_=other, by=zhao).root)) == []


def test_what_is_not_published_gives_nothing(final, other):
    assert files_of(other)["results/my-scheme.csv"].count(b"\n") == 1


def test_a_scheme_that_takes_nothing_is_given_no_file(final):
    assert not [path for path in files_of(final.round) if path.startswith("results/")]
