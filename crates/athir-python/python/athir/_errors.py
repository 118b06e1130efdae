"""The exceptions that athir raises. What is wrong is in the message: file, row or field, and place."""

from __future__ import annotations


class AthirError(Exception):
    """Any error of athir."""


class ConfigError(AthirError, ValueError):
    """A setting that cannot be carried out, such as a folder without frames or a damaged gazetteer."""


class InputError(AthirError, ValueError):
    """A value that cannot be used: a date that is none, a table without a column that is needed, an unknown kind."""


class CoderError(AthirError, RuntimeError):
    """The coder failed on a report, which is a bug of athir. The message names the report."""


class DatabaseError(AthirError):
    """A database that cannot be opened, read or written."""


class NotFoundError(DatabaseError, LookupError):
    """There is no such database, incident, event or decision."""


class ReadOnlyError(DatabaseError, PermissionError):
    """The database was opened for reading, or may not be written to."""
