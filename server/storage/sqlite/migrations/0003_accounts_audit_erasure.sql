-- Accounts, the audit, and the erasure of personal data.

-- Accounts and their tokens.
CREATE TABLE IF NOT EXISTS accounts (
  `name` TEXT NOT NULL,
  `display_name` TEXT NOT NULL,
  `email` TEXT,
  `tutor` TEXT,
  `disabled` INTEGER NOT NULL,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`),
  FOREIGN KEY (`tutor`) REFERENCES tutors (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS accounts_by_tutor ON accounts (`tutor`);

CREATE TABLE IF NOT EXISTS account_roles (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `value` INTEGER NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES accounts (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tokens (
  `name` TEXT NOT NULL,
  `account` TEXT NOT NULL,
  `label` TEXT,
  `secret_hash` TEXT NOT NULL,
  `expire_time` INTEGER,
  `last_use_time` INTEGER,
  `revoke_time` INTEGER,
  `create_time` INTEGER NOT NULL,
  `update_time` INTEGER NOT NULL,
  `delete_time` INTEGER,
  `purge_time` INTEGER,
  PRIMARY KEY (`name`),
  FOREIGN KEY (`account`) REFERENCES accounts (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS tokens_by_account ON tokens (`account`);

-- What was changed, by whom. Entries are found by resource, by account and by day.
CREATE TABLE IF NOT EXISTS audit_entries (
  `name` TEXT NOT NULL,
  `create_time` INTEGER NOT NULL,
  `local_date` TEXT NOT NULL,
  `account` TEXT NOT NULL,
  `request_id` TEXT,
  `method` TEXT NOT NULL,
  `resource` TEXT NOT NULL,
  `action` INTEGER NOT NULL,
  `previous_hash` TEXT,
  `hash` TEXT NOT NULL,
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS audit_entries_by_resource ON audit_entries (`resource`);

CREATE INDEX IF NOT EXISTS audit_entries_by_account ON audit_entries (`account`);

CREATE INDEX IF NOT EXISTS audit_entries_by_date ON audit_entries (`local_date`);

CREATE TABLE IF NOT EXISTS audit_entry_changes (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `field` TEXT NOT NULL,
  `before` TEXT,
  `after` TEXT,
  `personal_before` TEXT,
  `personal_after` TEXT,
  `salt` TEXT,
  `commitment` TEXT,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES audit_entries (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The last entry of the chain: one row, which whoever adds an entry locks.
CREATE TABLE IF NOT EXISTS audit_heads (
  `id` INTEGER NOT NULL,
  `number` INTEGER NOT NULL,
  `hash` TEXT NOT NULL,
  PRIMARY KEY (`id`)
) STRICT, WITHOUT ROWID;

-- Who was erased, without a name.
CREATE TABLE IF NOT EXISTS erasures (
  `name` TEXT NOT NULL,
  `create_time` INTEGER NOT NULL,
  `account` TEXT NOT NULL,
  `pseudonym` TEXT NOT NULL,
  PRIMARY KEY (`name`)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS erasure_resources (
  `owner` TEXT NOT NULL,
  `position` INTEGER NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES erasures (`name`) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS erasure_resources_by_value ON erasure_resources (`value`);

INSERT OR IGNORE INTO audit_heads (`id`, `number`, `hash`) VALUES (1, 0, '');

ALTER TABLE waves ADD COLUMN `personal_data_until` TEXT;
