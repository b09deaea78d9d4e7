"""Presets: the familiar names of scoring rules, each of which expands to plain rules and means nothing more."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from youju.engine.language.conditions import Condition
from youju.engine.language.leaves import GiveRule, Head, Panel, Plus, Rater, RatingRule, ValueRule
from youju.engine.language.parts import Amount, Part, Text
from youju.engine.language.sections import ProductRule
from youju.engine.language.shapes import Curve, Per, Step, Steps, Times
from youju.engine.language.values import Gap, Operand, Peer, Place, Ratio

if TYPE_CHECKING:
    from youju.engine.language.rules import Rule

HEAD = set(Head.model_fields) - {"id"}
ZERO, ONE = Decimal(0), Decimal(1)


class Preset(Head):
    """A rule written as ``kind: name`` with flat parameters."""

    names: ClassVar[tuple[str, ...]] = ()
    turned: ClassVar[tuple[str, ...]] = ()
    """Amounts whose sign is turned: where they name a parameter, its numbers are put in before expanding."""
    kind: str

    def expand(self) -> Head:
        """Return the plain rule this preset stands for."""
        raise TypeError(f"{type(self).__name__} does not expand")

    def head(self) -> dict[str, Any]:
        """Return what the preset shares with the plain rule."""
        return {name: getattr(self, name) for name in (*HEAD, "id") if name in self.model_fields_set}


class Proportion(Preset):
    """完成率: full marks at the target, a share of them below it, never more than full unless ``over: true``."""

    key: ClassVar[str] = "preset:proportion"
    names: ClassVar[tuple[str, ...]] = ("proportion", "completion", "完成率")
    indicator: Operand
    target: Operand
    full: Amount
    over: bool = False

    def expand(self) -> Head:
        """``ratio`` into a line from (0, 0) to (1, full)."""
        shape = Curve(curve=((ZERO, ZERO), (ONE, self.full)), above="extend" if self.over else "hold")
        return ValueRule(**self.head(), value=Ratio(ratio=self.indicator, to=self.target), shape=shape)


class Tiers(Preset):
    """分档: marks by steps of the value, or of its completion when a target is given."""

    key: ClassVar[str] = "preset:tiers"
    names: ClassVar[tuple[str, ...]] = ("tiers", "分档")
    indicator: Operand
    target: Operand | None = None
    tiers: Annotated[tuple[Step, ...], Field(min_length=1)]

    def expand(self) -> Head:
        """``steps`` over the value."""
        value = self.indicator if self.target is None else Ratio(ratio=self.indicator, to=self.target)
        return ValueRule(**self.head(), value=value, shape=Steps(steps=self.tiers))


class AddEach(Preset):
    """每项加分: marks for each, at most so many."""

    key: ClassVar[str] = "preset:add_each"
    names: ClassVar[tuple[str, ...]] = ("add_each", "每项加分")
    indicator: Operand
    each: Amount
    cap: Amount | None = None

    def expand(self) -> Head:
        """``per: 1, above: 0`` with a cap."""
        return ValueRule(
            **self.head(),
            value=self.indicator,
            shape=Per(per=ONE, above=ZERO, marks=self.each, count="whole", at_most=self.cap),
        )


class DeductEach(Preset):
    """每项扣分: marks taken for each, at most ``floor`` in all (both written as positive numbers)."""

    key: ClassVar[str] = "preset:deduct_each"
    names: ClassVar[tuple[str, ...]] = ("deduct_each", "每项扣分")
    turned: ClassVar[tuple[str, ...]] = ("each", "floor")
    indicator: Operand
    each: Annotated[Amount, Field(description="positive: the marks each one costs")]
    floor: Amount | None = None

    def expand(self) -> Head:
        """``per: 1, above: 0`` times −1, with a floor."""
        taken = Per(
            per=ONE,
            above=ZERO,
            marks=negative(self.each),
            count="whole",
            at_least=None if self.floor is None else negative(self.floor),
        )
        return ValueRule(**self.head(), value=self.indicator, shape=taken)


class Efficacy(Preset):
    """功效系数: 60 + 40 × (x − not allowed) ÷ (satisfactory − not allowed); ``open: true`` lets it leave 60–100."""

    key: ClassVar[str] = "preset:efficacy"
    names: ClassVar[tuple[str, ...]] = ("efficacy", "功效系数")
    indicator: Operand
    satisfactory: Operand
    not_allowed: Operand
    base: Amount = Decimal(60)
    span: Amount = Decimal(40)
    open: bool = False

    def expand(self) -> Head:
        """A quotient of two gaps into a line from (0, base) with slope span."""
        value = Ratio(
            ratio=Gap(gap=self.indicator, to=self.not_allowed),
            to=Gap(gap=self.satisfactory, to=self.not_allowed),
        )
        edge: Literal["extend", "hold"] = "extend" if self.open else "hold"
        line = Curve(curve=((ZERO, ZERO), (ONE, self.span)), below=edge, above=edge)
        base = Curve(curve=((ZERO, self.base),))
        return ValueRule(**self.head(), value=value, shape=line, plus=(Plus(shape=base),))


class ByPlace(Preset):
    """排名计分: marks by place among peers – ``table`` steps, or ``first`` marks and ``less`` for each place after."""

    key: ClassVar[str] = "preset:by_place"
    names: ClassVar[tuple[str, ...]] = ("by_place", "排名计分")
    turned: ClassVar[tuple[str, ...]] = ("less",)
    indicator: Operand
    order: Literal["highest_first", "lowest_first"] = "highest_first"
    ties: Literal["best", "dense", "worst"] = "best"
    table: tuple[Step, ...] | None = None
    first: Amount | None = None
    less: Amount | None = None
    lowest: Amount = ZERO

    def expand(self) -> Head:
        """``place`` into steps, or into ``per: 1, above: 1``."""
        value = Place(place=self.indicator, order=self.order, ties=self.ties)
        shape: Steps | Per
        if self.table is not None:
            shape = Steps(steps=self.table)
        else:
            shape = Per(
                per=ONE,
                above=ONE,
                marks=negative(self.less or ZERO),
                count="whole",
                start=self.first or ZERO,
                at_least=self.lowest,
            )
        return ValueRule(**self.head(), value=value, shape=shape)


class AboveMean(Preset):
    """超均值加分: ``base`` at the peers' mean, ``marks`` for each ``step`` over it (and under it, unless ``side: above``)."""

    key: ClassVar[str] = "preset:above_mean"
    names: ClassVar[tuple[str, ...]] = ("above_mean", "超均值加分")
    indicator: Operand
    step: Amount
    marks: Amount
    count: Literal["whole", "started", "pro_rata"]
    base: Amount = ZERO
    side: Literal["both", "above"] = "above"
    cap: Amount | None = None
    lowest: Amount | None = None

    def expand(self) -> Head:
        """The gap to the peers' mean, counted in steps."""
        line = {"around": ZERO} if self.side == "both" else {"above": ZERO}
        shape = Per(
            per=self.step,
            marks=self.marks,
            count=self.count,
            start=self.base,
            at_most=self.cap,
            at_least=self.lowest,
            **line,
        )
        return ValueRule(
            **self.head(), value=Gap(gap=self.indicator, to=Peer(peer="mean", of=self.indicator)), shape=shape
        )


