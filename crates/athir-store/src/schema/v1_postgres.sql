-- The log. Each entry names the digest of the one before; `change` lists what it wrote.
CREATE TABLE entry (
    number   BIGINT PRIMARY KEY,
    time     TEXT COLLATE "C" NOT NULL,
    actor    TEXT COLLATE "C" NOT NULL,
    action   TEXT COLLATE "C" NOT NULL,
    note     TEXT COLLATE "C" NOT NULL,
    changes  TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    digest   TEXT COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE change (
    entry  BIGINT NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    n      BIGINT NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    id     TEXT COLLATE "C" NOT NULL,
    what   TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (entry, n)
);
CREATE INDEX change_of ON change (kind, id, entry);
CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log is only added to'; END $$;
CREATE TRIGGER entry_is_not_changed BEFORE UPDATE OR DELETE ON entry
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER change_is_not_changed BEFORE UPDATE OR DELETE ON change
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER entry_is_not_emptied BEFORE TRUNCATE ON entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER change_is_not_emptied BEFORE TRUNCATE ON change
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();

-- In each table below `record` is the JSON that counts and `digest` its SHA-256; the columns after `entry` repeat
-- values of it, to be searched by.
CREATE TABLE report (
    no        BIGINT PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    record    TEXT COLLATE "C" NOT NULL,
    digest    TEXT COLLATE "C" NOT NULL,
    entry     BIGINT NOT NULL REFERENCES entry (number),
    outlet    TEXT COLLATE "C",
    url       TEXT COLLATE "C",
    language  TEXT COLLATE "C",
    published TEXT COLLATE "C",
    headline  TEXT COLLATE "C",
    text      TEXT NOT NULL
);
CREATE INDEX report_published ON report (published);
CREATE INDEX report_outlet ON report (outlet, published);
-- A longer text is found by its first 500,000 characters: the server takes no more words of one row.
ALTER TABLE report ADD COLUMN words tsvector GENERATED ALWAYS AS
    (to_tsvector('english', coalesce(headline, '') || ' ' || left(text, 500000))) STORED;
CREATE INDEX report_words ON report USING gin (words);

CREATE TABLE coding (
    no         BIGINT PRIMARY KEY,
    id         TEXT COLLATE "C" NOT NULL UNIQUE,
    record     TEXT COLLATE "C" NOT NULL,
    digest     TEXT COLLATE "C" NOT NULL,
    entry      BIGINT NOT NULL REFERENCES entry (number),
    report     BIGINT NOT NULL REFERENCES report (no),
    coder      TEXT COLLATE "C" NOT NULL,
    knowledge  TEXT COLLATE "C" NOT NULL,
    n_events   BIGINT NOT NULL,
    superseded BIGINT REFERENCES entry (number)
);
CREATE UNIQUE INDEX coding_current ON coding (report) WHERE superseded IS NULL;
CREATE INDEX coding_report ON coding (report);
CREATE TABLE event (
    coding     BIGINT NOT NULL REFERENCES coding (no),
    n          BIGINT NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,
    family     TEXT COLLATE "C" NOT NULL,
    modality   TEXT COLLATE "C" NOT NULL,
    country    TEXT COLLATE "C",
    lat        DOUBLE PRECISION,
    lon        DOUBLE PRECISION,
    first_day  TEXT COLLATE "C",
    last_day   TEXT COLLATE "C",
    confidence DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (coding, n)
);
CREATE INDEX event_id ON event (id);
CREATE TABLE claim (
    coding     BIGINT NOT NULL,
    event      BIGINT NOT NULL,
    n          BIGINT NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C" NOT NULL,
    actor      TEXT COLLATE "C",
    low        BIGINT,
    high       BIGINT,
    first_char BIGINT,
    last_char  BIGINT,
    voice      TEXT COLLATE "C",
    confidence DOUBLE PRECISION,
    PRIMARY KEY (coding, event, n),
    FOREIGN KEY (coding, event) REFERENCES event (coding, n)
);
CREATE INDEX claim_actor ON claim (actor) WHERE actor IS NOT NULL;

-- What follows from the codings and from people's decisions. It is made anew, and a record that is replaced or
-- withdrawn moves to `past`.
CREATE TABLE story (
    no        BIGINT PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    record    TEXT COLLATE "C" NOT NULL,
    digest    TEXT COLLATE "C" NOT NULL,
    entry     BIGINT NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    n_reports BIGINT NOT NULL
);
CREATE TABLE story_report (
    report TEXT COLLATE "C" NOT NULL,
    story  BIGINT NOT NULL REFERENCES story (no),
    PRIMARY KEY (report, story)
);
CREATE INDEX story_report_story ON story_report (story);

CREATE TABLE incident (
    no        BIGINT PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    record    TEXT COLLATE "C" NOT NULL,
    digest    TEXT COLLATE "C" NOT NULL,
    entry     BIGINT NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    kind      TEXT COLLATE "C" NOT NULL,
    family    TEXT COLLATE "C" NOT NULL,
    grade     TEXT COLLATE "C" NOT NULL,
    country   TEXT COLLATE "C",
    place     TEXT COLLATE "C",
    within    TEXT COLLATE "C",
    lat       DOUBLE PRECISION,
    lon       DOUBLE PRECISION,
    first_day TEXT COLLATE "C" NOT NULL,
    last_day  TEXT COLLATE "C" NOT NULL,
    long      BIGINT NOT NULL,
    n_reports BIGINT NOT NULL,
    n_sources BIGINT NOT NULL,
    disputed  BIGINT NOT NULL
);
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
CREATE INDEX incident_position ON incident (lat, lon);
CREATE TABLE incident_event (
    report   TEXT COLLATE "C" NOT NULL,
    event    TEXT COLLATE "C" NOT NULL,
    incident BIGINT NOT NULL REFERENCES incident (no),
    PRIMARY KEY (report, event, incident)
);
CREATE INDEX incident_event_incident ON incident_event (incident);
CREATE INDEX incident_event_event ON incident_event (event);
CREATE TABLE incident_actor (
    actor     TEXT COLLATE "C" NOT NULL,
    first_day TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    incident  BIGINT NOT NULL REFERENCES incident (no),
    kind      TEXT COLLATE "C" NOT NULL,
    country   TEXT COLLATE "C",
    grade     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (actor, first_day, id)
);
CREATE INDEX incident_actor_incident ON incident_actor (incident);
CREATE TABLE incident_place (
    name      TEXT COLLATE "C" NOT NULL,
    first_day TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    incident  BIGINT NOT NULL REFERENCES incident (no),
    kind      TEXT COLLATE "C" NOT NULL,
    country   TEXT COLLATE "C",
    grade     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (name, first_day, id)
);
CREATE INDEX incident_place_incident ON incident_place (incident);

CREATE TABLE tie (
    no        BIGINT PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    record    TEXT COLLATE "C" NOT NULL,
    digest    TEXT COLLATE "C" NOT NULL,
    entry     BIGINT NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    a         TEXT COLLATE "C" NOT NULL,
    b         TEXT COLLATE "C",
    kind      TEXT COLLATE "C" NOT NULL,
    sign      TEXT COLLATE "C" NOT NULL,
    basis     TEXT COLLATE "C" NOT NULL,
    first_day TEXT COLLATE "C" NOT NULL,
    last_day  TEXT COLLATE "C" NOT NULL
);
CREATE INDEX tie_a ON tie (a, first_day);
CREATE INDEX tie_b ON tie (b, first_day);
CREATE INDEX tie_kind ON tie (kind, first_day);

CREATE TABLE past (
    kind   TEXT COLLATE "C" NOT NULL,
    id     TEXT COLLATE "C" NOT NULL,
    entry  BIGINT NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    until  BIGINT NOT NULL REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    record TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, id, entry)
);

CREATE TABLE decision (
    no      BIGINT PRIMARY KEY,
    id      TEXT COLLATE "C" NOT NULL UNIQUE,
    record  TEXT COLLATE "C" NOT NULL,
    digest  TEXT COLLATE "C" NOT NULL,
    entry   BIGINT NOT NULL REFERENCES entry (number),
    by      TEXT COLLATE "C" NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL
);
