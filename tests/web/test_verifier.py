"""The verifier in a real browser and the command say the same of the same bundle: whole, changed, incomplete, relabelled."""

import io
import json
import re
import shutil
import subprocess
import sys
import warnings
import zipfile

import pytest

from tests.flow.month import *  # noqa: F403
from youju.engine.bundle import manifest
from youju.flow.publications.selectors import download_of
from youju.flow.publications.services import propose, sign

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
if CHROMIUM is None:
    warnings.warn("没有找到 Chromium,网页核验没有测 · no Chromium: the verifier was not tested", stacklevel=1)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the verifier was not tested"),
    pytest.mark.django_db(transaction=True),
]


def changed(name, at=100):
    """Return a fault: one byte of a file is another."""
    return lambda files: files.update(
        {name: files[name][:at] + bytes([files[name][at] ^ 1]) + files[name][at + 1 :]}
    )


def entry(name, **said):
    """Return a fault: the manifest says something else of a file, written in its own form."""

    def fault(files):
        told = json.loads(files["manifest.json"])
        told["files"][name] |= said
        files["manifest.json"] = (
            json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        ).encode()

    return fault


def relabelled(files):
    told = json.loads(files["manifest.json"])
    told["period"] = "2031-01"
    files["manifest.json"] = (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def sealed_anew(files):
    """The whole bundle made again for another month, with a root that follows: only the published root tells."""
    told = json.loads(files["manifest.json"])
    told["period"], about = (
        "2031-01",
        manifest.about_of(told)
        | {"period": "2031-01", "一": [1.5, 1e-07, {}], "\U00020000": None, "\uff01": []},
    )
    told |= about | {"root": manifest.root_of(told["files"], about)}
    files["manifest.json"] = (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


FAULTS = {
    "as it was published": lambda files: None,
    "one byte of the facts": changed("facts.parquet"),
    "one byte of the scheme": changed("scheme/scheme.yaml", 30),
    "one byte of the manifest's form": lambda files: files.update(
        {"manifest.json": files["manifest.json"] + b"\n"}
    ),
    "a byte too many": lambda files: files.update({"places.parquet": files["places.parquet"] + b"x"}),
    "a file gone": lambda files: files.pop("units.parquet"),
    "a file more": lambda files: files.update({"note.txt": "多".encode()}),
    "another month": relabelled,
    "a changed entry": entry("facts.parquet", bytes=1),
    "a damaged entry": entry("facts.parquet", block=0),
    "an entry that says more": entry("facts.parquet", note="x"),
    "sealed anew": sealed_anew,
    "no manifest": lambda files: files.pop("manifest.json"),
}


@pytest.fixture
def published(final, zhao, qian):
    row = propose(score=final, kind="circular", title="十月考核通报", by=zhao)
    return sign(publication=row, by=qian)


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with playwright_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_context(locale="zh-CN").new_page()
        browser.close()


def test_the_page_and_the_command_give_the_same_verdict(page, live_server, published, tmp_path):
    whole = unpacked(download_of(published))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/publications/verify/")
    for number, (name, fault) in enumerate(FAULTS.items()):
        files = dict(whole)
        fault(files)
        folder = tmp_path / str(number) / "bundle"
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        said, lines = command(folder), shown(page, packed(files))
        if name == "no manifest":  # the command takes a folder without it for no bundle at all
            said = [str(manifest.check(folder)[0])]
        assert lines == said, name
        assert light(page) == ("核验通过" if lines[0].startswith("一致") else "不一致"), name
    assert {url.split("/")[2] for url in asked} == {live_server.url.split("/")[2]}


def test_whichever_file_is_changed_emptied_renamed_or_taken_out_both_say_the_same(
    page, live_server, published, tmp_path
):
    whole = unpacked(download_of(published))
    page.goto(f"{live_server.url}/publications/verify/")
    for name in sorted(set(whole) - manifest.OUTSIDE):
        content = whole[name]
        faults = {
            "first byte": {name: bytes([content[0] ^ 1]) + content[1:]},
            "last byte": {name: content[:-1] + bytes([content[-1] ^ 1])},
            "emptied": {name: b""},
            "renamed": {f"{name}.bak": content},
        }
        for fault, instead in faults.items():
            files = {path: one for path, one in whole.items() if path != name} | instead
            folder = tmp_path / f"{name.replace('/', '-')}-{fault}"
            for path, one in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(one)
            said = [str(one) for one in manifest.check(folder)]
            assert said and shown(page, packed(files)) == said, (name, fault)
            assert light(page) == "不一致"


def test_a_bundle_packed_again_by_windows_in_a_folder_with_a_chinese_name_is_whole(
    page, live_server, published
):
    """Windows writes names in GBK and does not say so; the folders have entries of their own."""
    whole = unpacked(download_of(published))
    content = packed(whole | {"scheme/": b""}).replace(b"bundle/", "核验包".encode("gbk") + b"/")
    page.goto(f"{live_server.url}/publications/verify/")
    assert shown(page, content) == [f"一致 unchanged: {published.root}"]


def test_a_file_that_the_browser_cannot_read_is_told(page, live_server, published):
    page.goto(f"{live_server.url}/publications/verify/")
    page.evaluate(
        "() => { File.prototype.arrayBuffer = () => Promise.reject(new DOMException('too large', 'NotReadableError')); }"
    )
    assert "可能太大" in shown(page, b"x")[0]


def test_a_bundle_sealed_anew_is_whole_but_not_the_published_one(page, live_server, published, client):
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", "zhao")
    page.fill("input[name=password]", "a-long-password")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("text=退出")
    page.goto(f"{live_server.url}/publications/{published.pk}/verify/")
    page.click("text=直接核验本站给出的包")
    page.wait_for_selector("text=核验通过")
    assert page.locator("[data-part=lines] li").all_inner_texts() == [
        f"一致 unchanged: {published.root}", "与这份通报公布的根哈希相同。",
    ]  # fmt: skip
    page.evaluate("document.querySelector('[data-part=verdict]').hidden = true")
    page.context.set_offline(True)
    page.click("text=直接核验本站给出的包")
    page.wait_for_selector("[data-part=verdict]:not([hidden])")
    assert "取不到核验包" in page.locator("[data-part=lines] li").inner_text()
    page.context.set_offline(False)
    files = unpacked(download_of(published))
    sealed_anew(files)
    lines = shown(page, packed(files))
    assert lines[0].startswith("一致 unchanged: ")
    assert light(page) == "包没有坏，但不是这一份"


def test_an_english_page_says_every_verdict_in_english_alone(page, live_server, published):
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    page.goto(f"{live_server.url}/publications/verify/")
    whole = unpacked(download_of(published))
    for name, fault in FAULTS.items():
        files = dict(whole)
        fault(files)
        said = shown(page, packed(files))
        assert said, name
        assert not re.search(r"[\u3400-\u9fff]", "".join((*said, light(page)))), name
    shown(page, b"not a zip at all")
    assert page.locator("[data-part=lines] li").all_inner_texts() == ["not a zip file"]


@pytest.mark.parametrize("broken", [b"", b"not a zip at all", None])
def test_a_broken_zip_is_named_and_never_verified(page, live_server, published, broken):
    whole = download_of(published)
    page.goto(f"{live_server.url}/publications/verify/")
    shown(page, whole[: len(whole) // 2] if broken is None else broken)
    assert light(page) == "不一致"


@pytest.mark.parametrize("last", ["as it was", "changed"])
def test_a_zip_with_two_files_of_one_name_is_never_verified(page, live_server, published, last):
    files = unpacked(download_of(published))
    other = {"manifest.json": files["manifest.json"] + b" "}
    first, second = (other, files) if last == "as it was" else (files, other)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a duplicate name, which is wanted here
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as pack:
            for name, content in (*first.items(), *second.items()):
                pack.writestr(f"bundle/{name}", content)
    page.goto(f"{live_server.url}/publications/verify/")
    (line,) = shown(page, out.getvalue())
    assert line == "zip 里有两个 bundle/manifest.json / two files bundle/manifest.json in the zip"
    assert light(page) == "不一致"


def test_a_byte_changed_inside_the_zip_is_never_verified(page, live_server, published):
    whole = download_of(published)
    with zipfile.ZipFile(io.BytesIO(whole)) as pack:
        info = next(one for one in pack.infolist() if one.filename.endswith("/facts.parquet"))
    at = info.header_offset + 30 + len(info.filename.encode()) + info.compress_size // 2
    page.goto(f"{live_server.url}/publications/verify/")
    (line,) = shown(page, whole[:at] + bytes([whole[at] ^ 8]) + whole[at + 1 :])
    assert line.startswith("facts.parquet")


def test_without_a_script_the_page_says_the_command(client, published):
    text = client.get("/publications/verify/").content.decode()
    assert "<noscript>" in text
    assert "youju verify-manifest" in text


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name.partition("/")[2]: pack.read(name) for name in pack.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(f"bundle/{name}", content)
    return out.getvalue()


def command(folder):
    done = subprocess.run(
        [sys.executable, "-I", "-S", manifest.__file__, str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


def shown(page, content):
    page.evaluate("document.querySelector('[data-part=verdict]').hidden = true")
    page.set_input_files("#bundle", {"name": "bundle.zip", "mimeType": "application/zip", "buffer": content})
    page.wait_for_selector("[data-part=verdict]:not([hidden])")
    return page.locator("[data-part=lines] li").all_inner_texts()


def light(page):
    return page.locator("[data-part=light]").inner_text()
