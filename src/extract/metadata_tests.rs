//! Whole heads of documents as pages of many places print them.

use super::super::reading_tests::records;
use crate::record::{DocumentInfo, Level};

fn read(text: &str) -> DocumentInfo {
    records(text).document
}

/// title | number | issuer | signed | published | region | year, "-" for what is not there.
fn short(text: &str) -> String {
    let d = read(text);
    let region = d.region.map(|r| r.name);
    let year = d.year.map(|y| y.to_string());
    let fields = [d.title, d.doc_number, d.issuer, d.signed_date, d.published_date, region, year];
    fields.map(|f| f.unwrap_or_else(|| "-".to_string())).join(" | ")
}

#[test]
fn heads_of_many_places() {
    for (text, wanted) in [
        (
            "索引号 001008009005001/2023-03656 文号 屿政办发〔2023〕9号\n发布日期:2023-02-13 14:32   来源:市政府办公室\n\
             临屿市人民政府办公室关于印发2023年重点工作责任分解的通知\n\n各县(区)人民政府:\n\n请认真执行。\n\n\n\
             临屿市人民政府办公室\n\n2023年2月10日\n",
            "临屿市人民政府办公室关于印发2023年重点工作责任分解的通知 | 屿政办发〔2023〕9号 | 临屿市人民政府办公室 | 2023-02-10 | \
             2023-02-13 | 临屿市 | 2023",
        ),
        // The signature in Chinese numerals, the number in brackets below the title.
        (
            "屿川县人民政府关于下达2009年造林任务的通知\n（屿政发〔2009〕77号）\n\n各乡镇人民政府：\n\n现将任务下达给你们。\n\n\
             屿川县人民政府\n二○○九年九月十五日\n",
            "屿川县人民政府关于下达2009年造林任务的通知 | 屿政发〔2009〕77号 | 屿川县人民政府 | 2009-09-15 | - | 屿川县 | 2009",
        ),
        // Fields in one table row, no title.
        (
            "信息索引号 | 0140/2018-02317 | 生成日期 | 2018-03-29 | 公开日期 | 2018-04-09 |\n文件编号 | — — | 发布机构 | 临屿市环境保护局 | ||\n\
             各县（市）、区人民政府：\n请完成减排任务。\n",
            "- | - | 临屿市环境保护局 | 2018-03-29 | 2018-04-09 | 临屿市 | 2018",
        ),
        // Labels with blanks inside; a later date than the text's own.
        (
            "索 引 号：LP0100-2016-00037\n发布机构：柳屿州人民政府        成文日期：2016年02月29日\n名 称：关于分解落实目标任务的通知\n\
             文 号：柳政发〔2016〕9号        发布日期：2016年03月04日\n\n一、主要目标\n全州生产总值增长7%。\n",
            "关于分解落实目标任务的通知 | 柳政发〔2016〕9号 | 柳屿州人民政府 | 2016-02-29 | 2016-03-04 | 柳屿州 | 2016",
        ),
        // Date and time without a label, a table as the whole document.
        (
            "首页 >> 信息公开 >> 正文\n\n2021年临屿市30件民生实事责任分工表\n2021-05-07 15:25  市民生办 [字号: ] 打印\n\n2021年临屿市30件民生实事责任分工表\n",
            "2021年临屿市30件民生实事责任分工表 | - | 市民生办 | - | 2021-05-07 | 临屿市 | 2021",
        ),
        // Label and value in lines of their own.
        (
            "索引号\n113302837/2022-130473\n发文字号\n沚政发【2022】5号\n成文日期\n2022-06-30\n\n望沚区2022年工作要点\n\n区发改局要抓好落实。\n",
            "望沚区2022年工作要点 | 沚政发【2022】5号 | - | 2022-06-30 | - | 望沚区 | 2022",
        ),
        // The number of another document stays out, the span of years is the year.
        (
            "日前，临屿市印发方案。全文如下：\n临屿市打赢蓝天保卫战实施方案（2019-2020年）\n为落实《云岭省打赢蓝天保卫战实施方案》（云府〔2018〕128号）要求，制定本方案。\n",
            "临屿市打赢蓝天保卫战实施方案（2019-2020年） | - | - | - | - | 临屿市 | 2019",
        ),
        // The organ above a title of its own line.
        (
            "望矶管理区办公室\n\n关于开展2021年度无偿献血工作的通知\n\n各社区：\n\n请做好工作。\n\n                20211011\n",
            "望矶管理区办公室关于开展2021年度无偿献血工作的通知 | - | 望矶管理区办公室 | 2021-10-11 | - | 望矶管理区 | 2021",
        ),
        // A page that is one line.
        (
            "云岭省人民政府 关于明确2023年重点工作责任单位的通知 云政〔2023〕5号 现将重点工作任务分解下达。 一、提振信心 1.促进消费。\n",
            "云岭省人民政府 关于明确2023年重点工作责任单位的通知 | 云政〔2023〕5号 | 云岭省人民政府 | - | - | 云岭省 | 2023",
        ),
        // Organ and date in one line.
        (
            "关于调整任务的通知\n\n各镇：\n请执行。\n临屿市水利局 2020年3月5日\n",
            "关于调整任务的通知 | - | 临屿市水利局 | 2020-03-05 | - | 临屿市 | 2020",
        ),
        // A text without a head says nothing.
        ("各地要抓好落实，县(市、区)要完成省、市下达的任务。\n", "- | - | - | - | - | - | -"),
    ] {
        assert_eq!(short(text), wanted, "{text}");
    }
}

#[test]
fn a_district_is_not_its_city() {
    let info = read("江宁市望洲区2022年工作要点\n\n区发改局、区财政局、区教育局要按照要求抓好落实。\n");
    assert_eq!(info.region.map(|r| (r.name, r.level)), Some(("望洲区".to_string(), Level::County)));
}

#[test]
fn the_index_number_is_kept_as_printed() {
    let info = read("索引号:113309220026431300/2021-28475   公开方式:主动公开\n\n关于印发方案的通知\n");
    assert_eq!(info.index_number.as_deref(), Some("113309220026431300/2021-28475"));
}
