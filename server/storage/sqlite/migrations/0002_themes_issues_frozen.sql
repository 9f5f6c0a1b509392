-- Themes and what sessions were recognised as; programmes; school holidays; the register of issues; frozen balances.

CREATE TABLE IF NOT EXISTS themes (
  `name` TEXT NOT NULL,
  `code` TEXT NOT NULL,
  `parent` TEXT,
  `label` TEXT NOT NULL,
  `label_en` TEXT,
  `rank` INTEGER NOT NULL,
  `valid_from` TEXT,
  `valid_to` TEXT,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`),
  FOREIGN KEY (`parent`) REFERENCES themes (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS themes_by_parent ON themes (`parent`);

CREATE TABLE IF NOT EXISTS theme_aliases (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `text` TEXT NOT NULL,
  `certainty` INTEGER NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES themes (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS theme_aliases_sure_with (
  `owner` TEXT NOT NULL,
  `parent` INTEGER NOT NULL,
  `position` INTEGER NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `parent`, `position`),
  FOREIGN KEY (`owner`, `parent`) REFERENCES theme_aliases (`owner`, `position`) ON DELETE CASCADE,
  FOREIGN KEY (`value`) REFERENCES themes (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS theme_aliases_sure_with_by_value ON theme_aliases_sure_with (`value`);

CREATE TABLE IF NOT EXISTS thesauri (
  `name` TEXT NOT NULL,
  `revision` INTEGER NOT NULL,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS thesaurus_ignored_terms (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES thesauri (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS resolutions (
  `name` TEXT NOT NULL,
  `text` TEXT NOT NULL,
  `theme` TEXT,
  `revision` INTEGER NOT NULL,
  `recoded_count` INTEGER NOT NULL,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`),
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS resolutions_by_theme ON resolutions (`theme`);

CREATE TABLE IF NOT EXISTS programmes (
  `name` TEXT NOT NULL,
  `code` TEXT NOT NULL,
  `label` TEXT,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS programme_items (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `theme` TEXT NOT NULL,
  `month` INTEGER NOT NULL,
  `weight` INTEGER NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES programmes (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS programme_items_by_theme ON programme_items (`theme`);

CREATE TABLE IF NOT EXISTS school_calendars (
  `name` TEXT NOT NULL,
  `code` TEXT NOT NULL,
  `label` TEXT,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS school_calendar_holidays (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `label` TEXT,
  `from_date` TEXT NOT NULL,
  `to_date` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES school_calendars (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS issues (
  `name` TEXT NOT NULL,
  `group` TEXT NOT NULL,
  `kind` INTEGER NOT NULL,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`),
  FOREIGN KEY (`group`) REFERENCES tutoring_groups (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS issues_by_group ON issues (`group`);

CREATE TABLE IF NOT EXISTS issue_transitions (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `date` TEXT NOT NULL,
  `state` INTEGER NOT NULL,
  `actor` TEXT,
  `reason` TEXT,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES issues (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS frozen_balances (
  `name` TEXT NOT NULL,
  `from_date` TEXT,
  `to_date` TEXT,
  `wave` TEXT,
  `label` TEXT,
  `frozen_by` TEXT,
  `sha256` TEXT,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS frozen_balance_content (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES frozen_balances (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS session_theme_mentions (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `state` INTEGER NOT NULL,
  `theme` TEXT,
  `text` TEXT,
  `offset` INTEGER NOT NULL,
  `length` INTEGER NOT NULL,
  `alias` TEXT,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS session_theme_mentions_by_theme ON session_theme_mentions (`theme`);

CREATE TABLE IF NOT EXISTS session_theme_mentions_candidates (
  `owner` TEXT NOT NULL,
  `parent` INTEGER NOT NULL,
  `position` INTEGER NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `parent`, `position`),
  FOREIGN KEY (`owner`, `parent`) REFERENCES session_theme_mentions (`owner`, `position`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS session_agenda (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `theme` TEXT NOT NULL,
  `choice` INTEGER NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES sessions (`name`) ON DELETE CASCADE,
  FOREIGN KEY (`theme`) REFERENCES themes (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS session_agenda_by_theme ON session_agenda (`theme`);

ALTER TABLE waves ADD COLUMN `school_calendar` TEXT REFERENCES school_calendars (`name`);

CREATE INDEX IF NOT EXISTS waves_by_school_calendar ON waves (`school_calendar`);

ALTER TABLE waves ADD COLUMN `programme` TEXT REFERENCES programmes (`name`);

CREATE INDEX IF NOT EXISTS waves_by_programme ON waves (`programme`);

ALTER TABLE tutoring_groups ADD COLUMN `start_date` TEXT;

ALTER TABLE sessions ADD COLUMN `thesaurus_revision` INTEGER NOT NULL DEFAULT 0;

ALTER TABLE sessions ADD COLUMN `requested_themes` TEXT;

ALTER TABLE session_participation_issues ADD COLUMN `issue` TEXT REFERENCES issues (`name`);

CREATE INDEX IF NOT EXISTS session_participation_issues_by_issue ON session_participation_issues (`issue`);
