"""The walls between the rooms: what the import linter cannot see, and that its contract is the flow itself."""

import ast
import re
import tomllib

import grimp
import pytest

from tests.house.sources import ROOT, SRC, modules, tree
from youju.flow import FLOW
from youju.work import WORK

django_apps = pytest.importorskip("django.apps")
GLOSSARY = (ROOT / "GLOSSARY.md").read_text("utf-8")
# People, posts and traces are in every signature; their rows are read and written by the kernel alone (see below).
COMMON = "youju.kernel.models"


def room(module):
    """Return the room a module stands in, or its top-level package."""
    parts = module.split(".")
    return ".".join(parts[:3] if parts[1:2] in (["flow"], ["work"]) else parts[:2])


def ours():
    return [model for model in django_apps.apps.get_models() if model.__module__.startswith("youju.")]


def _name(model):
    return model._meta.label


def test_the_flow_is_the_import_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (flow,) = (c for c in contracts if c.get("containers") == ["youju.flow"])
    assert flow["layers"] == [name for name, _title in reversed(FLOW)]
    assert flow["exhaustive"]


def test_every_room_of_flow_and_work_is_installed():
    installed = {app.name for app in django_apps.apps.get_app_configs()}
    wanted = {f"youju.flow.{name}" for name, _ in FLOW} | {f"youju.work.{name}" for name, _ in WORK}
    assert wanted <= installed


def test_models_are_private_to_their_room():
    graph = grimp.build_graph("youju", exclude_type_checking_imports=True)
    trespass = [
        f"{importer} -> {imported}"
        for imported in graph.modules
        if imported.endswith(".models") and imported != COMMON
        for importer in graph.find_modules_that_directly_import(imported)
        if room(importer) != room(imported)
    ]
    assert trespass == []


def test_migrations_lean_on_nothing_that_goes_on_changing():
    """What a migration does today it does in ten years: of ours it imports what lays triggers and nothing else."""
    leaning = [
        f"{path.relative_to(SRC)}:{node.lineno} {node.module}"
        for path in sorted(SRC.rglob("migrations/*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "youju"
        if node.module not in {"youju.kernel.append_only", "youju.kernel.references"}
        and ".migrations." not in f"{node.module}."
    ]
    assert leaning == []


def kernel_rows(module):
    """Return where a module reads or writes rows of the kernel directly, as "line Model.objects"."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == COMMON
        for alias in node.names
    }
    return [
        f"{node.lineno} {node.value.id}.objects"
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
        if isinstance(node.value, ast.Name) and node.value.id in names
    ]


@pytest.mark.parametrize(
    "path",
    [p for p in modules() if p.relative_to(SRC).parts[0] != "kernel"],
    ids=lambda p: str(p.relative_to(SRC)),
)
def test_the_rows_of_the_kernel_are_its_own(path):
    assert kernel_rows(tree(path)) == []


def test_the_watchman_sees_a_room_that_reads_the_kernels_rows():
    source = "from youju.kernel.models import User\nUser.objects.all()"
    assert kernel_rows(ast.parse(source)) == ["2 User.objects"]


def test_no_foreign_key_points_forward():
    order = ["contenttypes", "auth", "kernel", *(n for n, _ in FLOW), *(n for n, _ in WORK), "web"]
    forward = [
        f"{_name(model)}.{field.name} -> {_name(field.related_model)}"
        for model in ours()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if order.index(field.related_model._meta.app_label) > order.index(model._meta.app_label)
    ]
    assert forward == []


def test_work_rooms_do_not_point_at_each_other_or_at_a_score():
    work = {name for name, _ in WORK}
    forbidden = {"scores", "boards", "publications"}
    wrong = [
        f"{_name(model)}.{field.name} -> {_name(field.related_model)}"
        for model in ours()
        if model._meta.app_label in work
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if field.related_model._meta.app_label in (work | forbidden) - {model._meta.app_label}
    ]
    assert wrong == []


def test_every_model_is_in_the_glossary():
    assert [_name(model) for model in ours() if f"`{model.__name__}`" not in GLOSSARY] == []


def test_every_model_says_what_a_row_is():
    assert [_name(model) for model in ours() if (model.__doc__ or "").startswith(f"{model.__name__}(")] == []


def test_no_column_holds_a_binary_float():
    floats = [
        f"{_name(model)}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if getattr(field, "get_internal_type", str)() == "FloatField"
    ]
    assert floats == []


def test_no_row_disappears_with_another():
    """CASCADE deletes what somebody reported; PROTECT says that it is there."""
    cascading = [
        f"{_name(model)}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.remote_field
        if getattr(field.remote_field, "on_delete", None) is django_cascade()
    ]
    assert cascading == []


def django_cascade():
    from django.db.models import CASCADE

    return CASCADE


MIGRATIONS = sorted(
    p for p in SRC.rglob("migrations/*.py") if p.name != "__init__.py" and re.match(r"\d{4}_", p.name)
)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_a_migration_has_a_name_a_reason_and_a_way_back(path):
    module = tree(path)
    assert "_auto_" not in path.stem
    assert ast.get_docstring(module), "say why, once, in the docstring"
    one_way = [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"RunPython", "RunSQL"}
        if len(node.args) < 2 and not any(k.arg in {"reverse_code", "reverse_sql"} for k in node.keywords)
    ]
    assert one_way == []
