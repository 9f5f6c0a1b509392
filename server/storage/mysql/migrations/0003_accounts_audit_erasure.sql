-- Accounts, the audit, and the erasure of personal data.
-- Every statement can be run again: MySQL commits DDL as it goes.

-- Accounts and their tokens.
CREATE TABLE IF NOT EXISTS accounts (
  `name` VARCHAR(96) NOT NULL,
  `display_name` VARCHAR(200) NOT NULL,
  `email` VARCHAR(254),
  `tutor` VARCHAR(64),
  `disabled` BIGINT NOT NULL,
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`),
  KEY `accounts_by_tutor` (`tutor`),
  FOREIGN KEY (`tutor`) REFERENCES tutors (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS account_roles (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `value` BIGINT NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES accounts (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS tokens (
  `name` VARCHAR(96) NOT NULL,
  `account` VARCHAR(96) NOT NULL,
  `label` VARCHAR(200),
  `secret_hash` VARCHAR(64) NOT NULL,
  `expire_time` BIGINT,
  `last_use_time` BIGINT,
  `revoke_time` BIGINT,
  `create_time` BIGINT NOT NULL,
  `update_time` BIGINT NOT NULL,
  `delete_time` BIGINT,
  `purge_time` BIGINT,
  PRIMARY KEY (`name`),
  KEY `tokens_by_account` (`account`),
  FOREIGN KEY (`account`) REFERENCES accounts (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What was changed, by whom. Entries are found by resource, by account and by day.
CREATE TABLE IF NOT EXISTS audit_entries (
  `name` VARCHAR(96) NOT NULL,
  `create_time` BIGINT NOT NULL,
  `local_date` VARCHAR(10) NOT NULL,
  `account` VARCHAR(96) NOT NULL,
  `request_id` VARCHAR(64),
  `method` VARCHAR(100) NOT NULL,
  `resource` VARCHAR(128) NOT NULL,
  `action` BIGINT NOT NULL,
  `previous_hash` VARCHAR(64),
  `hash` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`name`),
  KEY `audit_entries_by_resource` (`resource`),
  KEY `audit_entries_by_account` (`account`),
  KEY `audit_entries_by_date` (`local_date`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS audit_entry_changes (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `field` VARCHAR(200) NOT NULL,
  `before` LONGTEXT,
  `after` LONGTEXT,
  `personal_before` LONGTEXT,
  `personal_after` LONGTEXT,
  `salt` VARCHAR(64),
  `commitment` VARCHAR(64),
  PRIMARY KEY (`owner`, `position`),
  FOREIGN KEY (`owner`) REFERENCES audit_entries (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The last entry of the chain: one row, which whoever adds an entry locks.
CREATE TABLE IF NOT EXISTS audit_heads (
  `id` BIGINT NOT NULL,
  `number` BIGINT NOT NULL,
  `hash` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`id`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Who was erased, without a name.
CREATE TABLE IF NOT EXISTS erasures (
  `name` VARCHAR(96) NOT NULL,
  `create_time` BIGINT NOT NULL,
  `account` VARCHAR(96) NOT NULL,
  `pseudonym` VARCHAR(200) NOT NULL,
  PRIMARY KEY (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS erasure_resources (
  `owner` VARCHAR(96) NOT NULL,
  `position` BIGINT NOT NULL,
  `value` VARCHAR(96) NOT NULL,
  PRIMARY KEY (`owner`, `position`),
  KEY `erasure_resources_by_value` (`value`),
  FOREIGN KEY (`owner`) REFERENCES erasures (`name`) ON DELETE CASCADE
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT IGNORE INTO audit_heads (`id`, `number`, `hash`) VALUES (1, 0, '');

SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'waves' AND column_name = 'personal_data_until') > 0, 'DO 0',
  'ALTER TABLE waves ADD COLUMN `personal_data_until` VARCHAR(10)');
PREPARE add_column FROM @statement;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;
