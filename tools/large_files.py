"""Refuse files that are too large to commit: data of that size is generated, fetched or left out.

python tools/large_files.py FILE…        exit 1 and say which, or exit 0
"""

import sys
from pathlib import Path

LIMIT = 5_000_000  # bytes; the largest golden table has a tenth of it


def too_large(paths: list[Path]) -> list[str]:
    """Return a line for every file above the limit, largest first."""
    sizes = sorted(((path.stat().st_size, path) for path in paths if path.is_file()), reverse=True)
    return [
        f"{path}: {size / 1e6:.1f} MB，超过 {LIMIT / 1e6:.0f} MB 的文件不入库;请生成、下载或删减。 larger than is committed"
        for size, path in sizes
        if size > LIMIT
    ]


if __name__ == "__main__":
    found = too_large([Path(name) for name in sys.argv[1:]])
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
