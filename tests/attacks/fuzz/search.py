"""The search for one target, in a separate process that ``__main__`` starts."""

from __future__ import annotations

import sys

from .__main__ import search

if __name__ == "__main__":
    search(sys.argv[1], sys.argv[2], int(sys.argv[3]))
