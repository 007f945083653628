-- A ledger of schema version 1, as the first program wrote it, with one document.

CREATE TABLE documents (
    version        INTEGER PRIMARY KEY,
    name           TEXT NOT NULL,
    current        INTEGER NOT NULL CHECK (current IN (0, 1)),
    id             TEXT NOT NULL,
    title          TEXT,
    doc_number     TEXT,
    issuer         TEXT,
    signed_date    TEXT,
    published_date TEXT,
    region         TEXT,
    level          TEXT,
    year           INTEGER,
    path           TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    digest         TEXT NOT NULL,
    records        TEXT NOT NULL,
    UNIQUE (name, sha256)
);
-- Of every document exactly one version is the current one.
CREATE UNIQUE INDEX documents_current ON documents (name) WHERE current = 1;

CREATE TABLE targets (
    document   INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    list       TEXT NOT NULL,
    category   TEXT NOT NULL,
    seq        INTEGER,
    name       TEXT NOT NULL,
    component  TEXT,
    unit       TEXT,
    attribute  TEXT,
    indicator  TEXT NOT NULL,
    key        TEXT NOT NULL,
    confidence REAL NOT NULL,
    line       INTEGER,
    PRIMARY KEY (document, id)
) WITHOUT ROWID;
CREATE INDEX targets_key ON targets (key);
CREATE INDEX targets_indicator ON targets (indicator);

CREATE TABLE target_values (
    document   INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    target     TEXT NOT NULL,
    position   INTEGER NOT NULL,
    region     TEXT NOT NULL,
    place      TEXT NOT NULL,
    year       INTEGER,
    basis      TEXT NOT NULL,
    raw        TEXT NOT NULL,
    op         TEXT NOT NULL,
    number     REAL,
    number_max REAL,
    unit       TEXT,
    note       TEXT,
    line       INTEGER,
    PRIMARY KEY (document, target, position)
) WITHOUT ROWID;

CREATE TABLE tasks (
    document   INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    list       TEXT NOT NULL,
    category   TEXT NOT NULL,
    seq        INTEGER,
    title      TEXT,
    leader     TEXT,
    confidence REAL NOT NULL,
    line       INTEGER,
    PRIMARY KEY (document, id)
) WITHOUT ROWID;

CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    task     TEXT NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (document, task, position)
) WITHOUT ROWID;

CREATE TABLE schedule (
    document INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    task     TEXT NOT NULL,
    position INTEGER NOT NULL,
    raw      TEXT NOT NULL,
    start    TEXT,
    "end"    TEXT,
    text     TEXT NOT NULL,
    line     INTEGER,
    PRIMARY KEY (document, task, position)
) WITHOUT ROWID;
CREATE INDEX schedule_end ON schedule ("end");

CREATE TABLE duties (
    document INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    record   TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('target', 'task')),
    unit     TEXT NOT NULL,
    role     TEXT NOT NULL,
    PRIMARY KEY (document, record, position)
) WITHOUT ROWID;
CREATE INDEX duties_unit ON duties (unit);

CREATE TABLE units (
    document  INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    name      TEXT NOT NULL,
    canonical TEXT NOT NULL,
    level     TEXT,
    listed    INTEGER NOT NULL,
    targets   INTEGER NOT NULL,
    tasks_led INTEGER NOT NULL,
    tasks     INTEGER NOT NULL,
    PRIMARY KEY (document, name)
) WITHOUT ROWID;

