-- What responsible units have reported on their duties, period by period.

-- A report outlives the version of the document that it was made on: it names the document by its id, and its duty by the
-- fingerprint of the record, with that of the step.
CREATE TABLE progress (
    document     TEXT NOT NULL,
    item         TEXT NOT NULL,
    unit         TEXT NOT NULL,
    period       TEXT NOT NULL,
    record       TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('target', 'task')),
    name         TEXT NOT NULL,
    step         TEXT NOT NULL,
    due          TEXT,
    goal         TEXT,
    status       TEXT,
    value        TEXT,
    number       REAL,
    text         TEXT NOT NULL,
    problem      TEXT NOT NULL,
    next         TEXT NOT NULL,
    reporter     TEXT NOT NULL,
    reported_on  TEXT,
    collected_on TEXT NOT NULL,
    PRIMARY KEY (document, item, unit, period)
) WITHOUT ROWID;
CREATE INDEX progress_unit ON progress (unit);

CREATE VIEW "任务进展" AS
SELECT p.name AS "指标或任务", p.step AS "节点要求", p.period AS "报送期", p.unit AS "单位", p.status AS "状态", p.goal AS "目标值",
       p.value AS "完成值", p.text AS "进展情况", p.problem AS "存在问题", p.next AS "下一步", p.due AS "截止日期", p.reporter AS "填报人",
       p.reported_on AS "填报日期", p.collected_on AS "收回日期", coalesce(d.doc_number, d.title, p.document) AS "文件",
       d.year AS "文件年度", p.record AS "记录"
FROM progress p
LEFT JOIN documents d ON d.id = p.document AND d.current = 1;
