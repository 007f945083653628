SELECT p.name AS "指标或任务", p.step AS "节点要求", p.unit AS "单位", p.period AS "报送期", p.status AS "状态", p.goal AS "目标值",
       p.value AS "完成值", p.text AS "进展情况", p.problem AS "存在问题", p.due AS "截止日期",
       coalesce(d.doc_number, d.title, p.document) AS "文件", d.year AS "文件年度", p.record AS "记录"
FROM progress p
LEFT JOIN documents d ON d.id = p.document AND d.current = 1
WHERE (instr(p.name, json_extract(?1, '$[0]')) > 0 OR p.record = json_extract(?1, '$[0]'))
  AND (?2 = '[]' OR d.region IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR d.year = ?3)
ORDER BY d.year, p.document, p.record, p.due, p.item, p.unit, p.period
