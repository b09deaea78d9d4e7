"""What the grammar of registers cannot see: names that lead nowhere, stages nobody reaches, constraints that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise

from youju.engine.language.conditions import Comparison
from youju.engine.problems import Problem
from youju.engine.registers.filled import check_filled
from youju.engine.registers.language import DAYS, NUMBERS, ORDERED, STEPS, Count, Declaration, Field
from youju.engine.registers.patterns import fault_of
from youju.engine.registers.slots import INTS, TEXTS, wanted
from youju.engine.registers.worded import is_held, order_of
from youju.engine.wording import listed, meant, say
from youju.engine.yaml_tree import Path, Tree

Found = Iterator[Problem]
PERIODS = frozenset({"date", "yearmonth"})
DEADLINES = ("accept", "reply", "finish")
BUILT_IN = ("stage", "unit", "suspended", "made_on", "number", *DEADLINES)
"""What every record has without being declared."""
TAKEN = frozenset(
    {
        "q",
        "sort",
        "format",
        "columns",
        "view",
        "once",
        "period",
        "indicator",
        "lock",
        "parent",
        "reason",
        "identity",
        "fact",
    }
)
"""What a form or an address says besides the fields."""
PAGES = frozenset({"declare", "follow", "views", "reminders", "of-scheme"})
"""Pages that stand where the page of a register of that name would."""
ACTS = frozenset({"make", "change", "suspend", "resume", "import", "fill", "assign", "merge", "extend"})
"""What happens to every record without being declared as a move."""
STANDS = ("in_time", "late", "waiting")
LENGTHS = frozenset({"string", "text", "email", "uri", "person", "post", "list"})


def check_declaration(one: Declaration, tree: Tree, registers: set[str] | None) -> tuple[Problem, ...]:
    """Return everything wrong with a grammatical declaration, in the order of the file. `registers` are the ones a link may name."""
    looks = (
        _whole(one, tree),
        _fields(one, tree, registers),
        _stages(one, tree),
        _moves(one, tree),
        _named(one, tree),
        _intake(one, tree),
        check_filled(one, tree),
        _ladder(one, tree),
        _counted(one, tree),
        _slots(one, tree),
    )
    found = [problem for look in looks for problem in look]
    return tuple(
        sorted(
            dict.fromkeys(found),
            key=lambda p: tuple(int(x) for x in p.where.rsplit(":", 2)[-2:] if x.isdecimal()),
        )
    )


def _fields(one: Declaration, tree: Tree, registers: set[str] | None) -> Found:
    for name, field in one.fields.items():
        here: Path = ("fields", name)
        if name in {*BUILT_IN, *TAKEN}:
            yield say("register_reserved", tree.where(here, key=True), given=name)
        if field.type == "choice" and not field.choices:
            yield say("register_choices", tree.where(here), field=name)
        if field.choices and field.type not in {"choice", "list"}:
            yield say("choices_are_text", tree.where((*here, "choices")), field=name)
        if field.choices and len(set(field.choices)) < len(field.choices):
            yield say("choice_twice", tree.where((*here, "choices")), field=name)
        if field.ordered and not field.choices:
            yield say("ordered_needs_choices", tree.where((*here, "ordered")), field=name)
        if field.type == "link" and field.to is None:
            yield say("register_link", tree.where(here), field=name)
        if field.to is not None and registers is not None and field.to not in registers:
            yield _unknown("register_link_unknown", tree, (*here, "to"), field.to, registers)
        yield from _bounds(name, field, tree, here)


def _bounds(name: str, field: Field, tree: Tree, here: Path) -> Found:
    for key in ("minimum", "maximum"):
        bound = getattr(field, key)
        if bound is None:
            continue
        fits = (
            isinstance(bound, Decimal)
            if field.type in NUMBERS
            else isinstance(bound, date) and field.type in DAYS
        )
        if not fits:
            yield say("register_bound", tree.where((*here, key)), field=name, key=key, type=field.type)
    low, high = field.minimum, field.maximum
    if type(low) is type(high) and low is not None and low > high:  # type: ignore[operator]
        yield say("register_bounds_order", tree.where((*here, "maximum")), field=name)
    if field.min_length is not None and field.max_length is not None and field.min_length > field.max_length:
        yield say("register_bounds_order", tree.where((*here, "max_length")), field=name)
    for key in ("min_length", "max_length", "pattern"):
        if getattr(field, key) is not None and field.type not in LENGTHS:
            yield say("register_bound", tree.where((*here, key)), field=name, key=key, type=field.type)
    if field.pattern is not None and (wrong := fault_of(field.pattern)):
        yield say(
            "register_pattern", tree.where((*here, "pattern")), field=name, detail=wrong, detail_en=wrong
        )
    for key, kinds in (("places", NUMBERS), ("precision", {"date"}), ("measure", NUMBERS)):
        if getattr(field, key) is not None and field.type not in kinds:
            yield say("register_bound", tree.where((*here, key)), field=name, key=key, type=field.type)
    if field.unique and field.type not in {"string", "integer", "email", "uri", "person", "link", "unit"}:
        yield say("register_unique", tree.where((*here, "unique")), field=name)


def _whole(one: Declaration, tree: Tree) -> Found:
    """What the declaration says of itself: its name leads to its page, and who writes in it may read it."""
    if one.register_ in PAGES:
        yield say("register_page", tree.where(("register",)), given=one.register_)
    if one.read is not None and (blind := [role for role in one.write if role not in one.read]):
        yield say("register_blind", tree.where(("read",)), given=listed(blind))


def _stages(one: Declaration, tree: Tree) -> Found:
    if one.moves and not one.stages:
        yield say("register_no_stages", tree.where(("moves",)))
        return
    reached = {one.first_stage, *([one.merged] if one.merged else [])}
    if one.merged is not None and one.merged not in one.closed:
        yield _unknown("register_stage", tree, ("merged",), one.merged, one.closed)
    for at, name in enumerate(one.rewarded):
        if name not in one.stages:
            yield _unknown("register_stage", tree, ("rewarded", at), name, one.stages)
    for _ in one.stages:
        reached |= {move.to for move in one.moves if reached & set(move.from_)}
    for name in one.stages:
        if name not in reached:
            yield say("register_unreached", tree.where(("stages", name), key=True), given=name)


def _moves(one: Declaration, tree: Tree) -> Found:
    seen: set[str] = set()
    for at, move in enumerate(one.moves):
        here: Path = ("moves", at)
        if move.id in seen:
            yield say("register_move_twice", tree.where((*here, "id")), given=move.id)
        if move.id in ACTS:
            yield say("register_act", tree.where((*here, "id")), given=move.id)
        if not {*move.who} - {"enterprise", "public"} and not (
            "public" in move.who and one.owner == "first_receiver"
        ):
            yield say("register_nobody", tree.where((*here, "who")), given=move.title)
        seen.add(move.id)
        for number, stage in enumerate(move.from_):
            if one.stages and stage not in one.stages:
                yield _unknown("register_stage", tree, (*here, "from", number), stage, one.stages)
        if one.stages and move.to not in one.stages:
            yield _unknown("register_stage", tree, (*here, "to"), move.to, one.stages)
        for number, name in enumerate(move.needs):
            if name not in one.fields:
                yield _unknown("field_unknown", tree, (*here, "needs", number), name, one.fields)
        if move.apart_from is not None and move.apart_from not in {other.id for other in one.moves} - {
            move.id
        }:
            yield _unknown(
                "register_move", tree, (*here, "apart_from"), move.apart_from, {m.id for m in one.moves}
            )
        if len(set(move.evidence)) < len(move.evidence):
            yield say("choice_twice", tree.where((*here, "evidence")), field=move.id)
        if "public" in move.who and move.evidence:
            yield say("register_asker_evidence", tree.where((*here, "evidence")), given=move.id)
    if one.owner == "first_receiver" and not any("public" in move.who for move in one.moves):
        yield say("register_asker_silent", tree.where(("owner",), key=True))


def _named(one: Declaration, tree: Tree) -> Found:
    """Every field that something leans on is declared, of a type that carries it, and may be read by all who read the register."""
    for path, name, kinds in _leaned_on(one):
        field = one.fields.get(name)
        if field is None:
            yield _unknown("field_unknown", tree, path, name, one.fields)
        elif kinds and field.type not in kinds:
            yield say(
                "register_kind", tree.where(path), field=name, type=field.type, known=listed(sorted(kinds))
            )
        elif field.private:
            yield say("register_private", tree.where(path), field=name)
    if one.clock is not None and one.clock.reply_move is not None and one.move(one.clock.reply_move) is None:
        yield _unknown(
            "register_move", tree, ("clock", "reply_move"), one.clock.reply_move, {m.id for m in one.moves}
        )
    if one.match is not None and one.match.side in one.fields:
        sides = one.fields[one.match.side].choices or ()
        for key in ("offer", "need"):
            if getattr(one.match, key) not in sides:
                yield _unknown("choice_unknown", tree, ("match", key), getattr(one.match, key), sides)


def _intake(one: Declaration, tree: Tree) -> Found:
    """What strangers hand in can be followed by a code, and nothing that is required is left unsaid."""
    if one.intake is None:
        return
    if one.owner != "first_receiver" and not one.confidential:
        yield say("register_intake_no_code", tree.where(("intake",), key=True))
    given = {*one.intake.fields, *one.intake.put}
    for at, name in enumerate(one.intake.fields):
        if name not in one.fields:
            yield _unknown("field_unknown", tree, ("intake", "fields", at), name, one.fields)
    for name in one.intake.put:
        if name not in one.fields:
            yield _unknown("field_unknown", tree, ("intake", "put", name), name, one.fields)
    for name, field in one.fields.items():
        if field.required and name not in given:
            yield say("register_intake_lacks", tree.where(("intake",), key=True), field=name)


def _ladder(one: Declaration, tree: Tree) -> Found:
    """The ladder hangs on a deadline and rises: later rungs weigh as much as those before, or more."""
    clock = one.clock
    if clock is None:
        return
    if clock.due is not None and clock.solve is not None:
        yield say("register_two_deadlines", tree.where(("clock", "solve")))
    if (
        clock.ladder
        and clock.due is None
        and clock.solve is None
        and clock.accept is None
        and clock.reply is None
    ):
        yield say("register_ladder_idle", tree.where(("clock", "ladder"), key=True))
    for at, (before, after) in enumerate(pairwise(clock.ladder), start=1):
        if after.after <= before.after or STEPS.index(after.step) < STEPS.index(before.step):
            yield say("register_ladder_order", tree.where(("clock", "ladder", at)), step=after.step)


def _leaned_on(one: Declaration) -> Iterator[tuple[Path, str, frozenset[str]]]:
    days, none, numbers = frozenset({"date"}), frozenset[str](), frozenset(NUMBERS)
    for key, kinds in (
        ("name", none),
        ("calendar", PERIODS),
        ("map", frozenset({"place", "geopoint", "unit"})),
    ):
        if (name := getattr(one, key)) is not None:
            yield (key,), name, frozenset(kinds)
    for at, name in enumerate(one.columns):
        if name not in BUILT_IN:
            yield ("columns", at), name, none
    groups = (
        ("tree", one.tree, {"weight": numbers, "progress": numbers, "stated": frozenset({"integer"})}),
        ("clock", one.clock, {"due": days}),
        ("plan", one.plan, {"start": days, "finish": days, "actual_start": days, "actual_finish": days}),
        ("match", one.match, {"side": frozenset({"choice"}), "category": none, "words": none, "quantity": numbers, "measure": none, "until": days, "place": none, "price": numbers}),
    )  # fmt: skip
    for key, part, names in groups:
        for inner, kinds in names.items():
            if part is not None and (name := getattr(part, inner)) is not None:
                yield (key, inner), name, kinds
    for name in one.plan.nodes if one.plan else ():
        yield ("plan", "nodes", name), name, days


def _columns_needed(one: Declaration) -> Iterator[tuple[Path, str | None]]:
    yield ("calendar",), one.calendar
    yield ("clock", "due"), one.clock.due if one.clock is not None else None
    yield ("plan", "finish"), one.plan.finish if one.plan is not None else None


def _counted(one: Declaration, tree: Tree) -> Found:
    for name, indicator in one.indicators.items():
        here: Path = ("indicators", name)
        for key in ("sum", "mean"):
            field = getattr(indicator, key)
            if field is None:
                continue
            if field not in one.fields:
                yield _unknown("field_unknown", tree, (*here, key), field, one.fields)
            elif one.fields[field].type not in NUMBERS:
                yield say("field_not_number", tree.where((*here, key)), field=field, register=one.register_)
            elif not one.fields[field].additive and key == "sum" and not indicator.additive_over:
                yield say("register_not_additive", tree.where((*here, key)), field=field)
        for key, others in (("distinct", BUILT_IN), ("by", ("made_on",)), ("additive_over", BUILT_IN)):
            field = getattr(indicator, key)
            if field is not None and field not in one.fields and field not in others:
                yield _unknown("field_unknown", tree, (*here, key), field, [*one.fields, *others])
        period = one.fields.get(indicator.by or "")
        if period is not None and period.type not in PERIODS:
            yield say(
                "register_kind",
                tree.where((*here, "by")),
                field=indicator.by,
                type=period.type,
                known=listed(sorted(PERIODS)),
            )
        for key in ("sum", "mean", "distinct", "by", "additive_over"):
            yield from _held(one, tree, (*here, key), getattr(indicator, key))
        if indicator.duration is not None and indicator.duration not in one.stages:
            yield _unknown("register_stage", tree, (*here, "duration"), indicator.duration, one.stages)
        yield from _picked(one, tree, here, indicator)


def _held(one: Declaration, tree: Tree, path: Path, name: str | None) -> Found:
    """What is counted, ordered or put into a calendar has a column: one of a kind that has any, and there was one left."""
    if name is not None and name in one.fields and name not in one.slots:
        yield say("register_no_column", tree.where(path), field=name, ints=INTS, texts=TEXTS)


def _picked(one: Declaration, tree: Tree, here: Path, indicator: Count) -> Found:
    for key in ("where", "among", "share"):
        picks: Mapping[str, Comparison] = getattr(indicator, key) or {}
        for name, test in picks.items():
            path = (*here, key, name)
            if name not in one.fields and name not in BUILT_IN:
                yield _unknown("field_unknown", tree, path, name, [*one.fields, *BUILT_IN])
                continue
            yield from _tested(one, tree, path, name, test)


def _tested(one: Declaration, tree: Tree, path: Path, name: str, test: Comparison) -> Found:
    field = one.fields.get(name)
    choices = tuple(one.stages) if name == "stage" else (field.choices if field else None)
    if name in DEADLINES:
        choices = STANDS
        keys = ("due", "solve") if name == "finish" else (name,)
        if one.clock is None or all(getattr(one.clock, key) is None for key in keys):
            yield say("register_no_deadline", tree.where(path), given=name)
    words: list[object] = [test.is_, test.is_not, *(test.in_ or ())]
    if choices:
        words += [test.at_least, test.at_most, test.above, test.below, *(test.between or ())]
        for word in words:
            if word is not None and word not in choices:
                yield _unknown("choice_unknown", tree, path, str(word), choices)
    bounded = any(
        getattr(test, key) is not None for key in ("at_least", "at_most", "above", "below", "between")
    )
    orderly = name in {"stage", "made_on"} or (field is not None and (field.type in ORDERED or field.ordered))
    if bounded and not orderly:
        yield say("field_no_order", tree.where(path), field=name)
    else:
        yield from _worded(tree, path, name, field, test)
    if name in one.fields and name not in one.slots:
        yield say("register_not_indexed", tree.where(path), field=name)


def _worded(tree: Tree, path: Path, name: str, field: Field | None, test: Comparison) -> Found:
    """What a field is compared with is something it can hold, and a lower bound is not above the upper."""
    kind = {"made_on": "day", "suspended": "boolean"}.get(name, field.type if field is not None else "")
    said = [
        test.is_,
        test.is_not,
        *(test.in_ or ()),
        test.at_least,
        test.at_most,
        test.above,
        test.below,
        *(test.between or ()),
    ]
    bad = [word for word in said if word is not None and not is_held(kind, word)]
    for word in bad:
        yield say("register_compared", tree.where(path), field=name, given=str(word), type=kind)
    if not bad and test.between is not None and kind in {*NUMBERS, "day", "date"}:
        low, high = (order_of(kind, bound) for bound in test.between)
        if low > high:
            yield say("register_bounds_order", tree.where(path), field=name)


def _slots(one: Declaration, tree: Tree) -> Found:
    for path, leaned in _columns_needed(one):
        yield from _held(one, tree, path, leaned)
    _given, over = wanted(one)
    for name in over:
        yield say("register_slots", tree.where(("fields", name)), field=name, ints=INTS, texts=TEXTS)


def _unknown(code: str, tree: Tree, path: Path, given: str, known: Iterable[str]) -> Problem:
    names = list(known)
    hint, hint_en = meant(str(given), names)
    return say(
        code,
        tree.where(path),
        given=given,
        field=given,
        key=given,
        known=listed(names, 30),
        hint=hint,
        hint_en=hint_en,
    )
