//! Words (词汇): indicators, tasks, texts, values and headings composed from parts, so that no two tables are alike.
//!
//! [`BREAK`] marks where a cell may be broken over two fragments; it is never printed.

use crate::random::Random;
use crate::styles::Style;

/// Where a cell may be broken.
pub const BREAK: char = '\u{ad}';

/// What makes words, in the style of a place.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// The style.
    pub style: &'static Style,
    /// Which half of the lists to use, 0 or 1, so that weights can be measured on words they were not set on.
    pub half: usize,
}

const SECTORS: &[&str] = &[
    "规上工业",
    "海洋经济",
    "民营经济",
    "服务业",
    "绿色食品",
    "装备制造业",
    "文旅产业",
    "新材料产业",
    "畜产品加工",
    "现代物流",
    "数字经济核心产业",
    "生物医药",
    "林下经济",
    "建筑业",
    "跨境电商",
    "清洁能源",
    "种业",
    "外贸",
    "软件业",
    "康养产业",
];
const PEOPLE: &[&str] =
    &["常住人口", "老年人口", "中小学生", "从业人员", "0-3岁婴幼儿", "农牧民", "残疾人", "高校毕业生"];
const THINGS: &[(&str, &str)] = &[
    ("养老护理床位", "张"),
    ("公共文化设施面积", "平方米"),
    ("执业医师", "人"),
    ("托育机构托位", "个"),
    ("社会工作者", "名"),
    ("充电桩", "个"),
    ("图书馆藏书", "册"),
    ("口袋公园", "个"),
    ("数字校园", "所"),
    ("村级快递网点", "个"),
    ("中小微企业", "家"),
    ("高标准农田", "万亩"),
    ("渔光互补电站", "座"),
    ("农村公路", "公里"),
    ("家庭医生团队", "个"),
    ("体育场地", "片"),
    ("专精特新企业", "家"),
    ("社区食堂", "家"),
    ("草原补播", "万亩"),
    ("老旧小区", "个"),
    ("雨污管网", "公里"),
    ("职业技能培训", "人次"),
];
const OBJECTS: &[&str] = &[
    "居家适老化改造",
    "生活垃圾分类",
    "行政村5G网络",
    "城镇污水处理",
    "义务教育大班额",
    "基本医疗保险",
    "农村自来水",
    "秸秆综合利用",
    "危险废物规范化管理",
    "公共区域无线网络",
    "12345热线诉求",
    "国土绿化",
    "重点人群家庭医生签约",
    "建制村客车",
    "学前教育普及",
    "企业职工工伤保险",
    "长者食堂",
    "政务服务事项",
    "公立医院病案",
    "草畜平衡",
    "黑臭水体",
    "社区矫正对象",
];
const RATES: &[&str] =
    &["覆盖率", "达标率", "合格率", "办结率", "满意度", "参保率", "普及率", "覆盖面", "完成率", "利用率", "按期整改率"];
