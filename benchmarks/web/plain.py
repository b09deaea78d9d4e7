"""The same work by bare Django: models, views and templates as short as they come, with the same rows in and out.

No powers, no trees, no proofs, no checks of what is said: sign-in by session, one transaction, one line of history for each act.
`PLAIN_DATABASE` is the database's URL, `PLAIN_FOLDER` where an embedded one lies.
"""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path
from typing import Any

import django
from django.conf import settings

HOME = Path(os.environ.get("PLAIN_FOLDER", "."))
PAGE = """<!doctype html><html><head><title>{{ title }}</title></head><body><p>{{ user.username }}</p><h1>{{ title }}</h1>
{% block main %}{% endblock %}</body></html>"""
BOARD = """{% extends "page" %}{% block main %}<table><tbody>{% for row in rows %}<tr><td><a href="/statement/{{ row.unit_id }}/">{{ row.unit.name }}</a></td>
<td><span class="band">{{ row.band }}</span></td><td>{{ row.total }}</td><td>{{ row.change }}</td><td>{{ row.place }}</td><td>{{ row.was_band }}</td></tr>
{% endfor %}</tbody></table>{% endblock %}"""
STATEMENT = """{% extends "page" %}{% block main %}<table><tbody>{% for row in rows %}<tr><td>{{ row.clause }}</td><td>{{ row.title }}</td><td>{{ row.because }}</td>
<td>{{ row.marks }}</td><td>{{ row.evidence }}</td></tr>{% endfor %}</tbody></table>{% endblock %}"""
DESK = """{% extends "page" %}{% block main %}<ul>{% for name, number in desk.items %}<li><b>{{ number }}</b> {{ name }}</li>{% endfor %}</ul>{% endblock %}"""

if not settings.configured:
    from youju.config.database import database

    settings.configure(
        SECRET_KEY="plain" * 12, ALLOWED_HOSTS=["*"], ROOT_URLCONF="benchmarks.web.plain", DATABASES={"default": database(os.environ.get("PLAIN_DATABASE", ""), HOME)},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {
            "context_processors": ["django.contrib.auth.context_processors.auth"],
            "loaders": [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader",
                        {"page": PAGE, "board": BOARD, "statement": STATEMENT, "desk": DESK})])]}}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True, FILE_UPLOAD_HANDLERS=["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
        DATA_UPLOAD_MAX_MEMORY_SIZE=10**8,
    )  # fmt: skip
    django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

ROWS, AT_ONCE = 200, 2_000
NAMES = [f"i{k}" for k in range(30)]


class Unit(models.Model):  # noqa: D101, DJ008  # as short as they come
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    above = models.ForeignKey("self", models.PROTECT, null=True)

    class Meta:
        app_label = "plain"


class Report(models.Model):  # noqa: D101, DJ008  # as short as they come
    period = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT)
    status = models.CharField(max_length=10, db_index=True)
    submitted_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "plain"
        constraints = [models.UniqueConstraint(name="plain_report_once", fields=["period", "unit"])]


class Value(models.Model):  # noqa: D101, DJ008  # as short as they come
    report = models.ForeignKey(Report, models.PROTECT, related_name="values", db_index=False)
    indicator = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        app_label = "plain"
        constraints = [models.UniqueConstraint(name="plain_value_once", fields=["report", "indicator"])]


class History(models.Model):  # noqa: D101, DJ008  # as short as they come
    who = models.CharField(max_length=60)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "plain"


class Observation(models.Model):  # noqa: D101, DJ008  # as short as they come
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False)
    indicator = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "plain"
        indexes = [models.Index(name="plain_by_observation", fields=["unit", "indicator", "period"])]


class Placing(models.Model):  # noqa: D101, DJ008  # as short as they come
    period = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT)
    place = models.IntegerField()
    total = models.DecimalField(max_digits=8, decimal_places=2)
    change = models.DecimalField(max_digits=8, decimal_places=2)
    band = models.CharField(max_length=10)
    was_band = models.CharField(max_length=10)

    class Meta:
        app_label = "plain"
        indexes = [models.Index(name="plain_by_placing", fields=["period", "place"])]


class Reason(models.Model):  # noqa: D101, DJ008  # as short as they come
    period = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT)
    clause = models.CharField(max_length=40)
    title = models.CharField(max_length=40)
    because = models.CharField(max_length=200)
    marks = models.DecimalField(max_digits=8, decimal_places=2)
    evidence = models.CharField(max_length=64)

    class Meta:
        app_label = "plain"
        indexes = [models.Index(name="plain_by_reason", fields=["period", "unit"])]


MODELS = (Unit, Report, Value, History, Observation, Placing, Reason)


@login_required
def board(request: HttpRequest) -> HttpResponse:
    first = (int(request.GET.get("page", "1")) - 1) * ROWS
    rows = (
        Placing.objects.filter(period="2026-09")
        .select_related("unit")
        .order_by("place")[first : first + ROWS]
    )
    return render(request, "board", {"title": "board", "rows": rows})


@login_required
def statement(request: HttpRequest, unit: int) -> HttpResponse:
    return render(
        request,
        "statement",
        {"title": "statement", "rows": Reason.objects.filter(period="2026-09", unit=unit)},
    )


@login_required
def desk(request: HttpRequest, unit: int) -> HttpResponse:
    mine = Report.objects.filter(unit__above=unit)
    said = {
        "due": Unit.objects.filter(above=unit).count() - mine.filter(status="submitted").count(),
        "returned": mine.filter(status="returned").count(),
        "review": mine.filter(status="submitted").count(),
        "placed": Placing.objects.filter(unit=unit).count(),
    }
    return render(request, "desk", {"title": "desk", "desk": said})


