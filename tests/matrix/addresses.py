"""Every address of the house, found from the URLconf and from the OpenAPI document, and what the table lacks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.matrix.table import doors, said

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
API = re.compile(r"\{(?:\w+:)?(\w+)\}")


@dataclass(frozen=True)
class Page:
    """A named URL of the pages, or a route without a name."""

    name: str
    route: str


def pages() -> list[Page]:
    """Return every URL that is not an operation of the API."""
    from django.urls import URLPattern, get_resolver

    found = []

    def walk(entries: Any, namespace: str, route: str) -> None:
        for entry in entries:
            here = route + str(entry.pattern)
            if isinstance(entry, URLPattern):
                if getattr(entry.callback, "__module__", "") != "ninja.operation":
                    found.append(Page(f"{namespace}{entry.name}" if entry.name else f"/{here}", here))
            else:
                inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                walk(entry.url_patterns, inside, here)

    walk(get_resolver().url_patterns, "", "")
    return found


def operations() -> list[tuple[str, str]]:
    """Return (method, path) of every operation in the OpenAPI document."""
    from youju.web.api import api

    paths = api.get_openapi_schema()["paths"]
    return [(method.upper(), API.sub(r"{\1}", path)) for path, how in paths.items() for method in how]


def missing() -> list[str]:
    """Return, for each address without a line and each line without an address, what exactly to write or to remove."""
    wrong = []
    lines = {(door.method, door.name) for door in doors()}
    named = {name for _method, name in lines} | set(said()["library"])
    for page in pages():
        if page.name not in named:
            at = ", ".join(f"{a or b}: …" for a, b in PARAMETER.findall(page.route))
            where = f", at: {{{at}}}, within: unit" if at else ""
            wrong.append(
                f"/{page.route} has no line. Add to `doors:` in tests/matrix/expected.yaml, one for each method:\n"
                f"  GET {page.name}: {{who: readers{where}}}\n"
                f"(a page of the sign-in library goes into `library:` as `- {page.name}`)"
            )
    for method, path in operations():
        if (method, path) not in lines:
            at = ", ".join(f"{name}: …" for name in API.findall(path))
            where = f", at: {{{at}}}, within: unit" if at else ""
            wrong.append(
                f"{method} {path} has no line. Add to `doors:` in tests/matrix/expected.yaml:\n"
                f"  {method} {path}: {{who: readers{where}}}"
            )
    real = {page.name for page in pages()} | {path for _method, path in operations()}
    wrong += [
        f"tests/matrix/expected.yaml names {name}, which is no address any more: remove it"
        for name in sorted(named - real)
    ]
    return wrong


def route_of(name: str) -> str:
    """Return the route of a page, as the URLconf writes it."""
    return next(page.route for page in pages() if page.name == name)
