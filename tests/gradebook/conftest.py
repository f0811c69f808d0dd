"""Each test of the gradebook runs with SQLite, and with PostgreSQL where it is slow tests' turn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from postgresql import Server

from grader.gradebook.connect import url_of

NewUrl = Callable[[Path], str]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def new_url(request: pytest.FixtureRequest) -> NewUrl:
    """Return a function from a file to the URL of a database: the file itself, or one on the server."""
    if request.param == "sqlite":
        return url_of
    server: Server = request.getfixturevalue("server")
    return server.url
