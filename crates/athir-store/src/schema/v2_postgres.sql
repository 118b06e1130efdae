-- How far people have reviewed an incident. A record that says nothing of it is the machine's.
ALTER TABLE incident ADD COLUMN status TEXT COLLATE "C" NOT NULL DEFAULT 'machine';
CREATE INDEX incident_status ON incident (status, first_day, id) WHERE status <> 'machine';

-- Who may do what on a server. These rows are no records: passwords, sessions and tokens stand here as hashes alone,
-- and the log has an entry without changes for what becomes of an account.
CREATE TABLE account (
    name     TEXT COLLATE "C" PRIMARY KEY,
    role     TEXT COLLATE "C" NOT NULL,
    password TEXT COLLATE "C" NOT NULL,
    created  TEXT COLLATE "C" NOT NULL,
    disabled TEXT COLLATE "C"
);
CREATE TABLE session (
    digest  TEXT COLLATE "C" PRIMARY KEY,
    account TEXT COLLATE "C" NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    csrf    TEXT COLLATE "C" NOT NULL,
    created TEXT COLLATE "C" NOT NULL,
    expires TEXT COLLATE "C" NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE TABLE token (
    id      TEXT COLLATE "C" PRIMARY KEY,
    digest  TEXT COLLATE "C" NOT NULL UNIQUE,
    account TEXT COLLATE "C" NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    label   TEXT COLLATE "C" NOT NULL,
    scope   TEXT COLLATE "C" NOT NULL,
    created TEXT COLLATE "C" NOT NULL,
    expires TEXT COLLATE "C" NOT NULL
);
CREATE INDEX token_account ON token (account);
