"""Where the pictures of pages lie that an OCR program has read: beside its files, under the same or the stated name."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".webp")
OCR_PAGES = (".xml", ".hocr")


def picture_of(page: Path, stated: str) -> Path | None:
    """The picture beside the OCR file `page`: as it is stated there, else under the file's own name; None without one.

    Of a stated path only the name counts: it is that of the machine on which the page was read.
    """
    name = PurePosixPath(stated.replace("\\", "/")).name
    names = [name] if name.lower().endswith(PICTURES) else []
    names += [stem + suffix for stem in (PurePosixPath(name).stem, page.stem) if stem for suffix in PICTURES]
    names.append(page.stem)  # p4.png.hocr
    for one in names:
        picture = page.with_name(one) if one.lower().endswith(PICTURES) else None
        if picture is not None and picture.is_file() and not picture.is_symlink():
            return picture
    return None
