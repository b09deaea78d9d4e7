"""The union of all rules: leaves, sections and presets, told apart by the one key that names their kind."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Discriminator, Tag

from youju.engine.language import leaves, presets, sections
from youju.engine.language.leaves import LEAVES, Head
from youju.engine.language.parts import Part
from youju.engine.language.presets import BY_NAME, PRESETS, preset_tag
from youju.engine.language.sections import SECTIONS

PLAIN_RULES: tuple[type[Head], ...] = (*SECTIONS, *LEAVES)
KINDS = tuple(rule.key for rule in PLAIN_RULES)


def _rule_tag(given: object) -> str | None:
    if isinstance(given, Part):
        return f"~{type(given).key}"
    if isinstance(given, dict):
        if "kind" in given:
            return preset_tag(given["kind"])
        return next((f"~{kind}" for kind in KINDS if kind in given), None)
    return None


_MEMBERS: Any = tuple(Annotated[rule, Tag(f"~{rule.key}")] for rule in (*PLAIN_RULES, *PRESETS))
Rule = Annotated[
    Union[_MEMBERS],
    Discriminator(
        _rule_tag,
        custom_error_type="rule_kind",
        custom_error_message=f"expected a rule with kind: one of {', '.join(BY_NAME)}; or with exactly one of: {', '.join(KINDS)}",
    ),
]
for _module in (leaves, sections, presets):  # they hold rules of every kind, which only this module knows
    vars(_module)["Rule"] = Rule
