"""Words: Chinese first, English second, both complete; and every trace is worded by its room.

A phrase on a page is marked and has its English in its room's catalogue. What stays Chinese in a module says why, in the
room's `locale/plain.yaml`: `module.py` or `module.py:name of the function, class or constant` → reason.
"""

import ast
import re

import pytest
import yaml

from tests.house.sources import ROOT, modules, tree

pytest.importorskip("django.apps")

from tools import words

HAN = re.compile(r"[\u3400-\u9fff]")
# In a template a Chinese comma or full stop is a word too: an English page has its own.
HAN_OR_STOP = re.compile(r"[\u3400-\u9fff\u3001\u3002]")
PLACE = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)[^{}]*\}")
EVERY = words.rooms()
ROOMS = pytest.mark.parametrize("room", EVERY, ids=lambda room: room.name)


def traces():
    """Return the names of all traces that the code leaves with a literal name."""
    return {
        node.args[1].value
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "leave_trace" and len(node.args) > 1
        if isinstance(node.args[1], ast.Constant)
    }


def test_every_trace_has_words():
    from youju.kernel.acts import title_of

    assert sorted(name for name in traces() if title_of(name) == name) == [], (
        "declare the act in the room's acts.py, or give its trace words there: word(name, title)"
    )


# The catalogues


@ROOMS
def test_every_phrase_has_its_english_and_the_files_are_what_make_words_writes(room):
    others = {(m.id, m.context): m.string for one in EVERY for m in words.known(one) if m.id and m.string}
    now = words.merged(room, others)
    assert [m.id for m in now if m.id and not m.string] == [], (
        "run make words and say these in English in the room's django.po"
    )
    assert words.source_of(room).read_bytes() == words.po(now), "run make words"
    for path, content in words.compiled(room).items():
        assert path.read_bytes() == content, (
            f"run make words: {path.relative_to(ROOT)} is behind its django.po"
        )


@ROOMS
def test_the_english_of_a_phrase_is_english_and_keeps_its_places(room):
    wrong = []
    for message in words.known(room):
        if not message.id:
            continue
        for chinese, english in zip(_forms(message.id), _forms(message.string), strict=True):
            if HAN_OR_STOP.search(english):
                wrong.append(f"{chinese}: Chinese in {english!r}")
            if sorted(PLACE.findall(chinese)) != sorted(PLACE.findall(english)):
                wrong.append(f"{chinese}: other places in {english!r}")
            # a phrase may stand in an attribute, where it is not escaped
            if set('"<>') & (set(english) - set(chinese)):
                wrong.append(f"{chinese}: a quotation mark or a tag in {english!r}")
            if (chinese[:1].isspace(), chinese[-1:].isspace()) != (
                english[:1].isspace(),
                english[-1:].isspace(),
            ) and (chinese[:1].isspace() or chinese[-1:].isspace()):
                wrong.append(f"{chinese}: the space at its edge is lost in {english!r}")
    assert wrong == []


def _forms(text):
    return [text] if isinstance(text, str) else list(text)


def test_a_phrase_has_one_english_in_the_whole_house():
    said = {}
    for room in EVERY:
        for message in words.known(room):
            if message.id:
                said.setdefault((message.id, message.context), {}).setdefault(message.string, []).append(
                    room.name
                )
    assert {phrase: how for phrase, how in said.items() if len(how) > 1} == {}, (
        "one English, or a context where Chinese has one word for two things"
    )


def test_the_rooms_of_the_menu_and_every_act_are_said_in_english():
    from django.utils.translation import override, pgettext

    from youju.flow import FLOW
    from youju.kernel.acts import all_acts, title_of
    from youju.work import WORK

    with override("en"):
        titles = [pgettext("menu", title) for _name, title in (*FLOW, *WORK)]
        assert [title for title in titles if HAN.search(title)] == []
        assert [act.name for act in all_acts() if HAN.search(title_of(act.name))] == []


# The sources


