"""A scheme that was built in memory can be written out and read again: a bundle carries it as text."""

from tests.engine.worked import scheme_of
from youju.engine.problems import blocking
from youju.engine.read import read_text


def test_a_scheme_written_out_reads_as_the_same_scheme():
    """
    registers: {}
    parameters: {target: {2023-01: 100000, 2023-07: 120000}}
    indicators: {income: {title: 收入, ask: month, missing: withhold}}
    marks:
      - {id: income, title: 收入, clause: 第三条, value: {ratio: income, to: target}, shape: {curve: [[0, 0], [1, 20]]}}
    """
    text = test_a_scheme_written_out_reads_as_the_same_scheme.__doc__
    scheme = scheme_of(text)
    again = read_text(scheme.model_dump_json(by_alias=True, exclude_unset=True))
    assert blocking(again.problems) == []
    assert again.scheme == scheme
