-- Stored responses and the ends of the audit's chain become records like any other: a name each, and one purge_time.

CREATE TABLE IF NOT EXISTS stored_responses (
  `name` VARCHAR(96) NOT NULL COMMENT 'the request id',
  `method` VARCHAR(100),
  `fingerprint` VARCHAR(64),
  `response` LONGTEXT COMMENT 'base 64',
  `purge_time` BIGINT COMMENT 'microseconds since 1970',
  PRIMARY KEY (`name`),
  KEY `stored_responses_by_purge_time` (`purge_time`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Seven days after they were given. Where this was done already there is no table to copy from.
SET @statement = IF((SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()
  AND table_name = 'answers') = 0, 'DO 0',
  'INSERT IGNORE INTO stored_responses (`name`, `method`, `fingerprint`, `response`, `purge_time`)
   SELECT request_id, method, fingerprint, NULLIF(response, ''''), create_time + 604800000000 FROM answers');
PREPARE copy_rows FROM @statement;
EXECUTE copy_rows;
DEALLOCATE PREPARE copy_rows;

DROP TABLE IF EXISTS answers;

CREATE TABLE IF NOT EXISTS audit_marks (
  `name` VARCHAR(96) NOT NULL COMMENT 'head, anchor',
  `number` BIGINT NOT NULL,
  `hash` VARCHAR(64),
  PRIMARY KEY (`name`)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()
  AND table_name = 'audit_heads') = 0, 'DO 0',
  'INSERT IGNORE INTO audit_marks (`name`, `number`, `hash`)
   SELECT CASE `id` WHEN 1 THEN ''head'' ELSE ''anchor'' END, `number`, NULLIF(`hash`, '''') FROM audit_heads');
PREPARE copy_rows FROM @statement;
EXECUTE copy_rows;
DEALLOCATE PREPARE copy_rows;

DROP TABLE IF EXISTS audit_heads;