@ROOMS
def test_no_template_says_chinese_unmarked(room):
    found = [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in sorted([*room.rglob("*.html"), *room.rglob("*.txt"), *room.rglob("*.svg")])
        for line, text in unmarked(path.read_text("utf-8"))
    ]
    assert found == [], "mark it with {% translate %}, {% blocktranslate %} or _() in a tag"


MARKED = re.compile(
    r"\{#.*?#\}"
    r"|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktranslate\b(?P<head>.*?)%\}.*?\{%\s*endblocktranslate\s*%\}"
    r"|\{%\s*translate\s+(?:\"[^\"]*\"|'[^']*').*?%\}"
    r"|(?<![\w])_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)


def unmarked(source):
    """Yield (line, text) for each line of a template that says something Chinese without a mark."""
    blank = MARKED.sub(lambda hit: re.sub(r"[^\n]", " ", hit[0]), source)
    for number, line in enumerate(blank.split("\n"), 1):
        if HAN_OR_STOP.search(line):
            yield number, line.strip()[:80]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("<p>报送</p>", 1),
        ('<a title="报送">x</a>', 1),
        ('{% include "x.html" with title="报送" %}', 1),
        ("{{ x|default:'报送' }}", 1),
        ("{{ a }}、{{ b }}", 1),
        (
            '{% translate "报送" %}{# 报送 #}{% blocktranslate with n=x %}报送 {{ n }}{% endblocktranslate %}',
            0,
        ),
        ('{% include "x.html" with title=_("报送") %}{{ x|default:_("报送") }}', 0),
    ],
)
def test_the_reader_of_templates_sees(source, count):
    assert len(list(unmarked(source))) == count


@ROOMS
def test_no_module_says_chinese_unmarked(room):
    plain = _plain(room)
    found, used = [], set()
    for path in sorted(p for p in room.rglob("*.py") if "migrations" not in p.parts):
        name = path.relative_to(room).as_posix()
        for line, where, text in unmarked_in_code(tree(path)):
            excuse = {name, f"{name}:{where}"} & set(plain)
            used |= excuse
            if not excuse:
                found.append(f"{path.relative_to(ROOT)}:{line} {where}: {text[:50]}")
    assert found == [], "mark it with gettext, or say in locale/plain.yaml why it stays Chinese"
    assert sorted(set(plain) - used) == [], "these excuses are needed no more"


def _plain(room):
    path = room / "locale" / "plain.yaml"
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}


# A refusal carries its English, and so does a function that makes one (its name says so); a fault of a programmer, the description of an API and a trace are not on a page.
TOLD = {"NotAllowed", "BadInput", "leave_trace", "ValueError", "TypeError", "KeyError"} | set(words.ACTS)
SILENT = {"english", "summary", "description"}


def unmarked_in_code(module):
    """Yield (line, name of the top-level statement, text) for each Chinese literal that is not marked."""
    for top in module.body:
        yield from _walk(top, _name(top), inside=False)


def _walk(node, where, *, inside):
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        inside = inside or name in TOLD or "refus" in name.lower()
    if isinstance(node, ast.keyword) and node.arg in SILENT:
        inside = True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HAN.search(node.value)
        and not inside
    ):
        yield node.lineno, where, node.value
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, where, inside=inside)


def _name(top):
    if isinstance(top, ast.Assign):
        return ast.unparse(top.targets[0])
    if isinstance(top, ast.AnnAssign):
        return ast.unparse(top.target)
    return getattr(top, "name", "")


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('"""说明"""\nlabel = "报送"', 1),
        ('def f():\n    """说明"""\n    return f"{x} 份"', 1),
        ('label = _("报送")', 0),
        ('raise Refusal("不能报送", f"{x} 没有佐证", "先上传", english="No.")', 0),
        ('api.get("/x", summary="报送")', 0),
    ],
)
def test_the_reader_of_modules_sees(source, count):
    assert len(list(unmarked_in_code(ast.parse(source)))) == count
