"""What the environment may say, read once, and what the house refuses to start with."""

from __future__ import annotations

import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Env(BaseSettings):
    """Every setting an office may make, as `YOUJU_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="YOUJU_", extra="ignore")

    mode: Literal["production", "demo", "test"] = "production"
    folder: Path = Path("var")
    """Where the embedded database, evidence, keys and static files live."""
    database: str = ""
    """`postgresql://user:password@host:port/name`, `sqlite:///file`, or empty: SQLite in `folder`."""
    secret: SecretStr | None = None
    """At least 50 random characters; signs sessions and one-time links."""
    files: str = ""
    """Where evidence lies: empty for `folder`, or `s3://key:secret@host:port/bucket` (extra `youju[s3]`)."""
    scanner: str = ""
    """A virus scanner that speaks clamd's protocol: `host:port` or the path of its socket. Empty: none is asked."""
    signing_key: Path | None = None
    """PEM file of the Ed25519 key that signs the heads of the log."""
    fonts: Path | None = None
    """A folder with the office's own fonts （仿宋_GB2312, 方正小标宋 …） for papers; free ones are used without it."""
    origin: str = "youju.local"
    """The name under which this log signs; printed on every circular."""
    hosts: str = ""
    """Names this server answers to, separated by commas."""
    https: bool = True
    """Whether the browser reaches us through TLS. Only demo and test may say no."""
    proxies: int | None = Field(None, ge=0, le=9)
    """How many reverse proxies stand in front, each adding to X-Forwarded-For; unsaid: one in production, else none."""
    sequencer: bool = True
    """Whether each web worker looks after the log; no, where `youju manage sequence --forever` runs as a service."""
    hook_hosts: str = ""
    """Where webhooks may go, separated by commas: `host` (port 443) or `host:port`. Empty: nowhere."""
    hook_private: str = ""
    """Private networks in which those hosts may lie, for example `10.1.0.0/16`. Empty: none."""
    hook_ca: Path | None = None
    """PEM file of the office's own certificate authority, believed beside the machine's."""
    reader_url: str = ""
    """Base URL of a language model that reads documents as well (chat completions, `…/v1`); empty: none is asked."""
    reader_key: SecretStr = SecretStr("")
    reader_model: str = ""
    reader_seconds: float = 60.0
    """How long its answer is waited for."""
    mail: SecretStr = SecretStr("")
    """The office's mail server: `smtps://user:password@host:465`, or `smtp://…:587` with STARTTLS. Empty: no mail."""
    mail_from: str = ""
    """Whom the mails are from, for example 有据 <youju@example.gov.cn>."""
    deliverer: bool = True
    """Whether each web worker tells the hooks; no, where `youju manage deliver --forever` runs as a service."""
    jobs: Literal["here", "apart", "at_once"] = "here"
    """Who does long work: each web worker; `youju manage work --forever` as a service; or the request itself."""
    language: Literal["zh-hans", "en"] = "zh-hans"
    oidc_server: str = ""
    """Base URL of an OpenID Connect provider (its discovery document is fetched below it); empty: none."""
    oidc_client: str = ""
    oidc_secret: SecretStr = SecretStr("")
    oidc_name: str = "统一身份认证"
    cas_server: str = ""
    """Base URL of a CAS 3.0 server, for example https://cas.example.gov.cn/cas; empty: none."""
    cas_name: str = "统一身份认证(CAS)"

    @property
    def is_production(self) -> bool:
        """Whether nothing may be assumed."""
        return self.mode == "production"

    def proxy_count(self) -> int:
        """Return how many of the last addresses in X-Forwarded-For were written by proxies of ours."""
        return int(self.is_production) if self.proxies is None else self.proxies

    def secret_key(self) -> str:
        """Return the secret; production must be given one, demo keeps its own in `folder`.

        Raises ImproperlyConfigured, in the three parts of a refusal, where production has none or a short one.
        """
        if self.secret is not None and len(self.secret.get_secret_value()) >= 50:
            return self.secret.get_secret_value()
        if self.is_production:
            raise ImproperlyConfigured(
                "有据不能启动：没有密钥，或者密钥不足 50 个字符。"
                '请运行 python -c "import secrets; print(secrets.token_urlsafe(64))",'
                "把结果放进环境变量 YOUJU_SECRET。\n"
                "Youju will not start: YOUJU_SECRET is missing or shorter than 50 characters. "
                "Put 64 random bytes into it."
            )
        if self.mode == "test":
            return secrets.token_urlsafe(64)
        return kept_secret(self.folder / "keys" / "secret")

    def allowed_hosts(self) -> list[str]:
        """Return the names we answer to; production must say them."""
        named = [host.strip() for host in self.hosts.split(",") if host.strip()]
        if self.is_production and (not named or "*" in named):
            raise ImproperlyConfigured(
                "有据不能启动：没有说明本站的域名。请设置 YOUJU_HOSTS=域名（多个用逗号分开，不能用 *）。\n"
                "Youju will not start: YOUJU_HOSTS must name this site and may not be *."
            )
        return named or ["127.0.0.1", "localhost", "[::1]", "testserver"]

    def private_networks(self) -> list[IPv4Network | IPv6Network]:
        """Return the private networks that webhooks may reach. Raises ImproperlyConfigured for what is no network."""
        try:
            return [ip_network(said.strip()) for said in self.hook_private.split(",") if said.strip()]
        except ValueError as error:
            raise ImproperlyConfigured(
                f"有据不能启动：YOUJU_HOOK_PRIVATE 写得不对({error}),要写成 10.1.0.0/16 这样的网段。\n"
                f"Youju will not start: YOUJU_HOOK_PRIVATE must be networks: {error}."
            ) from None

    def second_reader(self) -> dict[str, Any]:
        """Return what names the model that reads documents as well, nothing where none is named.

        Raises ImproperlyConfigured for one that is half named, or that no document could be sent to.
        """
        named = (self.reader_url, self.reader_key.get_secret_value(), self.reader_model)
        if not any(named):
            return {}
        if (
            not all(named)
            or not self.reader_url.startswith(("https://", "http://"))
            or self.reader_seconds <= 0
        ):
            raise ImproperlyConfigured(
                "有据不能启动：YOUJU_READER_URL、YOUJU_READER_KEY、YOUJU_READER_MODEL 要么都写，要么都不写；地址以 https:// 或 http:// 开头。\n"
                "Youju will not start: name all three of YOUJU_READER_URL, _KEY and _MODEL, or none; the URL begins with https:// or http://."
            )
        return {"base_url": named[0], "key": named[1], "model": named[2], "timeout": self.reader_seconds}

    def mail_server(self) -> dict[str, Any]:
        """Return Django's settings of the mail server. Raises ImproperlyConfigured for what is no server, or names no sender."""
        said = urlsplit(self.mail.get_secret_value())
        if not said.geturl():
            return {}
        if said.scheme not in {"smtp", "smtps"} or not said.hostname or "@" not in self.mail_from:
            raise ImproperlyConfigured(
                "有据不能启动：YOUJU_MAIL 要写成 smtps://用户:口令@主机:465，YOUJU_MAIL_FROM 要写寄信人的地址。\n"
                "Youju will not start: YOUJU_MAIL must be smtps://user:password@host:465, and YOUJU_MAIL_FROM an address."
            )
        is_tls = said.scheme == "smtps"
        return {
            "EMAIL_HOST": said.hostname, "EMAIL_PORT": said.port or (465 if is_tls else 587),
            "EMAIL_HOST_USER": unquote(said.username or ""), "EMAIL_HOST_PASSWORD": unquote(said.password or ""),
            "EMAIL_USE_SSL": is_tls, "EMAIL_USE_TLS": not is_tls, "EMAIL_TIMEOUT": 20, "DEFAULT_FROM_EMAIL": self.mail_from,
        }  # fmt: skip

    def sign_in_services(self) -> dict[str, Any]:
        """Return allauth's providers. Raises ImproperlyConfigured for a service that is half named or not reached by TLS."""
        if bool(self.oidc_server) != bool(self.oidc_client and self.oidc_secret.get_secret_value()):
            raise ImproperlyConfigured(
                "有据不能启动：YOUJU_OIDC_SERVER、YOUJU_OIDC_CLIENT、YOUJU_OIDC_SECRET 要么都写，要么都不写。\n"
                "Youju will not start: name all three of YOUJU_OIDC_SERVER, _CLIENT and _SECRET, or none."
            )
        for name, url in (("YOUJU_OIDC_SERVER", self.oidc_server), ("YOUJU_CAS_SERVER", self.cas_server)):
            if url and self.is_production and not url.startswith("https://"):
                raise ImproperlyConfigured(
                    f"有据不能启动：{name} 必须以 https:// 开头。\nYouju will not start: {name} must begin with https://."
                )
        app = {
            "provider_id": "oidc", "name": self.oidc_name, "client_id": self.oidc_client,
            "secret": self.oidc_secret.get_secret_value(), "settings": {"server_url": self.oidc_server.rstrip("/")},
        }  # fmt: skip
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app] if self.oidc_server else []}}

    def log_key(self) -> Path:
        """Return the file of the log's signing key; production must name one that exists."""
        if self.signing_key is not None and (not self.is_production or self.signing_key.is_file()):
            return self.signing_key
        if self.is_production:
            raise ImproperlyConfigured(
                "有据不能启动：没有底账签名密钥。请运行 youju manage newkey 文件，再设置 YOUJU_SIGNING_KEY=文件。\n"
                "Youju will not start: YOUJU_SIGNING_KEY names no file. Make one with `youju manage newkey FILE`."
            )
        return self.folder / "keys" / "log.pem"


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file that only its owner can read, made on first use."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
    return secret
