-- The end of the audit's chain is what a writer locks: it is there from the start.
INSERT OR IGNORE INTO audit_marks (`name`, `number`) VALUES ('head', 0);

-- Moved by each transaction that changes something.
ALTER TABLE audit_marks ADD COLUMN `revision` INTEGER NOT NULL DEFAULT 0;

-- A tutor's sessions of some days, however many there are; groups by their number in any wave.
CREATE INDEX IF NOT EXISTS sessions_by_tutor_date ON sessions (tutor, local_date);
DROP INDEX IF EXISTS sessions_by_tutor;
CREATE INDEX IF NOT EXISTS groups_by_number ON tutoring_groups (`number`);
