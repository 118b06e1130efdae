-- The log. Each entry names the digest of the one before; `change` lists what it wrote.
CREATE TABLE entry (
    number   INTEGER PRIMARY KEY,
    time     TEXT NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    note     TEXT NOT NULL,
    changes  TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest   TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE change (
    entry  INTEGER NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    n      INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    what   TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (entry, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_of ON change (kind, id, entry);
CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER change_is_not_changed BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER change_is_not_deleted BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

-- In each table below `record` is the JSON that counts and `digest` its SHA-256; the columns after `entry` repeat
-- values of it, to be searched by.
CREATE TABLE report (
    no        INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    record    TEXT NOT NULL,
    digest    TEXT NOT NULL,
    entry     INTEGER NOT NULL REFERENCES entry (number),
    outlet    TEXT,
    url       TEXT,
    language  TEXT,
    published TEXT,
    headline  TEXT,
    text      TEXT NOT NULL
) STRICT;
CREATE INDEX report_published ON report (published);
CREATE INDEX report_outlet ON report (outlet, published);
CREATE VIRTUAL TABLE report_words USING fts5 (
    headline, text, content = 'report', content_rowid = 'no', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER report_words_of AFTER INSERT ON report
BEGIN INSERT INTO report_words (rowid, headline, text) VALUES (new.no, new.headline, new.text); END;

CREATE TABLE coding (
    no         INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    record     TEXT NOT NULL,
    digest     TEXT NOT NULL,
    entry      INTEGER NOT NULL REFERENCES entry (number),
    report     INTEGER NOT NULL REFERENCES report (no),
    coder      TEXT NOT NULL,
    knowledge  TEXT NOT NULL,
    n_events   INTEGER NOT NULL,
    superseded INTEGER REFERENCES entry (number)
) STRICT;
CREATE UNIQUE INDEX coding_current ON coding (report) WHERE superseded IS NULL;
CREATE INDEX coding_report ON coding (report);
CREATE TABLE event (
    coding     INTEGER NOT NULL REFERENCES coding (no),
    n          INTEGER NOT NULL,
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    family     TEXT NOT NULL,
    modality   TEXT NOT NULL,
    country    TEXT,
    lat        REAL,
    lon        REAL,
    first_day  TEXT,
    last_day   TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (coding, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_id ON event (id);
CREATE TABLE claim (
    coding     INTEGER NOT NULL,
    event      INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    field      TEXT NOT NULL,
    value      TEXT NOT NULL,
    actor      TEXT,
    low        INTEGER,
    high       INTEGER,
    first_char INTEGER,
    last_char  INTEGER,
    voice      TEXT,
    confidence REAL,
    PRIMARY KEY (coding, event, n),
    FOREIGN KEY (coding, event) REFERENCES event (coding, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_actor ON claim (actor) WHERE actor IS NOT NULL;

-- What follows from the codings and from people's decisions. It is made anew, and a record that is replaced or
-- withdrawn moves to `past`.
CREATE TABLE story (
    no        INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    record    TEXT NOT NULL,
    digest    TEXT NOT NULL,
    entry     INTEGER NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    n_reports INTEGER NOT NULL
) STRICT;
CREATE TABLE story_report (
    report TEXT NOT NULL,
    story  INTEGER NOT NULL REFERENCES story (no),
    PRIMARY KEY (report, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_report_story ON story_report (story);

CREATE TABLE incident (
    no        INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    record    TEXT NOT NULL,
    digest    TEXT NOT NULL,
    entry     INTEGER NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    kind      TEXT NOT NULL,
    family    TEXT NOT NULL,
    grade     TEXT NOT NULL,
    country   TEXT,
    place     TEXT,
    within    TEXT,
    lat       REAL,
    lon       REAL,
    first_day TEXT NOT NULL,
    last_day  TEXT NOT NULL,
    long      INTEGER NOT NULL,
    n_reports INTEGER NOT NULL,
    n_sources INTEGER NOT NULL,
    disputed  INTEGER NOT NULL
) STRICT;
CREATE INDEX incident_day ON incident (first_day, id);
CREATE INDEX incident_long ON incident (first_day, id) WHERE long = 1;
CREATE INDEX incident_confirmed ON incident (first_day, id) WHERE n_sources > 1;
CREATE INDEX incident_disputed ON incident (first_day, id) WHERE disputed > 0;
CREATE INDEX incident_long_country ON incident (country, first_day, id) WHERE long = 1;
CREATE INDEX incident_kind ON incident (kind, first_day, id);
CREATE INDEX incident_family ON incident (family, first_day, id);
CREATE INDEX incident_country ON incident (country, first_day, id);
CREATE INDEX incident_country_kind ON incident (country, kind, first_day, id);
CREATE INDEX incident_grade ON incident (grade, first_day, id);
CREATE VIRTUAL TABLE incident_position USING rtree (no, min_lat, max_lat, min_lon, max_lon);
CREATE TRIGGER incident_position_in AFTER INSERT ON incident WHEN new.lat IS NOT NULL AND new.lon IS NOT NULL
BEGIN INSERT INTO incident_position VALUES (new.no, new.lat, new.lat, new.lon, new.lon); END;
CREATE TRIGGER incident_position_out AFTER DELETE ON incident WHEN old.lat IS NOT NULL AND old.lon IS NOT NULL
BEGIN DELETE FROM incident_position WHERE no = old.no; END;
CREATE TABLE incident_event (
    report   TEXT NOT NULL,
    event    TEXT NOT NULL,
    incident INTEGER NOT NULL REFERENCES incident (no),
    PRIMARY KEY (report, event, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_event_incident ON incident_event (incident);
CREATE INDEX incident_event_event ON incident_event (event);
CREATE TABLE incident_actor (
    actor     TEXT NOT NULL,
    first_day TEXT NOT NULL,
    id        TEXT NOT NULL,
    incident  INTEGER NOT NULL REFERENCES incident (no),
    kind      TEXT NOT NULL,
    country   TEXT,
    grade     TEXT NOT NULL,
    PRIMARY KEY (actor, first_day, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_actor_incident ON incident_actor (incident);
CREATE TABLE incident_place (
    name      TEXT NOT NULL,
    first_day TEXT NOT NULL,
    id        TEXT NOT NULL,
    incident  INTEGER NOT NULL REFERENCES incident (no),
    kind      TEXT NOT NULL,
    country   TEXT,
    grade     TEXT NOT NULL,
    PRIMARY KEY (name, first_day, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_place_incident ON incident_place (incident);

CREATE TABLE tie (
    no        INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    record    TEXT NOT NULL,
    digest    TEXT NOT NULL,
    entry     INTEGER NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    a         TEXT NOT NULL,
    b         TEXT,
    kind      TEXT NOT NULL,
    sign      TEXT NOT NULL,
    basis     TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day  TEXT NOT NULL
) STRICT;
CREATE INDEX tie_a ON tie (a, first_day);
CREATE INDEX tie_b ON tie (b, first_day);
CREATE INDEX tie_kind ON tie (kind, first_day);

CREATE TABLE past (
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    entry  INTEGER NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    until  INTEGER NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    record TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (kind, id, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    no      INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    record  TEXT NOT NULL,
    digest  TEXT NOT NULL,
    entry   INTEGER NOT NULL REFERENCES entry (number),
    by      TEXT NOT NULL,
    verdict TEXT NOT NULL
) STRICT;
