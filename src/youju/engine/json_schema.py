"""The scheme language as JSON Schema, for editors that complete and underline while a scheme is written."""

from __future__ import annotations

import json
from typing import Any

from youju.engine.language.scheme import Scheme

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONG = 120
PYTHON_NAME = r"^[^\W\d][\w.-]*$"
# the same for engines whose \w is ASCII: anything but spaces and ASCII signs other than _ . -, not beginning with a digit
PORTABLE_NAME = r"^[^\s\d!-/:-@\[-^`{-~][^\s!-,/:-@\[-^`{-~]*$"


def scheme_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``scheme.yaml``; descriptions are the promises of the parts."""
    schema = _portable(Scheme.model_json_schema(by_alias=True))
    return {"$schema": DIALECT, **_share(_short_forms(schema)), "title": "Youju scheme 有据方案"}


def json_schema_text() -> str:
    """Return the file ``schemes/scheme.schema.json`` as it must be."""
    return json.dumps(scheme_json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _short_forms(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow what the reader spells out: one league, one plus term as a shape, a plain value or a list for a comparison, 10% of a league."""
    parts = schema["$defs"]
    league, plus = schema["properties"]["league"], parts["ValueRule"]["properties"]["plus"]
    schema["properties"]["league"] = {"anyOf": [{"$ref": "#/$defs/League"}, league]}
    shape = parts["Plus"]["properties"]["shape"]
    parts["ValueRule"]["properties"]["plus"] = {
        "anyOf": [shape, {"$ref": "#/$defs/Plus"}, {"items": shape, "type": "array"}, plus]
    }
    plain = {"type": ["string", "number", "boolean", "array"]}
    parts["Comparison"] = {"anyOf": [plain, parts["Comparison"]]}
    parts["Cut"] = {"anyOf": [{"type": ["integer", "string"]}, parts["Cut"]]}
    parts["EventsRule"]["required"] = ["id", "events"]
    return schema


def _share(schema: dict[str, Any]) -> dict[str, Any]:
    """Write every long choice once: the same list of alternatives stands at a hundred places."""
    names: dict[str, str] = {}
    choices: dict[str, Any] = {}

    def shared(node: Any) -> Any:
        if isinstance(node, list):
            return [shared(one) for one in node]
        if not isinstance(node, dict):
            return node
        inner = {key: shared(one) for key, one in node.items()}
        alternatives = {"anyOf": inner.get("anyOf", [])}
        key = json.dumps(alternatives, sort_keys=True)
        if len(key) < LONG:
            return inner
        del inner["anyOf"]
        name = names.setdefault(key, f"choice-{len(names) + 1}")
        choices[name] = alternatives
        return {**inner, "$ref": f"#/$defs/{name}"}

    whole: dict[str, Any] = shared(schema)
    whole["$defs"] |= choices
    return whole


def _portable(node: Any) -> Any:
    """Rewrite what editors understand differently: one of several parts may fit, names may be Chinese."""
    if isinstance(node, list):
        return [_portable(one) for one in node]
    if not isinstance(node, dict):
        return PORTABLE_NAME if node == PYTHON_NAME else node
    kept = {key: one for key, one in node.items() if key != "discriminator"}
    return {"anyOf" if key == "oneOf" else key: _portable(one) for key, one in kept.items()}
