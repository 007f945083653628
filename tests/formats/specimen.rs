//! One document: a letter, a table of indicators of a hundred rows with merged cells, a list of tasks under headings.

/// A piece of the document.
pub enum Part {
    Line(String),
    Table(Table),
}

/// A table; its first row is the header.
pub struct Table {
    pub cells: Vec<Cell>,
    pub rows: usize,
    pub columns: usize,
}

/// A cell with the rows and columns it takes.
pub struct Cell {
    pub text: String,
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
}

/// Rows of indicators.
const INDICATORS: usize = 100;
const CATEGORIES: [&str; 4] = ["经济发展", "民生保障", "生态环境", "社会治理"];
const UNITS: [&str; 5] = ["市发改局", "市人社局", "市民政局", "市住建局", "市水利局"];
const NAMES: [&str; 10] = [
    "新建泊位（个）",
    "养老床位（张）",
    "城镇化率（%）",
    "绿化覆盖率（%）",
    "新增就业（万人）",
    "改造管网（公里）",
    "水质优良率（%）",
    "人均产值（万元）",
    "接入企业（家）",
    "改建学校（所）",
];

/// The document.
pub fn document() -> Vec<Part> {
    let line = |text: &str| Part::Line(text.to_string());
    vec![
        line("海湾市人民政府办公室关于印发2025年重点任务责任分解的通知"),
        line("海政办发〔2025〕7号"),
        line("各区（县）人民政府，市政府直属各单位："),
        line("现将《2025年重点任务责任分解》印发给你们，请认真组织实施。"),
        line("海湾市人民政府办公室"),
        line("2025年2月7日"),
        line("附件1"),
        line("2025年主要指标责任分解表"),
        Part::Table(indicators()),
        line("附件2"),
        line("2025年重点工作清单"),
        Part::Table(tasks()),
    ]
}

impl Table {
    fn new(header: &[(&str, usize)]) -> Table {
        let mut table = Table { cells: Vec::new(), rows: 1, columns: 0 };
        for &(text, columns) in header {
            table.put(text, 1, columns);
        }
        table.columns = table.cells.iter().map(|cell| cell.columns).sum();
        table
    }

    /// Adds a cell behind the last one of the row that is being written.
    fn put(&mut self, text: &str, rows: usize, columns: usize) {
        let row = self.rows - 1;
        let taken = |column: usize| {
            self.cells
                .iter()
                .any(|c| (c.row..c.row + c.rows).contains(&row) && (c.column..c.column + c.columns).contains(&column))
        };
        let column = (0..).find(|&column| !taken(column)).expect("columns do not end");
        self.cells.push(Cell { text: text.to_string(), row, column, rows, columns });
    }

    /// The cell that covers a place.
    pub fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        let covers =
            |c: &&Cell| (c.row..c.row + c.rows).contains(&row) && (c.column..c.column + c.columns).contains(&column);
        self.cells.iter().find(covers)
    }
}

/// Every tenth indicator has two parts; a category goes over 25 rows; every seventh indicator says one word for both
/// years.
fn indicators() -> Table {
    let mut table =
        Table::new(&[("类别", 1), ("序号", 1), ("指标", 2), ("2024年完成值", 1), ("2025年目标值", 1), ("责任单位", 1)]);
    let mut number = 0;
    let mut left = 0;
    for at in 0..INDICATORS {
        table.rows += 1;
        if at % 25 == 0 {
            table.put(CATEGORIES[at / 25], 25, 1);
        }
        if left == 0 {
            number += 1;
            left = if number % 10 == 0 && at % 25 != 24 { 2 } else { 1 };
            table.put(&number.to_string(), left, 1);
            let name = format!("第{number}类{}", NAMES[number % NAMES.len()]);
            table.put(&name, left, if left == 2 { 1 } else { 2 });
        } else {
            left += 10;
        }
        if left == 2 || left > 10 {
            table.put(if left == 2 { "城镇" } else { "农村" }, 1, 1);
        }
        if number % 7 == 0 {
            table.put("持续巩固", 1, 2);
        } else {
            table.put(&format!("{}.{}", 10 + at, at % 9 + 1), 1, 1);
            table.put(&format!("{}以上", 11 + at), 1, 1);
        }
        if left <= 2 {
            table.put(UNITS[number % UNITS.len()], left, 1);
        }
        left = if left == 2 { 1 } else { 0 };
    }
    table
}

fn tasks() -> Table {
    let mut table = Table::new(&[("序号", 1), ("工作内容", 1), ("进度安排", 1), ("责任单位", 1)]);
    let mut number = 0;
    for (at, group) in ["一、产业发展(4项)", "二、民生保障(3项)"].iter().enumerate() {
        table.rows += 1;
        table.put(group, 1, 4);
        for _ in 0..4 - at {
            number += 1;
            table.rows += 1;
            table.put(&number.to_string(), 1, 1);
            table.put(
                &format!("1.推进第{number}批项目建设，完成投资{number}亿元。\n2.完善配套设施，确保按期投用。"),
                1,
                1,
            );
            table.put("9月底前完成主体工程。", 1, 1);
            table.put("市发改局、市住建局", 1, 1);
        }
    }
    table
}

/// The document as a dump prints it: rows with bars, merged cells dropped.
pub fn text() -> String {
    let mut out = String::new();
    for part in document() {
        match part {
            Part::Line(line) => out.push_str(&format!("{line}\n\n")),
            Part::Table(table) => {
                for row in 0..table.rows {
                    let cells = table.cells.iter().filter(|cell| cell.row == row);
                    let line: String = cells.map(|cell| format!("{} | ", cell.text.replace('\n', " "))).collect();
                    let count = table.cells.iter().filter(|cell| cell.row == row).count();
                    out.push_str(&format!("{line}{}\n", "|".repeat(table.columns - count)));
                }
                out.push('\n');
            }
        }
    }
    out
}
