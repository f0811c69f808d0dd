"""Makes the two zips of the sample class from class-sources/. The bytes are the same each time and on every machine.

Run it after a change in class-sources/. A test compares the zips in class/ with its output.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

WHEN = (2026, 9, 1, 12, 0, 0)

# macOS adds such a file for each file that it zips. The grader ignores it.
APPLE_DOUBLE = bytes.fromhex("00051607000200004d6163204f5320582020202020202020") + bytes(58)


def pack(folder: Path, *, mac: bool = False) -> bytes:
    """Return the Python files below ``folder`` as a zip.

    The files are not compressed, since the output of a compressor differs between its versions.

    Args:
        folder: the folder to pack. Files are sorted by name.
        mac: whether to add the files that macOS adds.
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
    """Return the content of each zip by its name."""
    sources = HERE / "class-sources"
    whole = pack(sources / "16-broken")
    return {
        "12-zipped.zip": pack(sources / "12-zipped", mac=True),
        "16-broken.zip": whole[: len(whole) * 2 // 3],  # without the list of contents, which is at the end
    }


if __name__ == "__main__":
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "class"
    for name, content in archives().items():
        (into / name).write_bytes(content)
