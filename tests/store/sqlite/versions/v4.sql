BEGIN TRANSACTION;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 253402300799),
    server INTEGER,
    who INTEGER,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(1,1750000000,4101,51,'reload','3 added');
CREATE TABLE clippings (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    server INTEGER NOT NULL,
    saved INTEGER NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO "facts" VALUES('tree','abc');
CREATE TABLE feed_entries (
    feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    entry TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (feed, entry)
) STRICT;
CREATE TABLE feedback (
    answer TEXT NOT NULL REFERENCES questions (answer) ON DELETE CASCADE,
    voter TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    voted INTEGER NOT NULL CHECK (voted BETWEEN 0 AND 253402300799),
    PRIMARY KEY (answer, voter)
) STRICT;
INSERT INTO "feedback" VALUES('answer-1','54054a654caed3a26baf9a5129119fd6',0,1750000000);
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY,
    server INTEGER NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    full_text INTEGER NOT NULL,
    added INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    due INTEGER NOT NULL,
    pause INTEGER NOT NULL,
    error TEXT NOT NULL,
    succeeded INTEGER,
    UNIQUE (server, url)
) STRICT;
CREATE TABLE memory (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    owner TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    expires INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;
INSERT INTO "memory" VALUES('view','token','e6cbef45b0c3009c2de02dc0e84985be','{"offset": 3}',1751000000);
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    answer TEXT NOT NULL UNIQUE,
    server INTEGER NOT NULL,
    asker TEXT NOT NULL,
    asked INTEGER NOT NULL CHECK (asked BETWEEN 0 AND 253402300799),
    text TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('answered', 'unsure', 'nothing')),
    took_ms REAL NOT NULL,
    articles TEXT NOT NULL CHECK (json_valid(articles))
) STRICT;
INSERT INTO "questions" VALUES(1,'answer-1',4101,'e6cbef45b0c3009c2de02dc0e84985be',1750000000,'Who was “first”; and when?','unsure',4.5,'["00112233445566aa"]');
CREATE TABLE reloads (
    server INTEGER PRIMARY KEY,
    at REAL NOT NULL
) STRICT;
INSERT INTO "reloads" VALUES(4101,1750000000.0);
CREATE TABLE settings (
    server INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (server, name)
) STRICT;
INSERT INTO "settings" VALUES(4101,'excerpts','5');
INSERT INTO "settings" VALUES(4101,'channels','[7, 8]');
INSERT INTO "settings" VALUES(4101,'keep_questions','true');
CREATE TABLE watch_hits (
    watch TEXT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    article TEXT NOT NULL,
    found INTEGER NOT NULL,
    PRIMARY KEY (watch, article)
) STRICT;
CREATE TABLE watches (
    id TEXT PRIMARY KEY,
    server INTEGER NOT NULL,
    member INTEGER NOT NULL,
    channel INTEGER,
    question TEXT NOT NULL,
    paused INTEGER NOT NULL,
    created INTEGER NOT NULL,
    sent INTEGER NOT NULL
) STRICT;
CREATE INDEX questions_of_a_server ON questions (server, asked);
CREATE INDEX questions_of_an_asker ON questions (asker);
CREATE INDEX feedback_of_a_voter ON feedback (voter);
CREATE INDEX memory_by_age ON memory (expires);
CREATE INDEX memory_of_an_owner ON memory (owner);
CREATE INDEX audit_of_a_server ON audit (server, id);
CREATE INDEX feeds_by_due ON feeds (due);
CREATE INDEX watches_of_a_member ON watches (member);
CREATE INDEX watches_of_a_server ON watches (server);
CREATE INDEX clippings_of_an_owner ON clippings (owner, server);
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    server INTEGER,
    requester TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'done', 'failed')),
    progress TEXT NOT NULL CHECK (json_valid(progress)),
    outcome TEXT NOT NULL CHECK (json_valid(outcome)),
    created REAL NOT NULL,
    taken_by TEXT NOT NULL,
    lease REAL NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_age ON jobs (created);
CREATE TABLE job_files (
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (job, number)
) STRICT;
CREATE TABLE posts (
    server INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('articles', 'digest', 'on-this-day')),
    channel INTEGER NOT NULL,
    hourly INTEGER NOT NULL,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    zone TEXT NOT NULL,
    due INTEGER NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (server, kind)
) STRICT;
CREATE INDEX posts_by_due ON posts (due);
CREATE TABLE post_articles (
    server INTEGER NOT NULL,
    kind TEXT NOT NULL,
    article TEXT NOT NULL,
    found INTEGER NOT NULL,
    PRIMARY KEY (server, kind, article),
    FOREIGN KEY (server, kind) REFERENCES posts (server, kind) ON DELETE CASCADE
) STRICT;
COMMIT;