class PanelMarks(Preset):
    """评议打分: the weighted mean of several raters."""

    key: ClassVar[str] = "preset:panel"
    names: ClassVar[tuple[str, ...]] = ("panel", "评议打分")
    raters: Annotated[tuple[Rater, ...], Field(min_length=1)]
    drop_highest: Annotated[int, Field(ge=0, le=5)] = 0
    drop_lowest: Annotated[int, Field(ge=0, le=5)] = 0

    def expand(self) -> Head:
        """``rating`` with named raters."""
        return RatingRule(
            **self.head(),
            rating=Panel(of=self.raters, drop_highest=self.drop_highest, drop_lowest=self.drop_lowest),
        )


class VetoBasis(Part):
    """The document that allows a veto, and the level of who issued it."""

    title: Text
    number: Text | None = None
    issuer: Text
    level: Literal["central", "provincial", "city", "county"]


class VetoItem(Preset):
    """一票否决: gives no marks; when the condition holds the grade is replaced. Needs the basis that allows it."""

    key: ClassVar[str] = "preset:veto"
    names: ClassVar[tuple[str, ...]] = ("veto", "一票否决")
    if_: Condition = Field(alias="if")
    grade: Text
    basis: VetoBasis | None = None

    def expand(self) -> Head:
        """A rule of zero marks; the veto itself is carried by the scheme's list of vetoes."""
        return GiveRule(**self.head(), give=ZERO)


class Difficulty(Preset):
    """难度系数: the marks of one rule times a factor."""

    key: ClassVar[str] = "preset:difficulty"
    names: ClassVar[tuple[str, ...]] = ("difficulty", "难度系数")
    rule: Rule
    factor: Operand

    def expand(self) -> Head:
        """``product`` of the rule and the factor."""
        factor = ValueRule(
            id=f"{self.id}.factor", title="难度系数", value=self.factor, shape=Times(times=ONE)
        )
        return ProductRule(**self.head(), product=(self.rule, factor))


PRESETS: tuple[type[Preset], ...] = (
    Proportion, Tiers, AddEach, DeductEach, Efficacy, ByPlace, AboveMean, PanelMarks, VetoItem, Difficulty,
)  # fmt: skip
BY_NAME = {name: preset for preset in PRESETS for name in preset.names}


def negative(amount: Any) -> Any:
    """Return the amount with its sign turned. Raises ValueError for a parameter's name: ``expand_scheme`` puts its numbers in first."""
    if isinstance(amount, dict):
        return {period: -number for period, number in amount.items()}
    if isinstance(amount, str):
        raise ValueError(f"the sign of a name cannot be turned: {amount!r}")  # noqa: TRY004 - the value is wrong, not its type
    return -amount


def preset_tag(kind: object) -> str | None:
    """Return the union tag of a preset's familiar name."""
    found = BY_NAME.get(str(kind))
    return f"~{found.key}" if found else None
