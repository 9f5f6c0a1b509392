-- Resources as storage/sql/schema.h lays them out. Times are microseconds since 1970 UTC, durations seconds, enums their
-- numbers in tutorat/v1.

CREATE TABLE IF NOT EXISTS schema_migrations (
  version INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS answers (
  request_id TEXT NOT NULL PRIMARY KEY,
  method TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  response TEXT NOT NULL,
  create_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS waves (
  `name` TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  display_name TEXT,
  start_date TEXT,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  delete_time INTEGER,
  purge_time INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS establishments (
  `name` TEXT NOT NULL PRIMARY KEY,
  uai TEXT NOT NULL,
  display_name TEXT,
  city TEXT,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  delete_time INTEGER,
  purge_time INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tutors (
  `name` TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL,
  email TEXT,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  delete_time INTEGER,
  purge_time INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tutoring_groups (
  `name` TEXT NOT NULL PRIMARY KEY,
  wave TEXT NOT NULL,
  number INTEGER NOT NULL,
  label TEXT,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  delete_time INTEGER,
  purge_time INTEGER,
  UNIQUE (wave, number),
  FOREIGN KEY (`wave`) REFERENCES waves (`name`)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS group_tutor_assignments (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  tutor TEXT NOT NULL,
  from_date TEXT,
  to_date TEXT,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES tutoring_groups (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`tutor`) REFERENCES tutors (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS group_tutor_assignments_by_tutor ON group_tutor_assignments (tutor);

CREATE TABLE IF NOT EXISTS members (
  `name` TEXT NOT NULL PRIMARY KEY,
  `group` TEXT NOT NULL,
  display_name TEXT NOT NULL,
  email TEXT,
  establishment TEXT,
  join_date TEXT,
  leave_date TEXT,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  delete_time INTEGER,
  purge_time INTEGER,
  FOREIGN KEY (`group`) REFERENCES tutoring_groups (`name`),
  FOREIGN KEY (`establishment`) REFERENCES establishments (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS members_by_group ON members (`group`, `name`);

CREATE INDEX IF NOT EXISTS members_by_establishment ON members (establishment);

CREATE TABLE IF NOT EXISTS sessions (
  `name` TEXT NOT NULL PRIMARY KEY,
  `group` TEXT NOT NULL,
  tutor TEXT,
  state INTEGER NOT NULL,
  cancel_reason TEXT,
  start_time INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  duration INTEGER NOT NULL,
  local_date TEXT NOT NULL,
  local_clock TEXT NOT NULL,
  themes TEXT,
  head_count_present INTEGER,
  head_count_late INTEGER,
  head_count_excused INTEGER,
  head_count_absent INTEGER,
  head_count_expected INTEGER,
  appreciation INTEGER NOT NULL,
  notes TEXT,
  external_link TEXT,
  create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL,
  delete_time INTEGER,
  purge_time INTEGER,
  FOREIGN KEY (`group`) REFERENCES tutoring_groups (`name`),
  FOREIGN KEY (`tutor`) REFERENCES tutors (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS sessions_by_group ON sessions (`group`, local_date);

CREATE INDEX IF NOT EXISTS sessions_by_date ON sessions (local_date);

CREATE INDEX IF NOT EXISTS sessions_by_tutor ON sessions (tutor);

CREATE INDEX IF NOT EXISTS sessions_by_purge ON sessions (purge_time);

CREATE TABLE IF NOT EXISTS session_attendances (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  member TEXT NOT NULL,
  status INTEGER NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`member`) REFERENCES members (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS session_attendances_by_member ON session_attendances (member);

CREATE TABLE IF NOT EXISTS session_guests (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  display_name TEXT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS session_participation_issues (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  affected_count INTEGER,
  impact INTEGER NOT NULL,
  note TEXT,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS session_participation_issues_members (
  `owner` TEXT NOT NULL,
  `parent` INTEGER NOT NULL,
  `position` INTEGER NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `parent`, `position`),
  FOREIGN KEY (`owner`, `parent`) REFERENCES session_participation_issues (`owner`, `position`) ON DELETE CASCADE,
  FOREIGN KEY (`value`) REFERENCES members (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS session_participation_issues_members_by_member ON session_participation_issues_members (`value`);

CREATE INDEX IF NOT EXISTS answers_by_time ON answers (create_time);
