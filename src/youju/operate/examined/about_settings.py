"""What the settings say: secrets, names, TLS, and whether this is production at all."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from youju.operate.finding import Finding, look, unsafe

BITS = 128
"""What a secret must be worth, reckoned from its own letters."""


def about_settings(said: Any = settings) -> Iterator[Finding]:
    """Examine the settings."""
    if said.DEBUG:
        yield unsafe(
            "debug", "DEBUG 是开着的", "出错页会把设置和数据给任何人看", "关掉 DEBUG", "DEBUG is on."
        )
    if said.YOUJU["mode"] != "production":
        yield look("mode", f"现在是 {said.YOUJU['mode']} 模式", "演示和测试模式自己生成密钥，时钟也可以拨",
                   "正式运行设 YOUJU_MODE=production", "This is not production mode.")  # fmt: skip
    if worth(said.SECRET_KEY) < BITS:
        yield unsafe("weak-secret", "YOUJU_SECRET 太好猜（重复或规律的字符）", "猜到它就能伪造登录",
                     '换成 python -c "import secrets; print(secrets.token_urlsafe(64))" 的结果',
                     "YOUJU_SECRET is easy to guess.")  # fmt: skip
    if "*" in said.ALLOWED_HOSTS or not said.ALLOWED_HOSTS:
        yield unsafe("hosts", "YOUJU_HOSTS 没有限定域名", "伪造的 Host 头可以把链接引到别处", "只写本站域名",
                     "YOUJU_HOSTS names no host.")  # fmt: skip
    if not (getattr(said, "SECURE_SSL_REDIRECT", False) and getattr(said, "SESSION_COOKIE_SECURE", False)):
        yield (unsafe if said.YOUJU["mode"] == "production" else look)(
            "no-tls", "没有要求 TLS", "口令和会话在网上是明文", "前面放 nginx 终止 TLS，去掉 YOUJU_HTTPS=no",
            "TLS is not required.",
        )  # fmt: skip
    if not said.YOUJU["scanner"]:
        yield look("no-scanner", "没有接病毒扫描", "上传的文件只过结构检查", "装 clamd，设 YOUJU_SCANNER=主机:端口",
                   "No virus scanner is asked.")  # fmt: skip


def worth(secret: str) -> float:
    """Return how many bits a secret is worth by its own letters: repeated ones and rows of neighbours are worth less."""
    fresh = [b for a, b in itertools.pairwise(secret) if abs(ord(a) - ord(b)) > 1]
    counted = Counter(fresh)
    return sum(-n * math.log2(n / len(fresh)) for n in counted.values()) if fresh else 0.0
