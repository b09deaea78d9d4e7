"""The composite index: a tree of dimensions and indicators with treatment, normalisation, weights and aggregation, level by level."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, PlainValidator, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from youju.engine.language.parts import Amount, Name, Number, Part, Text, keyed, number_or, read_number
from youju.engine.language.values import Operand, Scope


class MinMax(Part):
    """``minmax: [0, 100]`` – linear between goalposts: ``from``/``to`` given, or found among the peers when absent.

    ``log: true`` takes natural logarithms of value and goalposts first; ``clip`` keeps the result inside.
    """

    key: ClassVar[str] = "minmax"
    minmax: tuple[Number, Number]
    from_: Amount | None = Field(default=None, alias="from")
    to: Amount | None = None
    clip: bool = True
    log: bool = False


class ZScore(Part):
    """``zscore: [0, 1]`` – (x − mean) ÷ sample standard deviation, moved to this mean and standard deviation."""

    key: ClassVar[str] = "zscore"
    zscore: tuple[Number, Number]


class RankScore(Part):
    """``rank: percentile | place | borda | percent`` – scores from ranks."""

    key: ClassVar[str] = "rank"
    rank: Literal["percentile", "place", "borda"]


class DistanceToBest(Part):
    """``distance_to: best`` – 1 − (best − x) ÷ (best − worst)."""

    key: ClassVar[str] = "distance_to"
    distance_to: Literal["best", "max_fraction"]


class DistanceToTarget(Part):
    """``target: 95`` – x ÷ target (or target ÷ x for lower-is-better), clipped at 1 unless ``clip: false``."""

    key: ClassVar[str] = "target"
    target: Amount
    clip: bool = True


class ScaleBy(Part):
    """``scaled: [low, high]`` – linear between two fixed numbers, no clipping."""

    key: ClassVar[str] = "scaled"
    scaled: tuple[Number, Number]
    onto: tuple[Number, Number] = (Decimal(0), Decimal(100))


class AsIs(Part):
    """``as_is: true`` – no normalisation: the value itself (``divide_by`` to change its measure)."""

    key: ClassVar[str] = "as_is"
    as_is: Literal[True]
    divide_by: Amount | None = None


if TYPE_CHECKING:
    Normalise = MinMax | ZScore | RankScore | DistanceToBest | DistanceToTarget | ScaleBy | AsIs
else:
    Normalise = keyed(MinMax, ZScore, RankScore, DistanceToBest, DistanceToTarget, ScaleBy, AsIs)


class SkewRule(Part):
    """``skew_rule: {skew: 2, kurtosis: 3.5, at_most: 5}`` – winsorise point by point until |skew| or kurtosis is small enough, else the logarithm."""

    key: ClassVar[str] = "skew_rule"
    skew_rule: SkewBounds


class SkewBounds(Part):
    """The bounds of the skew and kurtosis rule."""

    skew: Number
    kurtosis: Number
    at_most: Annotated[int, Field(ge=1, le=1000)] = 5
    then_log: bool = True


class Winsorise(Part):
    """``winsorise: [2.5%, 97.5%]`` – values beyond these percentiles take the percentile's value."""

    key: ClassVar[str] = "winsorise"
    winsorise: tuple[Number | None, Number | None]


class Log(Part):
    """``log: natural`` – ln x, or ``shifted``: ln(x − min + 0.01 (max − min))."""

    key: ClassVar[str] = "log"
    log: Literal["natural", "shifted"]


class Clip(Part):
    """``clip: [low, high]`` – values outside take the bound; null leaves a side open."""

    key: ClassVar[str] = "clip"
    clip: tuple[Number | None, Number | None]


if TYPE_CHECKING:
    Treatment = SkewRule | Winsorise | Log | Clip
else:
    Treatment = keyed(SkewRule, Winsorise, Log, Clip)


def read_judgement(given: object) -> Fraction:
    """Read one entry of a comparison matrix: ``3``, ``0.5`` or ``1/3``."""
    if isinstance(given, Fraction):
        return given
    top, slash, bottom = str(given).partition("/") if isinstance(given, str) else (given, "", "1")
    below = read_number(bottom) if slash else Decimal(1)
    if below == 0:
        raise PydanticCustomError("number", "not a number: {given}", {"given": str(given)})
    return Fraction(read_number(top)) / Fraction(below)


