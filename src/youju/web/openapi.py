"""What the API says of itself, beyond what each operation declares: idempotency keys, entity tags, and how it says no."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

WRITES = {"post", "put", "patch", "delete"}
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "maxLength": 100},
    "description": "同一编号重复提交,得到第一次的答复,事情只办一次。A repetition under the same key gets the first answer.",
}  # fmt: skip
PROBLEM = {
    "type": "object",
    "description": "RFC 9457;what, why and what to do instead, and every fault with its place.",
    "required": ["type", "title", "status", "detail", "instead"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "要办的事没有办成:什么"},
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


class API(NinjaAPI):
    """The API with a description that is true for every operation of the house, made once: it costs half a second."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.said: dict[str, Any] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Any:
        """Return the OpenAPI 3.1 document: every write takes an Idempotency-Key, every refusal is a problem."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self.said:
            self.said[prefix] = self._described(prefix)
        return self.said[prefix]

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
