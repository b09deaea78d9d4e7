"""What the API says of itself, beyond what each operation declares: idempotency keys, entity tags, and how it says no."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language, gettext, pgettext
from ninja import NinjaAPI
from ninja.operation import Operation

# in youju.flow.reports.api, youju.web.search
ROOM = 2
WRITES = {"post", "put", "patch", "delete"}
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "maxLength": 100},
    "description": "同一编号重复提交，得到第一次的答复，事情只办一次。A repetition under the same key gets the first answer.",
}  # fmt: skip
PROBLEM = {
    "type": "object",
    "description": "RFC 9457;what, why and what to do instead, and every fault with its place.",
    "required": ["type", "title", "status", "detail", "instead"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "要办的事没有办成：什么"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "为什么"},
        "instead": {"type": "string", "description": "可以怎么办"},
        "english": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "what", "mend"],
                "properties": {name: {"type": "string"} for name in ("where", "what", "mend")},
            },
        },
    },
}


def _in_english(schema: Any) -> Any:
    """Return a description with English summaries: each operation says in English what it does, first of all in its description.

    The Chinese summary stays beside it as `x-summary-zh`.
    """
    for methods in schema["paths"].values():
        for operation in methods.values():
            first = operation["description"].split("\n\n")[0].replace("\n", " ")
            operation["x-summary-zh"] = operation["summary"]
            operation["summary"] = re.split(r"(?<=[.])\s|[:;] ", first)[0].rstrip(".")
            operation["tags"] = [_tag(tag) for tag in operation.get("tags", ())]
    return schema


def _tag(tag: str) -> str:
    """Return a room or a part of the shell in the reader's language."""
    said = pgettext("menu", tag)
    return gettext(tag) if said == tag else said


class API(NinjaAPI):
    """The API with a description that is true for every operation of the house, made once: it costs half a second."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.said: dict[tuple[str, bool], Any] = {}

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return what programs made from the description call an operation: its room and what it does, wherever its code stands."""
        room = operation.view_func.__module__.split(".")[ROOM]
        return f"{room}_{operation.view_func.__name__}"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Any:
        """Return the OpenAPI 3.1 document: every write takes an Idempotency-Key, every refusal is a problem.

        Whoever asks in English (`Accept-Language`) reads English summaries.
        """
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        english = (get_language() or "").startswith("en")
        if (prefix, english) not in self.said:
            described = self._described(prefix)
            self.said[prefix, english] = _in_english(described) if english else described
        return self.said[prefix, english]

    def _described(self, prefix: str) -> Any:
        schema = super().get_openapi_schema(path_prefix=prefix)
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        refusal = {
            "description": "没有办成 · refused",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                operation["responses"].setdefault("default", refusal)
                if method in WRITES:
                    operation.setdefault("parameters", []).append(KEY)
        return schema
