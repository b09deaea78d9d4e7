"""Which letters papers are set in: the office's own 仿宋 and 小标宋 where it has them, free ones from a package otherwise."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

# The names of GB/T 9704 first; the last ones of each row are free and always there.
FANGSONG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "Noto Serif SC")
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXBSK", "Noto Serif SC")
HEI = ("SimHei", "黑体", "Noto Sans SC")
KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "Noto Serif SC")
SONG = ("SimSun", "宋体", "Noto Serif SC")


def folders() -> list[Path]:
    """Return where fonts lie: the office's own folder (`YOUJU_FONTS`), then the package's."""
    import pylopdf_fonts_zh_cn

    own: Path | None = settings.YOUJU.get("fonts")
    return [*([own] if own else []), Path(pylopdf_fonts_zh_cn.__file__).parent]
