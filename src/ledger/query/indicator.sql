SELECT t.indicator AS "指标", v.place AS "地区", v.year AS "年份",
       CASE v.basis WHEN 'actual' THEN '完成值' WHEN 'target' THEN '目标值' WHEN 'superior_target' THEN '上级目标值' ELSE '预计值' END AS "口径",
       replace(v.raw, char(10), '') AS "原文", v.unit AS "计量单位",
       coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", t.id AS "记录", v.line AS "行"
-- The index alone finds the records: documents that do not speak of the place are not opened.
FROM (SELECT k.document, k.id FROM targets k
      WHERE k.key IN (SELECT value FROM json_each(?1))
        AND (?2 = '[]' OR k.document IN (SELECT document FROM places WHERE place IN (SELECT value FROM json_each(?2))))) hit
-- CROSS JOIN keeps the order: the rows of documents are long, and those of other regions are not wanted.
CROSS JOIN targets t ON t.document = hit.document AND t.id = hit.id
CROSS JOIN target_values v ON v.document = t.document AND v.target = t.id
CROSS JOIN documents d ON d.version = t.document AND d.current = 1
WHERE (?2 = '[]' OR v.place IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR d.year = ?3)
ORDER BY v.place, v.year, v.basis, d.year, d.version, t.id, v.position
