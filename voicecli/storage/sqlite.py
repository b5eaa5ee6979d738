"""The one SQLite module of this process.

sqlite-utils takes pysqlite3 where that is installed and the standard library's sqlite3 elsewhere;
connections, cursors and exceptions of the two do not mix, so all come from here.
"""

from sqlite_utils import utils

sqlite3 = utils.sqlite3  # type: ignore[attr-defined]  # it is there, only not exported
