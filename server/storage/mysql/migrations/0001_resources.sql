-- Resources as storage/sql/schema.h lays them out. Times are microseconds since 1970 UTC, durations seconds, enums their
-- numbers in tutorat/v1.
-- utf8mb4_bin: default collations fold accents and case, and differ between MySQL and MariaDB.
-- Every statement can be run again: MySQL commits DDL as it goes.

CREATE TABLE IF NOT EXISTS schema_migrations (
  version BIGINT NOT NULL PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  applied_at BIGINT NOT NULL
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS answers (
  request_id VARCHAR(96) NOT NULL PRIMARY KEY,
  method VARCHAR(100) NOT NULL,
  fingerprint VARCHAR(64) NOT NULL,
  response LONGTEXT NOT NULL,
  create_time BIGINT NOT NULL,
  KEY answers_by_time (create_time)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS waves (
  `name` VARCHAR(96) NOT NULL PRIMARY KEY,
  code VARCHAR(32) NOT NULL,
  display_name VARCHAR(200),
  start_date VARCHAR(10),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  purge_time BIGINT
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS establishments (
  `name` VARCHAR(96) NOT NULL PRIMARY KEY,
  uai VARCHAR(8) NOT NULL,
  display_name VARCHAR(200),
  city VARCHAR(200),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  purge_time BIGINT
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS tutors (
  `name` VARCHAR(96) NOT NULL PRIMARY KEY,
  display_name VARCHAR(200) NOT NULL,
  email VARCHAR(254),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  purge_time BIGINT
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS tutoring_groups (
  `name` VARCHAR(96) NOT NULL PRIMARY KEY,
  wave VARCHAR(96) NOT NULL,
  number BIGINT NOT NULL,
  label VARCHAR(200),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  purge_time BIGINT,
  UNIQUE KEY `groups_by_number` (wave, number),
  FOREIGN KEY (`wave`) REFERENCES waves (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS group_tutor_assignments (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  tutor VARCHAR(96) NOT NULL,
  from_date VARCHAR(10),
  to_date VARCHAR(10),
  PRIMARY KEY (`owner`, `position`),
  KEY `group_tutor_assignments_by_tutor` (tutor),
  FOREIGN KEY (`owner`) REFERENCES tutoring_groups (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`tutor`) REFERENCES tutors (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS members (
  `name` VARCHAR(96) NOT NULL PRIMARY KEY,
  `group` VARCHAR(96) NOT NULL,
  display_name VARCHAR(200) NOT NULL,
  email VARCHAR(254),
  establishment VARCHAR(96),
  join_date VARCHAR(10),
  leave_date VARCHAR(10),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  purge_time BIGINT,
  KEY `members_by_group` (`group`, `name`),
  KEY `members_by_establishment` (establishment),
  FOREIGN KEY (`group`) REFERENCES tutoring_groups (`name`),
  FOREIGN KEY (`establishment`) REFERENCES establishments (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS sessions (
  `name` VARCHAR(96) NOT NULL PRIMARY KEY,
  `group` VARCHAR(96) NOT NULL,
  tutor VARCHAR(96),
  state BIGINT NOT NULL,
  cancel_reason VARCHAR(500),
  start_time BIGINT NOT NULL,
  time_zone VARCHAR(64) NOT NULL,
  duration BIGINT NOT NULL,
  local_date VARCHAR(10) NOT NULL,
  local_clock VARCHAR(5) NOT NULL,
  themes VARCHAR(2000),
  head_count_present BIGINT,
  head_count_late BIGINT,
  head_count_excused BIGINT,
  head_count_absent BIGINT,
  head_count_expected BIGINT,
  appreciation BIGINT NOT NULL,
  notes TEXT,
  external_link VARCHAR(2000),
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  delete_time BIGINT,
  purge_time BIGINT,
  KEY `sessions_by_group` (`group`, local_date),
  KEY `sessions_by_date` (local_date),
  KEY `sessions_by_tutor` (tutor),
  KEY `sessions_by_purge` (purge_time),
  FOREIGN KEY (`group`) REFERENCES tutoring_groups (`name`),
  FOREIGN KEY (`tutor`) REFERENCES tutors (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS session_attendances (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  member VARCHAR(96) NOT NULL,
  status BIGINT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  KEY `session_attendances_by_member` (member),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`member`) REFERENCES members (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS session_guests (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  display_name VARCHAR(200) NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS session_participation_issues (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  affected_count BIGINT,
  impact BIGINT NOT NULL,
  note TEXT,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS session_participation_issues_members (
  `owner` VARCHAR(96) NOT NULL,
  `parent` BIGINT NOT NULL,
  `position` BIGINT NOT NULL,
  `value` VARCHAR(96) NOT NULL,
  PRIMARY KEY (`owner`, `parent`, `position`),
  KEY `session_participation_issues_members_by_member` (`value`),
  FOREIGN KEY (`owner`, `parent`) REFERENCES session_participation_issues (`owner`, `position`) ON DELETE CASCADE,
  FOREIGN KEY (`value`) REFERENCES members (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
