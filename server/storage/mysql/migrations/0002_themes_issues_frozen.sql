-- Themes and what sessions were recognised as; programmes; school holidays; the register of issues; frozen balances.
-- Every statement can be run again: MySQL commits DDL as it goes, and has no ADD COLUMN IF NOT EXISTS: a column is added
-- by a statement prepared only where it is missing.

CREATE TABLE IF NOT EXISTS themes (
  `name` VARCHAR(96) NOT NULL,
  `code` VARCHAR(64) NOT NULL,
  `parent` VARCHAR(96),
  `label` VARCHAR(200) NOT NULL,
  `label_en` VARCHAR(200),
  `rank` BIGINT NOT NULL,
  `valid_from` VARCHAR(10),
  `valid_to` VARCHAR(10),
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`),
  KEY `themes_by_parent` (`parent`),
  FOREIGN KEY (`parent`) REFERENCES themes (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS theme_aliases (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `text` VARCHAR(100) NOT NULL,
  `certainty` BIGINT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES themes (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS theme_aliases_sure_with (
  `owner` VARCHAR(96) NOT NULL,
  `parent` BIGINT NOT NULL,
  `position` BIGINT NOT NULL,
  `value` VARCHAR(96) NOT NULL,
  PRIMARY KEY (`owner`, `parent`, `position`),
  KEY `theme_aliases_sure_with_by_value` (`value`),
  FOREIGN KEY (`owner`, `parent`) REFERENCES theme_aliases (`owner`, `position`) ON DELETE CASCADE,
  FOREIGN KEY (`value`) REFERENCES themes (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS thesauri (
  `name` VARCHAR(96) NOT NULL,
  `revision` BIGINT NOT NULL,
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS thesaurus_ignored_terms (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `value` VARCHAR(200) NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES thesauri (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS resolutions (
  `name` VARCHAR(96) NOT NULL,
  `text` VARCHAR(200) NOT NULL,
  `theme` VARCHAR(96),
  `revision` BIGINT NOT NULL,
  `recoded_count` BIGINT NOT NULL,
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`),
  KEY `resolutions_by_theme` (`theme`),
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS programmes (
  `name` VARCHAR(96) NOT NULL,
  `code` VARCHAR(64) NOT NULL,
  `label` VARCHAR(200),
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS programme_items (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `theme` VARCHAR(96) NOT NULL,
  `month` BIGINT NOT NULL,
  `weight` BIGINT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  KEY `programme_items_by_theme` (`theme`),
  FOREIGN KEY (`owner`) REFERENCES programmes (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS school_calendars (
  `name` VARCHAR(96) NOT NULL,
  `code` VARCHAR(32) NOT NULL,
  `label` VARCHAR(200),
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS school_calendar_holidays (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `label` VARCHAR(200),
  `from_date` VARCHAR(10) NOT NULL,
  `to_date` VARCHAR(10) NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES school_calendars (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS issues (
  `name` VARCHAR(96) NOT NULL,
  `group` VARCHAR(96) NOT NULL,
  `kind` BIGINT NOT NULL,
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`),
  KEY `issues_by_group` (`group`),
  FOREIGN KEY (`group`) REFERENCES tutoring_groups (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS issue_transitions (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `date` VARCHAR(10) NOT NULL,
  `state` BIGINT NOT NULL,
  `actor` VARCHAR(200),
  `reason` VARCHAR(500),
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES issues (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS frozen_balances (
  `name` VARCHAR(96) NOT NULL,
  `from_date` VARCHAR(10),
  `to_date` VARCHAR(10),
  `wave` VARCHAR(96),
  `label` VARCHAR(200),
  `frozen_by` VARCHAR(254),
  `sha256` VARCHAR(64),
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS frozen_balance_content (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES frozen_balances (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS session_theme_mentions (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `state` BIGINT NOT NULL,
  `theme` VARCHAR(96),
  `text` VARCHAR(2000),
  `offset` BIGINT NOT NULL,
  `length` BIGINT NOT NULL,
  `alias` VARCHAR(100),
  PRIMARY KEY (`owner`, `position`),
  KEY `session_theme_mentions_by_theme` (`theme`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS session_theme_mentions_candidates (
  `owner` VARCHAR(96) NOT NULL,
  `parent` BIGINT NOT NULL,
  `position` BIGINT NOT NULL,
  `value` VARCHAR(96) NOT NULL,
  PRIMARY KEY (`owner`, `parent`, `position`),
  FOREIGN KEY (`owner`, `parent`) REFERENCES session_theme_mentions (`owner`, `position`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS session_agenda (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `theme` VARCHAR(96) NOT NULL,
  `choice` BIGINT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  KEY `session_agenda_by_theme` (`theme`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'waves' AND column_name = 'school_calendar') > 0, 'DO 0',
  'ALTER TABLE waves ADD COLUMN `school_calendar` VARCHAR(64), ADD KEY `waves_by_school_calendar` (`school_calendar`), ADD FOREIGN KEY (`school_calendar`) REFERENCES school_calendars (`name`)');
PREPARE add_column FROM @statement;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'waves' AND column_name = 'programme') > 0, 'DO 0',
  'ALTER TABLE waves ADD COLUMN `programme` VARCHAR(96), ADD KEY `waves_by_programme` (`programme`), ADD FOREIGN KEY (`programme`) REFERENCES programmes (`name`)');
PREPARE add_column FROM @statement;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'tutoring_groups' AND column_name = 'start_date') > 0, 'DO 0',
  'ALTER TABLE tutoring_groups ADD COLUMN `start_date` VARCHAR(10)');
PREPARE add_column FROM @statement;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'sessions' AND column_name = 'thesaurus_revision') > 0, 'DO 0',
  'ALTER TABLE sessions ADD COLUMN `thesaurus_revision` BIGINT NOT NULL DEFAULT 0');
PREPARE add_column FROM @statement;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'sessions' AND column_name = 'requested_themes') > 0, 'DO 0',
  'ALTER TABLE sessions ADD COLUMN `requested_themes` VARCHAR(2000)');
PREPARE add_column FROM @statement;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'session_participation_issues' AND column_name = 'issue') > 0, 'DO 0',
  'ALTER TABLE session_participation_issues ADD COLUMN `issue` VARCHAR(96), ADD KEY `session_participation_issues_by_issue` (`issue`), ADD FOREIGN KEY (`issue`) REFERENCES issues (`name`)');
PREPARE add_column FROM @statement;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;