@csrf_exempt
@login_required
@transaction.atomic
def submit(request: HttpRequest, code: str) -> JsonResponse:
    said = json.loads(request.body)
    report = Report.objects.create(
        period="2026-10", unit=Unit.objects.get(code=code), status="submitted", submitted_at=timezone.now(),
        evidence=said["values"]["i0"]["evidence"][0],
    )  # fmt: skip
    Value.objects.bulk_create(
        Value(report=report, indicator=name, value=one["value"]) for name, one in said["values"].items()
    )
    History.objects.create(
        who=request.user.username, act="submit", subject=f"report:{report.pk}", at=report.submitted_at
    )
    values = {v.indicator: str(v.value) for v in report.values.all()}
    return JsonResponse({"id": report.pk, "status": report.status, "values": values})


@csrf_exempt
@login_required
@transaction.atomic
def batch(request: HttpRequest) -> JsonResponse:
    said, now = json.loads(request.body)["reports"], timezone.now()
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[one["unit"] for one in said])}
    reports = Report.objects.bulk_create(
        Report(period="2026-10", unit=units[one["unit"]], status="submitted", submitted_at=now, evidence=one["values"]["i0"]["evidence"][0])
        for one in said
    )  # fmt: skip
    Value.objects.bulk_create(
        Value(report=report, indicator=name, value=value["value"])
        for report, one in zip(reports, said, strict=True)
        for name, value in one["values"].items()
    )
    History.objects.bulk_create(
        History(who=request.user.username, act="submit", subject=f"report:{report.pk}", at=now)
        for report in reports
    )
    return JsonResponse({"saved": len(reports)})


@csrf_exempt
@login_required
@transaction.atomic
def close(request: HttpRequest) -> JsonResponse:
    rows = Value.objects.filter(report__period="closing", report__status="submitted").values_list(
        "report__unit_id", "indicator", "value"
    )
    now = timezone.now()
    made = Observation.objects.bulk_create(
        (Observation(unit_id=u, indicator=i, period="2026-10", value=v, recorded_at=now) for u, i, v in rows), batch_size=AT_ONCE,
    )  # fmt: skip
    History.objects.create(who=request.user.username, act="close", subject="2026-10", at=now)
    return JsonResponse({"recorded": len(made)})


@csrf_exempt
@login_required
@transaction.atomic
def book(request: HttpRequest) -> JsonResponse:
    """Take the same workbook in with the same reader, check that every cell is a number, store reports and values."""
    from decimal import Decimal

    from python_calamine import CalamineWorkbook

    page = CalamineWorkbook.from_filelike(request.FILES["file"]).get_sheet_by_index(0)
    lines = iter(page.to_python(skip_empty_area=False)[5:])
    units, saved = dict(Unit.objects.values_list("code", "pk")), 0
    while some := list(islice(lines, AT_ONCE)):
        made = Report.objects.bulk_create(
            Report(period="book", unit_id=units[str(row[0])], status="draft") for row in some
        )
        Value.objects.bulk_create(
            (Value(report=report, indicator=name, value=Decimal(repr(row[4 + 3 * k])))
             for report, row in zip(made, some, strict=True) for k, name in enumerate(NAMES)), batch_size=AT_ONCE,
        )  # fmt: skip
        saved += len(made)
    History.objects.create(
        who=request.user.username, act="book", subject=f"{saved} reports", at=timezone.now()
    )
    return JsonResponse({"saved": saved})


urlpatterns = [
    path("board/", board), path("statement/<int:unit>/", statement), path("desk/<int:unit>/", desk), path("submit/<str:code>/", submit), path("batch/", batch),
    path("close/", close), path("book/", book),
]  # fmt: skip


def lay(said: dict[str, Any]) -> dict[str, Any]:
    """Make the tables, lay as many rows as the other house has, and return a cookie and the keys to ask with."""
    import random

    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    rng, now, counties = random.Random(2023), timezone.now(), said["counties"]
    tops = Unit.objects.bulk_create(Unit(code=f"c{n}", name=f"示例县{n}") for n in range(counties))
    codes = iter(said["codes"])
    at = 0
    while some := list(islice(codes, 5_000)):
        Unit.objects.bulk_create(
            Unit(code=c, name="示例村", above=tops[(at + n) % counties]) for n, c in enumerate(some)
        )
        at += len(some)
    for period in ("2026-08", "2026-09"):
        Placing.objects.bulk_create(
            (Placing(period=period, unit=u, place=n + 1, total=f"{rng.randrange(30000) / 100:.2f}", change="1.20", band="稳定", was_band="前列")
             for n, u in enumerate(tops)), batch_size=AT_ONCE,
        )  # fmt: skip
        Reason.objects.bulk_create(
            (Reason(period=period, unit=u, clause=f"第三条第{k}项", title=f"事项{k}", because="完成 300,目标 500,完成率 60%", marks="6.00",
                    evidence="2026-09 报送") for u in tops for k in range(30)), batch_size=AT_ONCE,
        )  # fmt: skip
    for report in Report.objects.bulk_create(
        Report(period="closing", unit=u, status="submitted", submitted_at=now) for u in tops
    ):
        Value.objects.bulk_create(
            Value(report=report, indicator=name, value=rng.randrange(900)) for name in NAMES
        )
    left = said["observations"]
    while left > 0:
        Observation.objects.bulk_create(
            Observation(unit=rng.choice(tops), indicator=rng.choice(NAMES), period="2026-01", value=5, recorded_at=now) for _ in range(min(left, 5_000))
        )  # fmt: skip
        left -= 5_000
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    client = Client()
    client.force_login(User.objects.create_user("plain"))
    return {
        "cookie": f"sessionid={client.cookies['sessionid'].value}",
        "units": [u.pk for u in tops[:: max(1, counties // 120)]],
    }


application = get_wsgi_application()
