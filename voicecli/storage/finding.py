"""The one row that a person means by its id, or by the beginning or the end of that.

Ids of one day begin alike, so the end is what tells them apart.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of
from voicecli.storage.failures import told_plainly
from voicecli.storage.values import read_piece, shown


@dataclass(frozen=True, slots=True)
class Kind:
    """What errors call the rows of a table: `code` ends their codes, `listing` is the command."""

    code: str
    one: str
    several: str
    listing: str

    def missing(self, message: str) -> StorageError:
        """There is none: the error "no-…"."""
        return StorageError(f"no-{self.code}", message, f"See `{self.listing}`.")


def find_id(db: Database, table: str, written: str, kind: Kind, key: str = "id") -> str:
    """The one id in `table.key` that is, begins or ends with what was written.

    Raises StorageError: no-…, ambiguous-….
    """
    piece = read_piece(written)
    if not piece:
        raise kind.missing(f"{shown(written)} is not {_a(kind.one)}'s id.")
    sql = f"SELECT {key} FROM {table} WHERE {key} LIKE ? OR {key} LIKE ? ORDER BY {key} LIMIT 3"  # noqa: S608  # our own names
    with told_plainly(file_of(db)):
        found = [str(row[0]) for row in db.execute(sql, (f"{piece}%", f"%{piece}")).fetchall()]
    if not found:
        raise kind.missing(f"There is no {kind.one} {shown(written)}.")
    if len(found) > 1:
        more = ", …" if len(found) > 2 else ""
        raise StorageError(
            f"ambiguous-{kind.code}",
            f"{shown(written)} fits several {kind.several}: {', '.join(found[:2])}{more}.",
            f"Write more of the id; see `{kind.listing}`.",
        )
    return found[0]


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "aeio" else f"a {name}"
