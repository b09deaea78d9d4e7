"""Keep CHANGELOG.md from fragments, so that two changes never meet in one line of one file.

    python tools/changelog.py                    print what the next release would say
    python tools/changelog.py --check            exit 1 and name every fragment that does not say enough
    python tools/changelog.py --release VERSION  write it on top of CHANGELOG.md and remove the fragments

A fragment is changes/<word>.yaml; changes/README.md says what stands in it.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FRAGMENTS = ROOT / "changes"
CHANGELOG = ROOT / "CHANGELOG.md"
MARK = "<!-- releases below, newest first -->\n"

# A reader looks for changes of marks first.
KINDS = {"评分变化": "marks change", "功能": "new", "修复": "mended", "内部": "inside"}
KEYS = {"kind", "what", "english", "affects", "schemes", "do"}


def problems(fragment: Any) -> list[str]:
    """Return what a fragment fails to say, each with the way to mend it."""
    if not isinstance(fragment, dict):
        return ["不是“键: 值”的 YAML;照 changes/README.md 的样子写,句子里有冒号加空格的用引号括起来"]
    found = [
        f"不认识的键 {key};可用的键:{'、'.join(sorted(KEYS))}"
        for key in sorted(map(str, fragment.keys() - KEYS))
    ]
    if fragment.get("kind") not in KINDS:
        found.append(f"kind 要写 {'、'.join(KINDS)} 之一")
    found += [
        f"缺 {key};用一句话写清楚" for key in ("what", "english") if not str(fragment.get(key) or "").strip()
    ]
    affects = fragment.get("affects")
    days = affects if isinstance(affects, dict) else {}
    dated = {"from", "to"} == set(days) and all(type(day) is dt.date for day in days.values())
    if affects is not None and not (dated and days["from"] <= days["to"]):
        found.append("affects 要写到日:{from: 2023-02-01, to: 2023-12-31},先早后晚")
    if fragment.get("kind") == "评分变化":
        found += [
            f"评分变化必须写 {key}:{why}"
            for key, why in {
                "affects": "从哪一天到哪一天的分数会变",
                "schemes": "哪些方案",
                "do": "读者要做什么(重算、核对、勘误,或“不用做什么”)",
            }.items()
            if not fragment.get(key)
        ]
    return found


def read() -> dict[Path, Any]:
    """Return every fragment by its path, in the order of names; None for what is no YAML, which `problems` tells."""
    return {path: _loaded(path) for path in sorted(FRAGMENTS.glob("*.yaml"))}


def _loaded(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError:
        return None


def entry(fragment: dict[str, Any]) -> str:
    """Return one fragment as it is printed: days and schemes first, because that is what a reader looks for."""
    days, schemes = fragment.get("affects"), fragment.get("schemes") or []
    where = [f"{days['from']}—{days['to']}"] if days else []
    where += ["、".join(f"`{scheme}`" for scheme in schemes)] if schemes else []
    head = f"{' · '.join(where)}:" if where else ""
    do = f" **要做的:** {fragment['do']}" if fragment.get("do") else ""
    return f"- {head}{fragment['what']}{do}\n  *{fragment['english']}*"


def section(version: str, fragments: list[dict[str, Any]]) -> str:
    """Return the section of one release, changes of marks first."""
    parts = [f"## {version}\n"]
    for kind, english in KINDS.items():
        lines = [entry(fragment) for fragment in fragments if fragment["kind"] == kind]
        parts += [f"### {kind} {english}\n", *lines, ""] if lines else []
    return "\n".join(parts).rstrip() + "\n"


def release(version: str, fragments: dict[Path, Any]) -> None:
    """Write the section of a release on top of the changelog and remove its fragments."""
    text = CHANGELOG.read_text("utf-8")
    CHANGELOG.write_text(
        text.replace(MARK, f"{MARK}\n{section(version, list(fragments.values()))}", 1), "utf-8"
    )
    for path in fragments:
        path.unlink()


def main(words: list[str]) -> int:
    """Do what the words ask; return the exit status."""
    fragments = read()
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path, fragment in fragments.items()
        for line in problems(fragment)
    ]
    if found:
        print("\n".join(found))
        return 1
    if words[:1] == ["--release"] and len(words) == 2:
        release(words[1], fragments)
    elif words != ["--check"]:
        print(section("next", list(fragments.values())), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
