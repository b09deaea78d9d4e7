"""`make walk`: the month in a real browser, step by step. The last line says how many steps passed."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.walk.house import CHROMIUM, browser_of, house_in
from tests.walk.steps import STEPS, Walk


def main() -> int:
    """Walk until the end or the first step that does not hold."""
    if CHROMIUM is None:
        print("没有找到 Chromium,没有走 · no Chromium on this machine: the walk was not walked")
        return 1
    passed, began = 0, time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="youju-walk-") as folder,
        house_in(Path(folder)) as house,
        browser_of() as browser,
    ):
        walk = Walk(browser, house)
        for number, (title, act) in enumerate(STEPS, 1):
            start = time.monotonic()
            try:
                act(walk)
            except Exception:  # whatever went wrong, the step did not hold
                traceback.print_exc(limit=-2)
                for who, page in walk.pages.items():
                    print(f"--- {who} {page.url}\n{page.inner_text('main')[:700]}")
                print(f"✗ {number:2} {title}")
                break
            passed += 1
            print(f"✓ {number:2} {title}({time.monotonic() - start:.1f} s)", flush=True)
    print(f"{time.monotonic() - began:.0f} s")
    print(f"走一遍:{len(STEPS)} 步,{passed} 步通过 · {passed} of {len(STEPS)} steps passed")
    return 0 if passed == len(STEPS) else 1


if __name__ == "__main__":
    sys.exit(main())
