"""Whatever stands in a file, reading it ends soon and ends in problems, never in an exception."""

import time

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.language.samples import HEAD, MARKS, TAIL
from tests.engine.language.test_expand import ONE_OF_EACH
from tests.engine.language.test_json_schema import SHORT
from youju.engine.compliance import findings
from youju.engine.expand import expand_scheme, expanded_yaml
from youju.engine.problems import blocking
from youju.engine.read import read_scheme, read_text
from youju.engine.yaml_tree import read_tree

COMPOSITE = """\
composite:
  clause: 一
  normalise: {minmax: [0, 1]}
  treat: [{winsorise: [2.5%, 97.5%]}, {skew_rule: {skew: 2, kurtosis: 3.5}}]
  children:
    - {id: a, of: income, weight: 60%, normalise: {minmax: [0, 1], from: 1, to: 85, log: true}}
    - {id: b, weight: 40%, weights: {ahp: [[1, 1/3], [3, 1]]}, children: [{id: c, of: fires_seen}, {id: d, of: {ratio: income, to: target}}]}
bands: {前列: {top: 10%}, 差: {if: {marks: total, below: 60}}, 其他: {rest: true}}
veto: [{id: v, clause: 九, if: {any: [{marks: a, below: 1}, {value: income, missing: true}]}, grade: 差, basis: {title: t, issuer: i, level: central}}]
"""
TEXTS = [HEAD + marks + TAIL for marks in (MARKS, ONE_OF_EACH, SHORT, COMPOSITE)]
HOSTILE = [
    "'; DROP TABLE units;--",
    '"',
    "\0",
    "\x07",
    "\u202e",
    "\U0001f4a9",
    "{0}",
    "%s%n",
    "../../x",
    "=cmd|' /C calc'!A0",
    "\ud800",
    "~given",
    "x" * 300,
]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=12), st.sampled_from(HOSTILE),
    st.sampled_from(["income", "target", "fires", "total", "a", "10%", "2023-07", "2023", "league", "sum", "omit", "full", "drop"]),
)  # fmt: skip
KEYS = st.sampled_from(
    sorted(
        {key for text in TEXTS for path in read_tree(text, "x").keys for key in path if isinstance(key, str)}
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
SOME = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def _survives(text):
    """Read a text and do with it whatever is done with schemes; the sentences of every problem can be printed."""
    loaded = read_text(text)
    assert loaded.scheme is not None or blocking(loaded.problems)
    for problem in (*loaded.problems, *findings(loaded)):
        str(problem).encode("utf-8")
        assert "\0" not in str(problem)
        assert "\u202e" not in str(problem)
    if loaded.scheme is not None and not blocking(loaded.problems):
        expand_scheme(loaded.scheme)
        assert read_text(expanded_yaml(loaded.scheme)).scheme is not None
    return loaded


@SOME
@given(st.text())
def test_any_text_is_read_or_refused(text):
    _survives(text)


@SOME
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("any")
    (folder / "scheme.yaml").write_bytes(raw)
    assert blocking(read_scheme(folder).problems)


def _places(node, path=()):
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


def _put(node, path, value):
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = _put(node[path[0]], path[1:], value)
    return copy


def _plain(node):
    if isinstance(node, dict):
        return {key: _plain(inner) for key, inner in node.items()}
    if isinstance(node, list):
        return [_plain(inner) for inner in node]
    return node if node is None or isinstance(node, bool | int | str) else str(node)


DATA = [_plain(read_tree(text, "x").data) for text in TEXTS]


@SOME
@given(st.data())
def test_a_scheme_with_a_strange_value_somewhere_is_read_or_refused(data):
    scheme = data.draw(st.sampled_from(DATA))
    for _ in range(data.draw(st.integers(1, 3))):
        scheme = _put(scheme, data.draw(st.sampled_from(list(_places(scheme)))), data.draw(VALUES))
    _survives(yaml.safe_dump(scheme, allow_unicode=True))


@SOME
@given(st.data())
def test_a_scheme_with_lines_cut_moved_or_spoiled_is_read_or_refused(data):
    lines = data.draw(st.sampled_from(TEXTS)).splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = data.draw(st.integers(0, len(line)))
        spoil = data.draw(
            st.sampled_from(
                [":", "{", "}", "[", "]", "&a ", "*a", "\t", "!!x ", "- ", '"', "'", "#", "|", ">", *HOSTILE]
            )
        )
        lines[at] = data.draw(
            st.sampled_from([line[:cut] + spoil + line[cut:], line[:cut], line[cut:], f"{line}\n{line}"])
        )
    _survives("\n".join(lines))


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.isprintable()])
def test_names_from_data_are_only_names(name):
    quoted = "'" + name.replace("'", "''") + "'"
    loaded = _survives(TEXTS[0].replace("title: 村集体收入", f"title: {quoted}"))
    assert loaded.scheme.indicators["income"].title == name
    loaded = _survives(TEXTS[0].replace("ratio: income", f"ratio: {quoted}"))
    assert blocking(loaded.problems)


HUGE = {
    "a million brackets": "a: " + "[" * 1_000_000,
    "a million dashes": "- " * 900_000,
    "many keys": "".join(f"k{n}: {n}\n" for n in range(100_000)),
    "one long word": "x" * 1_900_000,
    "one long number": "a: " + "9" * 1_900_000,
    "many quotes": "a: " + '"' * 1_900_000,
    "many rules": HEAD + "marks:\n" + "".join(f"  - {{id: r{n}, clause: 一, value: incom, shape: {{times: 1}}}}\n" for n in range(20_000)) + TAIL,
    "deep steps": HEAD + "marks: [{id: a, clause: 一, value: income, shape: {steps: [" + "".join(f"{{at_least: {n}, marks: 1}}, " for n in range(1_500)) + "{otherwise: 0}]}}]\n" + TAIL,
    "more than two megabytes": "# " + "x" * 2_100_000,
}  # fmt: skip


@pytest.mark.parametrize("what", HUGE)
def test_a_huge_file_does_not_take_long(what, tmp_path):
    (tmp_path / "scheme.yaml").write_text(HUGE[what], "utf-8")
    begun = time.perf_counter()
    loaded = read_scheme(tmp_path)
    findings(loaded)
    assert time.perf_counter() - begun < 30
    assert blocking(loaded.problems) or what == "deep steps"
