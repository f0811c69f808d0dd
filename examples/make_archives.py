"""Makes the sample class's two zips from class-sources/: the same bytes each time, on every machine.

Run it after a change in class-sources/; a test compares what is in class/ with what it would make.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

WHEN = (2026, 9, 1, 12, 0, 0)

# What macOS puts beside each file that it zips: nobody's work, to be left out by whoever reads the zip.
APPLE_DOUBLE = bytes.fromhex("00051607000200004d6163204f5320582020202020202020") + bytes(58)


def pack(folder: Path, *, mac: bool = False) -> bytes:
    """Return everything below ``folder`` as a zip.

    Stored, not deflated: what a compressor makes of the same bytes changes from version to version.

    Args:
        folder: what to pack, in sorted order.
        mac: whether to add what macOS adds.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.py")}
        extra = {f"__MACOSX/{n.rpartition('/')[0]}/._{n.rpartition('/')[2]}": APPLE_DOUBLE for n in files if mac}
        for name, content in [*sorted(files.items()), *sorted(extra.items())]:
            member = zipfile.ZipInfo(name, WHEN)
            member.create_system = 3  # Unix, wherever this runs
            member.external_attr = 0o100644 << 16
            archive.writestr(member, content)
    return made.getvalue()


def archives() -> dict[str, bytes]:
    """Return the content of each archive by its name."""
    sources = HERE / "class-sources"
    whole = pack(sources / "16-broken")
    return {
        "12-zipped.zip": pack(sources / "12-zipped", mac=True),
        "16-broken.zip": whole[: len(whole) * 2 // 3],  # the list of contents, at the end, is lost
    }


if __name__ == "__main__":
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "class"
    for name, content in archives().items():
        (into / name).write_bytes(content)