const ACTIONS: &[&str] = &["新建", "改造", "新增", "创建", "培育", "建成", "引进", "新改扩建", "提升", "完成"];
/// What is done for people.
const CARE: &[&str] = &["参保", "就业", "服务覆盖", "健康管理", "培训", "收入", "体质达标"];
/// Parts of a whole, those that go together beside each other.
const PARTS: &[&str] = &[
    "城镇",
    "农村",
    "牧区",
    "男性",
    "女性",
    "第一产业",
    "第二产业",
    "第三产业",
    "其中:规上企业",
    "其中:限上单位",
    "小学",
    "初中",
    "高中阶段",
    "学前教育",
    "总量",
    "年均增长",
    "人均",
    "新增",
    "累计",
    "县级医院",
    "乡镇卫生院",
    "村卫生室",
    "一类",
    "二类",
    "三类及以下",
    "0-3岁",
    "60岁以上老人",
    "5亿元以上企业",
    "20-60万元群体",
    "1公里以内",
    "1000人以上村",
    "2000万元以上项目",
];
const FAMILIES: &[(&str, &[&str])] = &[
    ("养老机构护理型床位占比(%)", &["公办", "民办"]),
    ("基本医保住院报销比例(%)", &["职工医保", "居民医保"]),
    ("新建充换电设施(个)", &["城区", "镇村"]),
    ("家庭收入分组占比", &["8-20万元家庭占比(%)", "20-40万元家庭占比(%)"]),
    ("生均校舍面积(平方米)", &["小学", "初中", "普通高中"]),
    ("水质优良断面比例(%)", &["国控断面", "省控断面"]),
    ("居民人均可支配收入(元)", &["城镇居民", "农村居民"]),
    ("困难群众补贴标准(元)", &["重度残疾人护理", "孤儿养育", "特困供养"]),
    ("劳动者技能等级占比(%)", &["技能人才", "高技能人才"]),
    ("森林草原覆盖率(%)", &["森林", "草原", "湿地"]),
    ("旅游接待人次(万人次)", &["过夜游客", "一日游客"]),
    ("空气质量", &["优良天数比例(%)", "细颗粒物平均浓度(微克/立方米)"]),
];
const TASK_OBJECTS: &[&str] = &[
    "托育服务",
    "冷链物流",
    "产业工人队伍",
    "老旧街区",
    "充电设施",
    "民宿集群",
    "渔港经济",
    "矿山生态",
    "牧区棚圈",
    "高标准农田",
    "数字门诊",
    "夜间经济",
    "传统村落",
    "来料加工",
    "山区公交",
    "青年公寓",
    "智慧停车",
    "乡村师资",
    "中医药传承",
    "非遗工坊",
    "边境口岸",
    "种质资源",
    "社会救助",
    "银发食堂",
    "零工市场",
    "侨乡文化",
    "楼宇经济",
    "县域商业",
    "河湖岸线",
    "城市驿站",
];
const TASK_NOUNS: &[&str] = &[
    "提质行动",
    "集成改革",
    "建设工程",
    "扩面试点",
    "攻坚计划",
    "培育机制",
    "服务体系",
    "倍增行动",
    "补短板项目",
    "一件事改革",
    "示范创建",
    "联盟",
    "升级版",
    "整治提升",
];
const TASK_VERBS: &[&str] = &["深化", "推进", "实施", "完善", "打造", "健全", "做强", "创新", "加快", "开展"];
const SUBJECTS: &[&str] = &[
    "产业发展",
    "民生改善",
    "生态保护",
    "城乡融合",
    "社会治理",
    "文化繁荣",
    "收入分配",
    "开放合作",
    "创新驱动",
    "公共服务",
    "乡村全面振兴",
    "营商环境优化",
    "安全生产",
    "基础设施建设",
    "人口高质量发展",
    "精神文明建设",
    "数字赋能",
    "民族团结",
    "食药安全",
    "医疗康养",
    "教育助学",
    "交通畅行",
    "就业创业",
    "住房保障",
    "扶弱助残",
];
const DOINGS: &[&str] = &[
    "建立项目清单和责任台账",
    "组织专家逐户诊断",
    "开展业务骨干轮训",
    "引入第三方机构评估",
    "对重点片区分批改造",
    "推行一窗受理和帮办代办",
    "发放消费券和培训补贴",
    "搭建供需对接平台",
    "划定实施范围并公示",
    "统一标识和收费标准",
    "完善进出退补机制",
    "培育本地带头人",
    "清理闲置用房",
    "推广网格联户做法",
    "联合院校共建实训基地",
    "设置便民服务驿站",
    "盘点存量资产",
    "健全按月通报制度",
    "落实奖补资金",
    "布设监测点位",
    "打通数据接口",
    "畅通群众评价渠道",
];
const JUDGEMENTS: &[&str] = &[
    "以验收结果为准",
    "列入年度考核",
    "按季通报进度",
    "由统计部门抽样核验",
    "随机回访服务对象",
    "以平台数据为准",
    "实地查看与台账比对",
    "邀请代表委员打分",
    "按完成率评定等次",
    "纳入督查激励",
    "引入群众满意度测评",
    "按照实际成效兑现奖补并在年底公开结果",
];
const GOALS_IN_WORDS: &[&str] = &[
    "持续提升",
    "稳步提高",
    "全覆盖",
    "完成上级下达任务",
    "保持稳定",
    "逐步下降",
    "达到省定要求",
    "持续巩固",
    "稳步提升",
    "基本同步",
    "进一步优化",
];
const SURNAMES: &[&str] = &["沈", "陆", "顾", "巴", "韦", "祁", "欧阳", "卓", "蒙", "覃", "郝", "娜"];
const GIVEN: &[&str] = &["闻洲", "知远", "砚秋", "图雅", "克勤", "予安", "思齐", "晨", "泽", "立夏", "仁青", "维民"];

