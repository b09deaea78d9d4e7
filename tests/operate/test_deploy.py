"""What is shipped to run the house with: it parses, names only settings that exist, and holds no secret."""

import re
import shutil
import subprocess

import pytest
import yaml

from tests.house.sources import ROOT
from youju.config.env import Env

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_the_units_are_read_by_systemd():
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, UNITS)], capture_output=True, text=True
    )
    told = [line for line in done.stderr.splitlines() if str(DEPLOY) in line or "youju" in line]
    assert [line for line in told if "is not executable" not in line] == []


WALLS = re.compile(r"^(?:No|Protect|Private|Restrict|Lock|Capability)\w+=.*$", re.MULTILINE)


@pytest.mark.parametrize("service", sorted(DEPLOY.glob("systemd/*.service")), ids=lambda path: path.stem)
def test_no_service_may_do_more_than_the_pages_may(service):
    pages = set(WALLS.findall((DEPLOY / "systemd" / "youju.service").read_text("utf-8")))
    assert "CapabilityBoundingSet=" in pages
    assert pages - set(WALLS.findall(service.read_text("utf-8"))) == set()


@pytest.mark.parametrize("command", ["watch", "climb", "digest", "fill"])
def test_what_must_be_done_every_hour_or_day_has_a_timer(command):
    (service,) = [unit for unit in UNITS if f"youju manage {command}\n" in unit.read_text("utf-8")]
    assert "OnCalendar" in service.with_suffix(".timer").read_text("utf-8")
    assert service.with_suffix(".timer").name in (ROOT / "docs" / "guide" / "engineer.md").read_text("utf-8")


@pytest.mark.skipif(
    shutil.which("openssl") is None or shutil.which("nginx") is None, reason="nginx is not on this machine"
)
def test_nginx_reads_its_page(tmp_path):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "key.pem", "-out",
                    tmp_path / "fullchain.pem", "-days", "1", "-subj", "/CN=youju.example"], check=True, capture_output=True)  # fmt: skip
    page = (DEPLOY / "nginx" / "youju.conf").read_text("utf-8").replace("/etc/youju/tls", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{page}\n}}\n", "utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-c", tmp_path / "nginx.conf", "-p", tmp_path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_nginx_tells_us_the_true_scheme_and_address():
    page = (DEPLOY / "nginx" / "youju.conf").read_text("utf-8")
    assert (
        page.count("proxy_pass")
        == page.count("X-Forwarded-Proto https")
        == page.count("X-Forwarded-For $remote_addr")
    )


def test_the_settings_shipped_are_settings_of_the_house_and_hold_no_secret():
    said = dict(re.findall(r"^YOUJU_(\w+)=(.*)$", (DEPLOY / "youju.env").read_text("utf-8"), re.MULTILINE))
    assert {name.lower() for name in said} <= set(Env.model_fields)
    assert (said["SECRET"], said["MODE"]) == ("", "production")
    assert "CHANGE_ME" in said["DATABASE"]


def test_the_containers_keep_the_database_to_themselves_and_their_own_files_read_only():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    assert "ports" not in told["database"]
    assert told["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert all(told[name]["read_only"] and told[name]["cap_drop"] == ["ALL"] for name in ("web", "sequencer"))
    assert "--data-checksums" in told["database"]["environment"]["POSTGRES_INITDB_ARGS"]


@pytest.mark.parametrize(
    "script",
    [DEPLOY / "install.sh", DEPLOY / "youju.sh", ROOT / "tools" / "wheelhouse.sh"],
    ids=lambda path: path.name,
)
def test_a_script_is_read_by_bash(script):
    assert subprocess.run(["bash", "-n", script], capture_output=True).returncode == 0


def test_a_bundle_of_wheels_that_was_touched_is_not_installed(tmp_path):
    shutil.copy(DEPLOY / "install.sh", tmp_path)
    (tmp_path / "PYTHON").write_text("3.11\n")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  ./PYTHON\n")
    done = subprocess.run([tmp_path / "install.sh", tmp_path / "venv"], capture_output=True, text=True)
    assert done.returncode == 2
    assert not (tmp_path / "venv").exists()


def test_nginx_writes_down_neither_who_hands_in_nor_the_secret_of_a_feed():
    page = (DEPLOY / "nginx" / "youju.conf").read_text("utf-8")
    for place in ("/registers/([-a-z0-9]+/hand-in|follow)/", "location /calendar/"):
        inside = page.split(place, 1)[1].split("}", 1)[0]
        assert {"access_log off;", "error_log /dev/null crit;"} <= {
            line.strip() for line in inside.splitlines()
        }


def run_as_office(tmp_path, **said):
    """Run deploy/youju.sh with a settings file and a program that tells what it was given."""
    (tmp_path / "youju.env").write_text(
        "# 设置\nYOUJU_HOSTS=a.example\nYOUJU_MAIL_FROM=有据 <y@a.example>\nPATH=/nowhere\n"
    )
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\necho "$YOUJU_HOSTS|$YOUJU_MAIL_FROM|$*"\n')
    program.chmod(0o755)
    surroundings = {"PATH": "/usr/sbin:/usr/bin:/bin", "YOUJU_ACCOUNT": "root", "YOUJU_PROGRAM": str(program)}
    surroundings |= {"YOUJU_SETTINGS": str(tmp_path / "youju.env"), **said}
    return subprocess.run(
        [DEPLOY / "youju.sh", "manage", "a b"], env=surroundings, capture_output=True, text=True
    )


def test_the_engineers_command_has_the_settings_of_the_services(tmp_path):
    assert run_as_office(tmp_path).stdout == "a.example|有据 <y@a.example>|manage a b\n"


def test_what_is_said_before_the_command_wins(tmp_path):
    assert run_as_office(tmp_path, YOUJU_HOSTS="b.example").stdout.startswith("b.example|")


def test_without_its_settings_the_command_says_why_it_does_nothing(tmp_path):
    done = run_as_office(tmp_path, YOUJU_SETTINGS=str(tmp_path / "gone"))
    assert (done.returncode, done.stdout, "gone" in done.stderr) == (2, "", True)


def test_the_bundle_of_wheels_carries_the_engineers_command():
    assert "deploy/youju.sh" in (ROOT / "tools" / "wheelhouse.sh").read_text("utf-8")