Judgement = Annotated[
    Fraction, PlainValidator(read_judgement), WithJsonSchema({"type": ["number", "string"]})
]
if TYPE_CHECKING:
    ConstantColumn = Decimal | Literal["refuse"]
else:
    ConstantColumn = number_or(Literal["refuse"], "~word")


class Ahp(Part):
    """``ahp: [[1, 3], [1/3, 1]]`` – a pairwise comparison matrix in the order of the children; consistency ratio at most ``at_most``."""

    key: ClassVar[str] = "ahp"
    ahp: tuple[tuple[Judgement, ...], ...]
    at_most: Number = Decimal("0.1")
    method: Literal["eigenvector", "geometric"] = "eigenvector"


class EntropyWeights(Part):
    """``entropy: {shift: 0.001}`` – entropy weights of the children's scores; ``pool: periods`` over all periods held."""

    key: ClassVar[str] = "entropy"
    entropy: EntropyOptions


class EntropyOptions(Part):
    """``shift`` is added to the normalised scores so that zeros have a logarithm."""

    shift: Number = Decimal(0)


Weights = Annotated[
    Annotated[Literal["given", "equal", "entropy", "critic", "pca", "deviation"], Tag("~word")] | Annotated[Ahp, Tag("~ahp")] | Annotated[EntropyWeights, Tag("~entropy")],
    Discriminator(lambda given: "~word" if isinstance(given, str) else "~ahp" if isinstance(given, Ahp) or (isinstance(given, dict) and "ahp" in given) else "~entropy"),
]  # fmt: skip


class Power(Part):
    """``power: 0.5`` – the generalised mean with this exponent."""

    key: ClassVar[str] = "power"
    power: Number


Aggregate = Annotated[
    Annotated[
        Literal[
            "arithmetic",
            "geometric",
            "harmonic",
            "median",
            "copeland",
            "topsis",
            "sum",
            "product",
            "ratio",
            "min",
            "max",
        ],
        Tag("~word"),
    ]
    | Annotated[Power, Tag("~power")],
    Discriminator(lambda given: "~word" if isinstance(given, str) else "~power"),
]


class NodeFill(Part):
    """``mean: region`` / ``median: region`` – a dimension without a score takes that of its peers named."""

    mean: Scope | None = None
    median: Scope | None = None

    @model_validator(mode="after")
    def _one(self) -> NodeFill:
        if (self.mean is None) == (self.median is None):
            raise PydanticCustomError("node_fill", "missing needs exactly one of mean, median")
        return self


AvailabilityOf = Literal["children", "leaves"]
AvailableCount = Annotated[int, Field(ge=1, le=100_000)]


class Node(Part):
    """One node: a leaf (``of`` an indicator or value, with ``normalise``) or a dimension (``children``).

    ``normalise`` and ``treat`` on a dimension hold for the leaves below it; ``rescale`` is applied to the node's own score.
    """

    id: Name
    title: Text | None = None
    clause: Text | None = None
    weight: Amount | None = None
    of: Operand | None = None
    direction: Literal["up", "down"] | None = None
    treat: tuple[Treatment, ...] | None = None
    normalise: Normalise | None = None
    children: tuple[Node, ...] | None = None
    weights: Weights | None = None
    aggregate: Aggregate | None = None
    rescale: Normalise | None = None
    availability: Number | None = None
    availability_of: AvailabilityOf | None = None
    available_at_least: AvailableCount | None = None
    missing: NodeFill | None = None
    round: Annotated[int, Field(ge=0, le=12)] | None = None

    @model_validator(mode="after")
    def _leaf_or_branch(self) -> Node:
        if (self.of is None) == (self.children is None):
            raise PydanticCustomError(
                "node_kind", "a node is a leaf (of) or a dimension (children): exactly one of the two"
            )
        return self


class Composite(Part):
    """The index tree, and what holds for every node unless the node says otherwise."""

    title: Text | None = None
    clause: Text | None = None
    treat: tuple[Treatment, ...] = ()
    normalise: Normalise | None = None
    weights: Weights = "given"
    aggregate: Aggregate = "arithmetic"
    availability: Number | None = None
    availability_of: AvailabilityOf = "children"
    available_at_least: AvailableCount | None = None
    constant_column: ConstantColumn = "refuse"
    impute: NodeFill | None = None
    among: Scope = "all"
    children: Annotated[tuple[Node, ...], Field(min_length=1)]
