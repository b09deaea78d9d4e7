"""The page that an inspector takes along: it is kept on the device, works without a network, and hands in later.

The page itself holds words and forms only; the list, what was written down and the photos lie in the device's own
database and go through `api.sync`, where each item is done once.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from youju.kernel.access import allow, public

FILES = (
    "web/youju.css", "inspections/carry/carry.css", "inspections/carry/carry.js", "inspections/carry/store.js",
    "inspections/carry/sync.js", "inspections/carry/photo.js", "inspections/carry/icon.svg", "inspections/carry/icon-192.png",
)  # fmt: skip
RED = "#a8201a"


@allow("inspection.visit")
@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """Give the page to take along."""
    return render(request, "inspections/carry.html")


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker, which keeps the page and its files on the device. It holds no data."""
    context = {
        "version": version(),
        "files": [static(name) for name in FILES],
        "page": reverse("inspections:carry"),
    }
    answer = render(request, "inspections/worker.js", context, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@public
@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """Say how the page is installed on a device."""
    here = reverse("inspections:carry")
    icons = [
        {"src": static("inspections/carry/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *({"src": static(f"inspections/carry/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
           "purpose": "any maskable"} for size in (192, 512)),
    ]  # fmt: skip
    said = {
        "id": here, "name": _("有据 · 现场核查"), "short_name": _("现场核查"), "start_url": here, "scope": here,
        "display": "standalone", "background_color": "#f4f6f8", "theme_color": RED, "icons": icons,
    }  # fmt: skip
    return JsonResponse(said, content_type="application/manifest+json")


@cache
def version() -> str:
    """Return a name for the files as they are now: a changed file is fetched anew by every device."""
    found = hashlib.sha256()
    templates = Path(__file__).parents[1] / "templates" / "inspections"
    for path in (*(finders.find(name) for name in FILES), templates / "carry.html", templates / "worker.js"):
        found.update(Path(str(path)).read_bytes())
    return found.hexdigest()[:16]
