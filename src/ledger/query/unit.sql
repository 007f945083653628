SELECT CASE u.role WHEN 'lead' THEN '牵头' WHEN 'support' THEN '配合' ELSE '责任' END AS "分工",
       CASE u.kind WHEN 'target' THEN '指标' ELSE '任务' END AS "类型",
       coalesce(t.name, k.title, (SELECT substr(s.text, 1, 40) FROM sections s
                                  WHERE s.document = u.document AND s.task = u.record AND s.position = 0)) AS "名称",
       coalesce(t.list, k.list) AS "清单", u.unit AS "单位",
       coalesce(d.doc_number, d.title, d.id) AS "文件", d.year AS "文件年度", u.record AS "记录"
FROM duties u
JOIN documents d ON d.version = u.document AND d.current = 1
LEFT JOIN targets t ON u.kind = 'target' AND t.document = u.document AND t.id = u.record
LEFT JOIN tasks k ON u.kind = 'task' AND k.document = u.document AND k.id = u.record
WHERE u.unit IN (SELECT value FROM json_each(?1))
  AND (?2 = '[]' OR d.region IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR d.year = ?3)
ORDER BY d.year, d.version, u.record, u.position
