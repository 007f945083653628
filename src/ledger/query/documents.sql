SELECT d.version AS "版本", CASE d.current WHEN 1 THEN '现行' ELSE '旧版' END AS "状态", d.id AS "编号", d.doc_number AS "文号",
       d.title AS "标题", d.region AS "地区", d.year AS "年度", d.path AS "文件",
       (SELECT count(*) FROM targets t WHERE t.document = d.version) AS "指标",
       (SELECT count(*) FROM tasks k WHERE k.document = d.version) AS "任务"
FROM documents d
WHERE ?1 = '[]'
  AND (?2 = '[]' OR d.region IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR d.year = ?3)
ORDER BY d.version
