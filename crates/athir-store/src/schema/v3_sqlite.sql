-- What was done about publications: signed, approved, written, recalled. Each step is a record of the chain.
CREATE TABLE publication (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    record      TEXT NOT NULL,
    digest      TEXT NOT NULL,
    entry       INTEGER NOT NULL REFERENCES entry (number),
    publication TEXT NOT NULL,
    step        TEXT NOT NULL,
    by          TEXT NOT NULL
) STRICT;