CREATE TABLE findings (
    document    INTEGER NOT NULL REFERENCES documents (version) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    code        TEXT NOT NULL,
    severity    TEXT NOT NULL,
    message     TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    line        INTEGER,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE INDEX findings_code ON findings (code);

CREATE VIEW "现行文件" AS
SELECT version AS "版本", id AS "编号", title AS "标题", doc_number AS "文号", issuer AS "发文机关", signed_date AS "成文日期",
       region AS "地区", year AS "年度", path AS "文件"
FROM documents
WHERE current = 1;

CREATE VIEW "指标历年" AS
SELECT t.indicator AS "指标", v.place AS "地区", v.year AS "年份",
       CASE v.basis WHEN 'actual' THEN '完成值' WHEN 'target' THEN '目标值' WHEN 'superior_target' THEN '上级目标值' ELSE '预计值' END AS "口径",
       v.number AS "数值", v.raw AS "原文", v.unit AS "计量单位", v.note AS "说明", t.name AS "文件中的名称", t.component AS "分项",
       coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", t.id AS "记录", v.line AS "行"
FROM target_values v
JOIN targets t ON t.document = v.document AND t.id = v.target
JOIN documents d ON d.version = v.document
WHERE d.current = 1;

CREATE VIEW "单位任务" AS
SELECT u.unit AS "单位", CASE u.role WHEN 'lead' THEN '牵头' WHEN 'support' THEN '配合' ELSE '责任' END AS "分工",
       CASE u.kind WHEN 'target' THEN '指标' ELSE '任务' END AS "类型", coalesce(t.list, k.list) AS "清单",
       coalesce(t.category, k.category) AS "类别", coalesce(t.name, k.title) AS "名称",
       (SELECT text FROM sections s WHERE s.document = u.document AND s.task = u.record AND s.position = 0) AS "内容",
       coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", u.record AS "记录"
FROM duties u
JOIN documents d ON d.version = u.document
LEFT JOIN targets t ON u.kind = 'target' AND t.document = u.document AND t.id = u.record
LEFT JOIN tasks k ON u.kind = 'task' AND k.document = u.document AND k.id = u.record
WHERE d.current = 1;

CREATE VIEW "到期步骤" AS
SELECT s."end" AS "截止", s.start AS "开始", s.raw AS "时间原文", s.text AS "步骤", k.title AS "任务", k.list AS "清单",
       (SELECT group_concat(unit, '、') FROM (SELECT unit FROM duties u WHERE u.document = s.document AND u.record = s.task ORDER BY position)) AS "责任单位",
       coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", s.task AS "记录", s.line AS "行"
FROM schedule s
JOIN tasks k ON k.document = s.document AND k.id = s.task
JOIN documents d ON d.version = s.document
WHERE d.current = 1;

CREATE VIEW "核对发现" AS
SELECT f.code AS "代码", CASE f.severity WHEN 'error' THEN '错误' WHEN 'warning' THEN '警告' ELSE '提示' END AS "程度",
       f.message AS "说明", coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", f.fingerprint AS "指纹", f.line AS "行"
FROM findings f
JOIN documents d ON d.version = f.document
WHERE d.current = 1;

PRAGMA application_id = 1735356007;
PRAGMA user_version = 1;

INSERT INTO documents VALUES (1, '海政办发〔2024〕3号', 1, '海政办发-2024-3', '关于印发2024年海湾市重点工作清单的通知', '海政办发〔2024〕3号', '海湾市人民政府办公室',
    '2024-02-03', NULL, '海湾市', 'city', 2024, '甲.md', 'a1', 'b2', '{}');
INSERT INTO targets VALUES (1, 'T001', '主要指标', '', 1, '海水养殖产量', NULL, '万吨', NULL, '海水养殖产量', '海水养殖产量', 1.0, 9);
INSERT INTO target_values VALUES (1, 'T001', 0, '全市', '海湾市', 2024, 'target', '13以上', 'ge', 13, NULL, '万吨', NULL, 9);
INSERT INTO target_values VALUES (1, 'T001', 1, '望洲', '望洲区', 2024, 'target', '4', 'eq', 4, NULL, '万吨', NULL, 9);
INSERT INTO tasks VALUES (1, 'K001', '重点任务', '', 1, '渔港避风锚地', NULL, 1.0, 15);
INSERT INTO sections VALUES (1, 'K001', 0, '主要内容', '新建锚地2处');
INSERT INTO duties VALUES (1, 'K001', 0, 'task', '市农业农村局', 'equal');
