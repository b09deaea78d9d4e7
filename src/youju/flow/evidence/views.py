"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from youju.flow.evidence import services
from youju.flow.evidence.forms import ListForm, UploadForm
from youju.flow.evidence.models import Evidence
from youju.flow.evidence.selectors import alike_for, brings_home, evidence_for, latest_for
from youju.flow.evidence.store import opened
from youju.flow.units.forms import asked_unit
from youju.kernel.access import allow
from youju.kernel.acts import act_named
from youju.kernel.files import named
from youju.kernel.forms import beside, status_of
from youju.kernel.powers import roles_of
from youju.kernel.trace import history_of

# Even if a browser could be talked into running something of it, it may run and reach nothing.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@allow("evidence.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the newest evidence of the units this person may see."""
    asked = ListForm(request.GET).asked()
    unit, why = asked_unit(request.user, "evidence.read", asked["unit"])
    rows, after = latest_for(request.user, **{**asked, "unit": unit}) if not why else ([], 0)
    may_add = bool(act_named("evidence.add").roles & roles_of(request.user))
    context = {
        "rows": rows,
        "after": after,
        "asked": asked,
        "why": why,
        "form": UploadForm(user=request.user) if may_add else None,
    }
    return render(request, "evidence/_rows.html" if request.htmx else "evidence/index.html", context)


@allow("evidence.add")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take a file and go to its page."""
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return render(request, "evidence/upload.html", {"form": form}, status=422)
    said = form.cleaned_data
    with beside(form, at="file"):
        row = services.add_evidence(
            unit=said["unit"],
            name=said["file"].name,
            content=said["file"],
            note=said["note"],
            scheme=said["scheme"],
            by=request.user,
            withheld=brings_home(request.user, said["unit"]),
        )
        return redirect("evidence:show", row.sha256)
    return render(request, "evidence/upload.html", {"form": form}, status=status_of(form))


@allow("evidence.read")
@require_safe
def show(request: HttpRequest, sha: str) -> HttpResponse:
    """Show one piece of evidence: the picture, where it came from, what looks like it."""
    row = evidence_for(request.user, sha)
    context = {"evidence": row, "alike": alike_for(request.user, row), "history": history_of(row)}
    return render(request, "evidence/show.html", context)


@allow("evidence.read")
@require_safe
def file(request: HttpRequest, sha: str) -> HttpResponseBase:
    """Send the file as it may be shown."""
    return _send(evidence_for(request.user, sha), "evidence", as_download="download" in request.GET)


@allow("evidence.read")
@require_safe
def thumbnail(request: HttpRequest, sha: str) -> HttpResponseBase:
    """Send the small copy of a picture."""
    row = evidence_for(request.user, sha)
    if row.kind != Evidence.Kind.PICTURE:
        raise Http404(sha)
    return _send(row, "thumb")


def _send(row: Evidence, part: str, *, as_download: bool = False) -> FileResponse:
    """Send stored bytes as exactly what the gate found them to be; only pictures are shown inside a page."""
    inline = row.kind == Evidence.Kind.PICTURE and not as_download
    media_type = "image/jpeg" if part == "thumb" else row.media_type
    answer = named(
        FileResponse(opened(row.sha256, part), content_type=media_type), row.file_name, inline=inline
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, max-age=3600, immutable"
    answer["ETag"] = f'"{row.sha256[:32]}-{part}"'
    return answer
