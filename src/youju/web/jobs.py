"""The page of long work: how far it is, what it came to, why it was refused. It needs no script; with one it needs no reload."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from youju.kernel.access import signed_in
from youju.kernel.files import XLSX, named
from youju.kernel.jobs import KEPT, SHOWN, ended_within, job_for, jobs_for, progress_of, refusal_of

# What ends within a second is answered as if it had been done at once.
AT_ONCE = 1.0


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what this person asked for."""
    return render(request, "web/jobs.html", {"jobs": jobs_for(request.user)[:SHOWN]})


@signed_in
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a job; one that was just asked for is waited for, and leads on to what it made, or back to where it was refused."""
    is_new = "new" in request.GET
    job = ended_within(request.user, pk, AT_ONCE) if is_new else job_for(request.user, pk)
    if is_new and job.status == job.Status.DONE:
        messages.success(request, job.words)
        return redirect(job.where)
    refusal = refusal_of(job)
    if is_new and refusal is not None and job.where:
        if "name" not in job.arguments:  # a file is told where it was chosen
            messages.error(request, refusal.told)
        return redirect(job.where)
    template = "web/_job.html" if request.htmx else "web/job.html"
    context = {
        "job": job,
        "progress": progress_of(job),
        "refusal": refusal,
        "days": KEPT.days,
    }
    return render(request, template, context)


@signed_in
@require_safe
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Give back the workbook of a refused job with its faults marked, while it is kept."""
    job = job_for(request.user, pk)
    if not job.copy_name:
        raise Http404(pk)
    return named(HttpResponse(bytes(job.copy), content_type=XLSX), job.copy_name)
