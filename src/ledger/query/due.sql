SELECT s."end" AS "截止", k.title AS "任务", s.text AS "步骤",
       (SELECT group_concat(unit, '、') FROM (SELECT unit FROM duties u
        WHERE u.document = s.document AND u.record = s.task ORDER BY position)) AS "责任单位",
       coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", s.task AS "记录", s.line AS "行"
FROM schedule s
JOIN documents d ON d.version = s.document AND d.current = 1
JOIN tasks k ON k.document = s.document AND k.id = s.task
WHERE s."end" BETWEEN json_extract(?1, '$[0]') AND json_extract(?1, '$[1]')
  AND (?2 = '[]' OR d.region IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR d.year = ?3)
ORDER BY s."end", d.year, d.version, s.task, s.position
