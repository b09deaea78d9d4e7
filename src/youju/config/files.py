"""Where files lie: a local folder, or a bucket that speaks S3."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def storages(where: str, folder: Path) -> dict[str, Any]:
    """Return Django's STORAGES: `default` for what is served through our views, `sealed` for originals.

    `where` is empty for folders beside the database, or `s3://key:secret@host:port/bucket?region=…&tls=no`
    (a bucket of the office's own MinIO, or a cloud's; no host means AWS). Raises ImproperlyConfigured otherwise.
    """
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    if not where:
        local = "youju.flow.evidence.store.WholeFiles"
        return {
            "default": {"BACKEND": local, "OPTIONS": {"location": folder / "files"}},
            "sealed": {"BACKEND": local, "OPTIONS": {"location": folder / "sealed"}},
            "staticfiles": static,
        }
    said = urlsplit(where)
    bucket = said.path.strip("/")
    if said.scheme != "s3" or not bucket:
        raise ImproperlyConfigured(
            "有据不能启动：YOUJU_FILES 要写成 s3://钥匙:密码@主机:端口/桶，或者留空用本机文件夹。\n"
            "Youju will not start: YOUJU_FILES must be s3://key:secret@host:port/bucket, or empty for a folder."
        )
    asked = {key: values[-1] for key, values in parse_qs(said.query).items()}
    options: dict[str, Any] = {
        "bucket_name": bucket,
        "access_key": unquote(said.username or "") or None,
        "secret_key": unquote(said.password or "") or None,
        "region_name": asked.get("region"),
        "default_acl": "private",
        "querystring_auth": True,
        "file_overwrite": True,
        "addressing_style": "path",
    }
    if said.hostname:
        port = f":{said.port}" if said.port else ""
        options["endpoint_url"] = f"{'http' if asked.get('tls') == 'no' else 'https'}://{said.hostname}{port}"
    remote = "storages.backends.s3.S3Storage"
    return {
        "default": {"BACKEND": remote, "OPTIONS": options},
        "sealed": {"BACKEND": remote, "OPTIONS": {**options, "location": "sealed"}},
        "staticfiles": static,
    }
