"""Pictures: decoded, turned upright and written anew, so that nothing is kept but what the eye sees."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from youju.flow.evidence.gate.words import PIXELS, RefusedFile

THUMB = 480
PRINT = 32
# Pillow warns at a third of the bombs that it refuses; ours is one limit, asked before decoding.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = False


def rewrite(source: Path, form: str, out: Path, thumb: Path) -> dict[str, Any]:
    """Write the picture anew to `out` (JPEG, or PNG where it was lossless) and a small JPEG to `thumb`.

    EXIF, position, comments, colour profile, further frames and anything behind the end of the picture are gone.
    Returns media_type, width, height and `print`: the picture at 32 by 32 in grey, from which likeness is told.
    Raises RefusedFile for more than 40 megapixels (before decoding them) and for what Pillow cannot read.
    """
    try:
        with Image.open(source, formats=[form]) as opened:
            if opened.width * opened.height > PIXELS:
                raise RefusedFile("pixels")
            opened.load()
            profile = opened.info.get("icc_profile")
            seen = ImageOps.exif_transpose(opened)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        KeyError,
        OverflowError,
    ) as error:
        raise RefusedFile("picture") from error
    lossless = form in {"PNG", "GIF", "BMP"}
    picture = _plain(seen, profile, lossless)
    if lossless:
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=88, subsampling=0, exif=b"", icc_profile=None)
    small = picture.convert("RGB") if picture.mode != "RGB" else picture
    small.thumbnail((THUMB, THUMB), reducing_gap=3.0)
    small.save(thumb, "JPEG", quality=78, exif=b"", icc_profile=None)
    grey = small.convert("L").resize((PRINT, PRINT), Image.Resampling.LANCZOS)
    width, height = picture.size if picture is not small else seen.size
    return {
        "kind": "picture",
        "media_type": "image/png" if lossless else "image/jpeg",
        "width": width,
        "height": height,
        "print": grey.tobytes().hex(),
    }


def _plain(seen: Image.Image, profile: bytes | None, lossless: bool) -> Image.Image:
    """Return the pixels alone, in sRGB, without a palette."""
    has_alpha = "A" in seen.getbands() or "transparency" in seen.info
    mode = "RGBA" if has_alpha and lossless else "RGB"
    if seen.mode in {"I;16", "I", "F"}:
        seen = seen.convert("L")
    picture = seen if seen.mode == mode else seen.convert(mode)
    if profile:
        picture = _to_srgb(picture, profile)
    # A new picture: whatever hung on the old one (info, exif, text chunks) stays behind.
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    return fresh


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in sRGB; a profile that cannot be read is dropped."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned or picture
