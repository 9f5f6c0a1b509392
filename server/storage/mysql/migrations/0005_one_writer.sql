-- The end of the audit's chain is what a writer locks: it is there from the start.
INSERT IGNORE INTO audit_marks (`name`, `number`) VALUES ('head', 0);

-- Moved by each transaction that changes something.
SET @statement = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
  AND table_name = 'audit_marks' AND column_name = 'revision') > 0, 'DO 0',
  'ALTER TABLE audit_marks ADD COLUMN `revision` BIGINT NOT NULL DEFAULT 0');
PREPARE step FROM @statement;
EXECUTE step;
DEALLOCATE PREPARE step;

-- A tutor's sessions of some days, however many there are. Each step may have been made already.
SET @statement = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
  AND table_name = 'sessions' AND index_name = 'sessions_by_tutor_date') > 0, 'DO 0',
  'CREATE INDEX `sessions_by_tutor_date` ON sessions (tutor, local_date)');
PREPARE step FROM @statement;
EXECUTE step;
DEALLOCATE PREPARE step;

SET @statement = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
  AND table_name = 'sessions' AND index_name = 'sessions_by_tutor') = 0, 'DO 0',
  'DROP INDEX `sessions_by_tutor` ON sessions');
PREPARE step FROM @statement;
EXECUTE step;
DEALLOCATE PREPARE step;

-- Groups by their number in any wave.
SET @statement = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
  AND table_name = 'tutoring_groups' AND index_name = 'groups_by_number') > 0, 'DO 0',
  'CREATE INDEX `groups_by_number` ON tutoring_groups (`number`)');
PREPARE step FROM @statement;
EXECUTE step;
DEALLOCATE PREPARE step;
