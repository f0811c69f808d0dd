"""From each version of the schema to the next. A step is never changed once it was released."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    column,
    inspect,
    select,
    table,
    update,
)

from grader.errors import UsageError
from grader.gradebook import schema
from grader.language import _

if TYPE_CHECKING:
    from alembic.operations import Operations


def one_to_two(operations: Operations) -> None:
    """When each submission was handed in, and a teacher's overrides."""
    operations.add_column("submission", Column("submitted", String(32)))
    operations.create_table(
        "override",
        Column("id", Integer, primary_key=True),
        Column("student", String(200), nullable=False),
        Column("slug", String(100), nullable=False),
        Column("points", Float),
        Column("reason", Text, nullable=False),
        Column("made", String(32), nullable=False),
    )
    operations.create_index("override_of_student", "override", ["student", "slug", "id"])


def two_to_three(operations: Operations) -> None:
    """What was wrong with an entry is JSON, as its notes were, so that a sentence can keep its facts."""
    entry = table("entry", column("id"), column("problem"))
    connection = operations.get_bind()
    for number, problem in connection.execute(select(entry).where(entry.c.problem != "")).all():
        kept = json.dumps(problem, ensure_ascii=False)
        connection.execute(update(entry).where(entry.c.id == number).values(problem=kept))


def three_to_four(operations: Operations) -> None:
    """Which gradings were gone over to explain their failures; none that is there already."""
    operations.create_table(
        "explained",
        Column("grading", Integer, ForeignKey("grading.id"), primary_key=True),
        Column("made", String(32), nullable=False),
    )


def four_to_five(operations: Operations) -> None:
    """The people. Until now a name belonged to the student who used it."""
    person = operations.create_table(
        "person",
        Column("name", String(200).with_variant(String(200, collation="C"), "postgresql"), primary_key=True),
        Column("identified", Text),
        Column("delivered", Text),
        Column("ids", Text, nullable=False),
        Column("enrolled", Boolean, nullable=False),
        Column("columns", Text, nullable=False),
    )
    entry = table("entry", column("student"))
    names = operations.get_bind().scalars(select(entry.c.student).distinct()).all()
    rows = [{"name": n, "identified": n, "ids": "[]", "enrolled": False, "columns": "{}"} for n in names]
    operations.bulk_insert(person, rows)


def five_to_six(operations: Operations) -> None:
    """An override may be of one test; and an instructor's comments."""
    operations.add_column("override", Column("test", String(200), nullable=False, server_default=""))
    operations.create_table(
        "comment",
        Column("id", Integer, primary_key=True),
        Column("student", String(200).with_variant(String(200, collation="C"), "postgresql"), nullable=False),
        Column("slug", String(100), nullable=False),
        Column("line", Integer),
        Column("text", Text, nullable=False),
        Column("made", String(32), nullable=False),
        Column("withdrawn", String(32)),
    )
    operations.create_index("comment_of_student", "comment", ["student", "slug", "id"])


STEPS: Mapping[int, Callable[[Operations], None]] = {
    1: one_to_two,
    2: two_to_three,
    3: three_to_four,
    4: four_to_five,
    5: five_to_six,
}
"""What leads from each version to the one after it."""


def bring_up_to_date(connection: Connection, *, writing: bool = True) -> None:
    """Create the tables, or change those of an older version into today's, in the caller's transaction.

    Args:
        connection: the database's.
        writing: whether an empty database becomes a gradebook.

    Raises:
        UsageError: the database is of a newer version, or is not a gradebook.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        if not writing:
            raise UsageError(_("the database is empty; `xorcise grade --gradebook` makes a gradebook of it"))
        schema.metadata.create_all(connection)
        connection.execute(schema.meta.insert().values(key="version", value=str(schema.VERSION)))
        return
    version = version_of(connection, tables)
    if version < schema.VERSION:
        from alembic.migration import MigrationContext  # slow to import, and seldom needed
        from alembic.operations import Operations  # as above

        operations = Operations(MigrationContext.configure(connection))
        for number in range(version, schema.VERSION):
            STEPS[number](operations)
        connection.execute(update(schema.meta).where(schema.meta.c.key == "version").values(value=str(schema.VERSION)))


def version_of(connection: Connection, tables: set[str]) -> int:
    """Return the version of a database's schema.

    Raises:
        UsageError: it is newer than this program, or is not a gradebook's.
    """
    meta = schema.meta.c
    found = connection.scalar(select(meta.value).where(meta.key == "version")) if "meta" in tables else None
    if found is None or not found.isdecimal():
        raise UsageError(_("the database holds other tables than a gradebook's: give one of its own"))
    if int(found) > schema.VERSION:
        raise UsageError(
            _(
                "the gradebook is of version {found}, this Xorcise knows {known}: use the newer Xorcise",
                found=found,
                known=schema.VERSION,
            )
        )
    return int(found)
