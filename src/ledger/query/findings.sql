SELECT f.code AS "代码", CASE f.severity WHEN 'error' THEN '错误' WHEN 'warning' THEN '警告' ELSE '提示' END AS "程度", f.message AS "说明",
       coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", f.line AS "行"
FROM findings f
JOIN documents d ON d.version = f.document AND d.current = 1
WHERE f.code >= json_extract(?1, '$[0]') AND f.code < json_extract(?1, '$[0]') || char(1114111)
  AND (?2 = '[]' OR d.region IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR d.year = ?3)
ORDER BY f.code, d.year, d.version, f.position
