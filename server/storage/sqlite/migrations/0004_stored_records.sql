-- Stored responses and the ends of the audit's chain become records like any other: a name each, and one purge_time.

CREATE TABLE IF NOT EXISTS stored_responses (
  `name` TEXT NOT NULL,  -- the request id
  `method` TEXT,
  `fingerprint` TEXT,
  `response` TEXT,  -- base 64
  `purge_time` INTEGER,  -- microseconds since 1970
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

-- Seven days after they were given.
INSERT INTO stored_responses (`name`, `method`, `fingerprint`, `response`, `purge_time`)
  SELECT request_id, method, fingerprint, NULLIF(response, ''), create_time + 604800000000 FROM answers;

CREATE INDEX IF NOT EXISTS stored_responses_by_purge_time ON stored_responses (`purge_time`);

DROP TABLE answers;

CREATE TABLE IF NOT EXISTS audit_marks (
  `name` TEXT NOT NULL,  -- head, anchor
  `number` INTEGER NOT NULL,
  `hash` TEXT,
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

INSERT INTO audit_marks (`name`, `number`, `hash`)
  SELECT CASE `id` WHEN 1 THEN 'head' ELSE 'anchor' END, `number`, NULLIF(`hash`, '') FROM audit_heads;

DROP TABLE audit_heads;