impl Words {
    /// One of the words of this half of a list.
    fn pick<'a, T>(&self, r: &mut Random, from: &'a [T]) -> &'a T {
        let own = from.len().div_ceil(2);
        &from[(r.below(own) * 2 + self.half).min(from.len() - 1)]
    }

    /// The name of an indicator without its unit, and the unit.
    pub fn indicator(&self, r: &mut Random) -> (String, Option<&'static str>) {
        let sector = self.pick(r, SECTORS);
        let (thing, measure) = *self.pick(r, THINGS);
        let (name, measure) = match r.below(11) {
            0 => (format!("{sector}增加值{BREAK}增速"), Some("%")),
            1 => (format!("{sector}增加值占{BREAK}GDP比重"), Some("%")),
            2 => (format!("{sector}固定资产{BREAK}投资额"), Some("亿元")),
            3 => (format!("每万名{}拥有{BREAK}{thing}数", self.pick(r, PEOPLE)), Some(measure)),
            4 | 5 => (format!("{}{BREAK}{}", self.pick(r, OBJECTS), self.pick(r, RATES)), Some("%")),
            6 | 7 => (format!("{}{BREAK}{thing}", self.pick(r, ACTIONS)), Some(measure)),
            8 => (format!("{}与{BREAK}{}人均收入之比", self.pick(r, PEOPLE), self.pick(r, PEOPLE)), None),
            9 => (format!("{sector}单位产值{BREAK}能耗"), Some("吨标准煤/万元")),
            _ => (format!("{}人均{BREAK}受教育年限", self.pick(r, PEOPLE)), Some("年")),
        };
        (name, measure.filter(|_| !r.chance(6)))
    }

    /// A name that several indicators share, and their components.
    pub fn family(&self, r: &mut Random) -> (String, Vec<String>) {
        if r.chance(40) {
            let (name, components) = self.pick(r, FAMILIES);
            return (name.to_string(), components.iter().map(|c| c.to_string()).collect());
        }
        let thing = match r.below(3) {
            0 => self.pick(r, SECTORS).to_string(),
            1 => format!("{}{}", self.pick(r, PEOPLE), self.pick(r, CARE)),
            _ => self.pick(r, OBJECTS).to_string(),
        };
        let mut parts: Vec<&str> = Vec::new();
        let (first, count) = (r.below(PARTS.len()), r.between(2, 4));
        for at in 0..count {
            parts.push(PARTS[(first + at) % PARTS.len()]);
        }
        let ending = r.pick(&["", "", "增速", "覆盖率", "占比", "规模", "完成率"]);
        let measure = r.pick(&["", "(%)", "(万元)", "(个)"]);
        let shared = r.chance(40);
        let name = if shared { format!("{thing}{measure}") } else { thing };
        let measure = if shared { "" } else { measure };
        (name, parts.into_iter().map(|part| format!("{part}{ending}{measure}")).collect())
    }

    /// A quantity to be built, in the manner of people's livelihood projects (民生实事).
    pub fn project(&self, r: &mut Random) -> String {
        let (thing, measure) = self.pick(r, THINGS);
        let number = r.between(2, 900);
        match r.below(3) {
            0 => format!("{}{thing}{number}{measure}", self.pick(r, ACTIONS)),
            1 => format!("{}{number}{measure}{thing}", self.pick(r, ACTIONS)),
            _ => format!("{}{BREAK}{thing}{number}{measure}以上", self.pick(r, ACTIONS)),
        }
    }

    /// The title of a task.
    pub fn task(&self, r: &mut Random) -> String {
        let (verb, object, noun) = (self.pick(r, TASK_VERBS), self.pick(r, TASK_OBJECTS), self.pick(r, TASK_NOUNS));
        match r.below(8) {
            0 => format!("{object}{BREAK}{noun}"),
            1 => format!("“{object}”{BREAK}{noun}"),
            2 => format!("{verb}{object}{BREAK}{noun}"),
            3 => format!("{verb}{object}和{BREAK}{}{noun}", self.pick(r, TASK_OBJECTS)),
            4 => format!("{verb}“{}+{object}”{BREAK}{noun}", r.between(1, 9)),
            5 => format!("{}分钟{object}{BREAK}服务圈建设", r.between(1, 6) * 5),
            6 => format!("{verb}{object},{BREAK}{}{}", self.pick(r, TASK_VERBS), self.pick(r, TASK_OBJECTS)),
            _ => format!("{verb}{object}、{BREAK}{}{noun}", self.pick(r, TASK_OBJECTS)),
        }
    }

    /// A subject under which rows are gathered.
    pub fn subject(&self, r: &mut Random) -> String {
        let subject = self.pick(r, SUBJECTS);
        match r.below(6) {
            0 => format!("{subject}{BREAK}先行示范"),
            1 => format!("实施{subject}{BREAK}行动"),
            2 => format!("{subject}{BREAK}领域"),
            _ => subject.to_string(),
        }
    }

    /// A sentence without its stop.
    pub fn sentence(&self, r: &mut Random) -> String {
        let (doing, object) = (self.pick(r, DOINGS), self.pick(r, TASK_OBJECTS));
        let (thing, measure) = self.pick(r, THINGS);
        match r.below(6) {
            0 => doing.to_string(),
            1 => format!("围绕{object}{doing}"),
            2 => format!("{doing},年内{}{thing}{}{measure}", self.pick(r, ACTIONS), r.between(2, 300)),
            3 => format!("{object}{}达到{}%,{doing}", self.pick(r, RATES), r.between(60, 99)),
            4 => format!("{doing},{}", self.pick(r, DOINGS)),
            _ => format!("{}“{object}”品牌,{doing},带动{}增收", self.pick(r, TASK_VERBS), self.pick(r, PEOPLE)),
        }
    }

    /// A judgement by which a task is rated, without its stop.
    pub fn judgement(&self, r: &mut Random) -> String {
        self.pick(r, JUDGEMENTS).to_string()
    }

    /// A policy document or the making of one, without its stop.
    pub fn policy(&self, r: &mut Random) -> String {
        let kinds = ["实施方案", "管理办法", "扶持意见", "三年行动计划", "专项规划"];
        let title = format!("《{}{}{}》", self.place(r), self.pick(r, TASK_OBJECTS), r.pick(&kinds));
        match r.below(5) {
            0 => format!("修订{title}"),
            1 => format!("出台{}补贴政策", self.pick(r, TASK_OBJECTS)),
            _ => title,
        }
    }

    /// A value of an indicator of this unit.
    pub fn value(&self, r: &mut Random, measure: Option<&str>) -> String {
        let whole = matches!(measure, Some(m) if !matches!(m, "%" | "亿元" | "年" | "吨标准煤/万元" | "平方米"));
        let number = match (whole, measure) {
            (true, _) => r.between(1, 1200).to_string(),
            (_, Some("%")) if r.chance(40) => r.between(40, 100).to_string(),
            (_, None) => format!("{}.{:02}", r.between(0, 3), r.below(100)),
            _ => format!("{}.{}", r.between(0, 99), r.below(10)),
        };
        match r.below(20) {
            0 => format!("≥{number}"),
            1 => format!("{number}以上"),
            2 => format!("{number}左右"),
            3 => format!("{number}以内"),
            4 => format!("下降{number}%"),
            5 => format!("{number}(新口径)"),
            6 => format!("预计{number}"),
            _ => number,
        }
    }

    /// A goal in words.
    // Without the star the compiler takes the list for one of `str`.
    #[allow(clippy::explicit_auto_deref)]
    pub fn goal(&self, r: &mut Random) -> &'static str {
        *self.pick(r, GOALS_IN_WORDS)
    }

    /// A responsible unit.
    pub fn unit(&self, r: &mut Random) -> String {
        if r.chance(8) {
            return r.pick(self.style.others).to_string();
        }
        format!("{}{}", self.style.level, r.pick(self.style.units))
    }

    /// Different responsible units.
    pub fn units(&self, r: &mut Random, most: usize) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for _ in 0..r.between(1, most) {
            let unit = self.unit(r);
            if !out.contains(&unit) {
                out.push(unit);
            }
        }
        out
    }

    /// An invented place without its suffix.
    pub fn place(&self, r: &mut Random) -> String {
        format!("{}{}", r.pick(self.style.first), r.pick(self.style.second))
    }

    /// Different parts of the territory, as a header prints them.
    pub fn regions(&self, r: &mut Random, count: usize, bare: bool) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        while out.len() < count {
            let place = self.place(r);
            let suffix = r.pick(self.style.suffix);
            let region = if bare { place } else { format!("{place}{suffix}") };
            if !out.contains(&region) {
                out.push(region);
            }
        }
        for zone in self.style.zones.iter().take(r.below(3)) {
            out.push(zone.to_string());
        }
        if r.chance(15) {
            out.iter_mut().skip(1).filter(|name| !name.ends_with("管委会")).for_each(|name| name.push_str("管委会"));
        }
        out
    }

    /// The name of a leader.
    pub fn leader(&self, r: &mut Random) -> String {
        format!("{}{}", self.pick(r, SURNAMES), self.pick(r, GIVEN))
    }

    /// The steps of a schedule.
    pub fn steps(&self, r: &mut Random) -> Vec<String> {
        let mut step = |period: &str| format!("{period}:{}。", self.sentence(r));
        let kind = step("").len() % 5;
        let periods: &[&str] = match kind {
            0 => &["2—4月", "5—8月", "9—12月"],
            1 => &["3月底前", "6月底前", "12月底前"],
            2 => &["一季度", "二季度", "三季度", "四季度"],
            3 => &["1-6月", "7-12月"],
            _ => &["上半年", "下半年"],
        };
        periods.iter().map(|p| step(p)).collect()
    }

    /// What is to be reached in each of two years.
    pub fn yearly(&self, r: &mut Random, year: i32) -> Vec<String> {
        [year, year + 1].iter().map(|y| format!("{y}年{}。", self.sentence(r))).collect()
    }

    /// A date by which something is to be done.
    pub fn deadline(&self, r: &mut Random, year: i32) -> String {
        match r.below(4) {
            0 => format!("{year}年{}月", r.between(3, 12)),
            1 => format!("{}月底前", r.between(3, 12)),
            2 => "年底前".to_string(),
            _ => format!("{year}年底"),
        }
    }
}

/// A text as it is printed on one line.
pub fn whole(text: &str) -> String {
    text.chars().filter(|&c| c != BREAK).collect()
}
