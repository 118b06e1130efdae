-- What was done about publications: signed, approved, written, recalled. Each step is a record of the chain.
CREATE TABLE publication (
    no          BIGINT PRIMARY KEY,
    id          TEXT COLLATE "C" NOT NULL UNIQUE,
    record      TEXT COLLATE "C" NOT NULL,
    digest      TEXT COLLATE "C" NOT NULL,
    entry       BIGINT NOT NULL REFERENCES entry (number),
    publication TEXT COLLATE "C" NOT NULL,
    step        TEXT COLLATE "C" NOT NULL,
    by          TEXT COLLATE "C" NOT NULL
);
