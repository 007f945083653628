-- Which documents speak of which region, and which task of an earlier document a task goes on from.

CREATE TABLE places (
    place    TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    PRIMARY KEY (place, document)
) WITHOUT ROWID;
INSERT INTO places SELECT DISTINCT place, document FROM target_values;
INSERT OR IGNORE INTO places SELECT region, version FROM documents WHERE region IS NOT NULL;
CREATE INDEX places_document ON places (document);

CREATE TABLE task_links (
    document         INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    task             TEXT NOT NULL,
    earlier_document INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    earlier_task     TEXT NOT NULL,
    score            REAL NOT NULL,
    PRIMARY KEY (document, task)
) WITHOUT ROWID;
CREATE INDEX task_links_earlier ON task_links (earlier_document, earlier_task);

-- Every task under the id that it had in the first document of its line.
CREATE VIEW task_lines AS
WITH RECURSIVE line (document, task, first_document, first_task, steps) AS (
    SELECT k.document, k.id, k.document, k.id, 0
    FROM tasks k
    WHERE NOT EXISTS (SELECT 1 FROM task_links l WHERE l.document = k.document AND l.task = k.id)
    UNION ALL
    SELECT l.document, l.task, line.first_document, line.first_task, line.steps + 1
    FROM task_links l
    JOIN line ON line.document = l.earlier_document AND line.task = l.earlier_task
    WHERE line.steps < 100
)
SELECT document, task, first_document, first_task, steps FROM line;

CREATE VIEW "任务沿革" AS
SELECT f.id || '#' || line.first_task AS "任务线", d.year AS "文件年度", coalesce(d.doc_number, d.title, d.id) AS "文件", k.id AS "记录",
       k.title AS "任务", k.list AS "清单",
       (SELECT text FROM sections s WHERE s.document = k.document AND s.task = k.id AND s.position = 0) AS "内容",
       (SELECT group_concat(unit, '、') FROM (SELECT unit FROM duties u WHERE u.document = k.document AND u.record = k.id ORDER BY position)) AS "责任单位"
FROM task_lines line
JOIN tasks k ON k.document = line.document AND k.id = line.task
JOIN documents d ON d.version = line.document
JOIN documents f ON f.version = line.first_document;
