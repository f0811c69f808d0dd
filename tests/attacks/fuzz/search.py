"""One target's search in a process of its own; ``__main__`` starts it."""

from __future__ import annotations

import sys

from .__main__ import search

if __name__ == "__main__":
    search(sys.argv[1], sys.argv[2], int(sys.argv[3]))
