-- How far people have reviewed an incident. A record that says nothing of it is the machine's.
ALTER TABLE incident ADD COLUMN status TEXT NOT NULL DEFAULT 'machine';
CREATE INDEX incident_status ON incident (status, first_day, id) WHERE status <> 'machine';

-- Who may do what on a server. These rows are no records: passwords, sessions and tokens stand here as hashes alone,
-- and the log has an entry without changes for what becomes of an account.
CREATE TABLE account (
    name     TEXT PRIMARY KEY,
    role     TEXT NOT NULL,
    password TEXT NOT NULL,
    created  TEXT NOT NULL,
    disabled TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    digest  TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    csrf    TEXT NOT NULL,
    created TEXT NOT NULL,
    expires TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);
CREATE TABLE token (
    id      TEXT PRIMARY KEY,
    digest  TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    label   TEXT NOT NULL,
    scope   TEXT NOT NULL,
    created TEXT NOT NULL,
    expires TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX token_account ON token (account);
