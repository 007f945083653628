//! Traditional characters (繁体字) and the simplified ones they are matched as.
//!
//! Pages of simplified texts are converted by machines, and those of some places are printed so. Patterns are written in
//! simplified characters; the shadow of a text ([`super::fold`]) holds these, the raw text stays what it is.

/// A traditional character, then the simplified one, in the order of the former: the one-to-one pairs of OpenCC's
/// `TSCharacters` (Apache-2.0) that lead to a common character (level 1 of GB 2312) from one that no simplified text
/// holds (outside of GB 2312, and 後 and 於).
const PAIRS: &str = "\
丟丢並并亂乱亞亚佈布佔占併并來来侖仑侶侣侷局係系俠侠俬私倆俩倉仓個个們们倖幸倫伦偉伟側侧偵侦偽伪傑杰傘伞備备傢家傭佣傳传債债傷伤傾倾僅仅僑侨僕仆僞伪僥侥僱雇價价\
儀仪儁俊億亿儈侩儉俭儘尽償偿優优儲储兇凶兌兑兒儿內内兩两冊册冪幂凈净凍冻凜凛凱凯別别刪删則则剋克剎刹剛刚剝剥剮剐創创剷铲劃划劄札劇剧劉刘劊刽劍剑劑剂勁劲動动務务\
勛勋勝胜勞劳勢势勳勋勵励勸劝勻匀匯汇區区協协卹恤卻却卽即厠厕厤历厭厌厲厉參参叄叁叢丛吳吴吶呐呂吕員员唸念問问啓启啞哑啟启喚唤喪丧喫吃喬乔單单喲哟嗆呛嗎吗嗚呜嘆叹\
嘔呕嘗尝嘩哗嘯啸噁恶噓嘘噴喷噸吨噹当嚇吓嚐尝嚙啮嚥咽嚨咙嚮向嚴严囂嚣囌苏囑嘱囪囱國国圍围園园圓圆圖图團团垻坝埰采執执堅坚堯尧報报場场塊块塗涂塢坞塵尘塹堑墊垫墜坠\
墮堕墰坛墳坟墻墙墾垦壇坛壓压壘垒壜坛壞坏壟垄壩坝壯壮壺壶壽寿夠够夢梦夾夹奧奥奪夺奬奖奮奋妝妆姦奸娛娱婁娄婦妇媽妈嬌娇嬰婴嬸婶孃娘孫孙學学孿孪宮宫寀采寢寝實实寧宁\
審审寫写寬宽寵宠寶宝將将專专尋寻對对導导屆届屍尸屜屉屢屡層层屬属岡冈峯峰島岛峽峡崑昆崗岗崙仑嵗岁嶄崭嶺岭嶼屿嶽岳巋岿巒峦巖岩帥帅師师帳帐帶带幀帧幟帜幣币幫帮幷并\
幹干幾几庫库廁厕廂厢廄厩廈厦廕荫廚厨廟庙廠厂廢废廣广廬庐廳厅弔吊張张強强彆别彈弹彌弥彎弯彔录彙汇彥彦彫雕彿佛後后徑径從从復复徹彻恆恒恥耻悅悦悶闷悽凄惡恶惱恼愛爱\
慄栗態态慘惨慚惭慣惯慫怂慮虑慶庆慼戚慾欲憂忧憊惫憐怜憑凭憚惮憤愤憫悯憲宪憶忆懇恳應应懞蒙懲惩懶懒懷怀懸悬懼惧懾慑戀恋戰战戲戏戶户扞捍拋抛挾挟捨舍捲卷掃扫掄抡掙挣\
掛挂採采揀拣揚扬換换揮挥損损搖摇搗捣搧扇搶抢摟搂摯挚摳抠摻掺撈捞撐撑撓挠撣掸撥拨撫抚撲扑撻挞撾挝撿捡擁拥擄掳擇择擊击擋挡擔担據据擠挤擡抬擣捣擬拟擯摈擰拧擱搁擲掷\
擴扩擺摆擻擞擾扰攆撵攏拢攔拦攙搀攜携攝摄攢攒攣挛攤摊攪搅攬揽敎教敗败敘叙敵敌數数斂敛斃毙斬斩斷断於于旂旗旣既昇升時时晉晋晝昼暈晕暢畅暫暂曆历曉晓曏向曠旷曬晒書书\
會会朮术東东枴拐柵栅柺拐査查桿杆條条棄弃棊棋棗枣棟栋棧栈棲栖楊杨楓枫業业極极榦干榮荣構构槍枪槓杠槳桨樁桩樂乐樑梁樓楼標标樞枢樣样樸朴樹树橋桥機机橢椭橫横檔档檢检\
檯台檸柠檻槛櫃柜櫥橱櫻樱欄栏權权欽钦歎叹歐欧歡欢歲岁歷历歸归殘残殭僵殲歼殺杀殻壳殼壳毀毁毆殴氈毡氣气氫氢氾泛汎泛汙污決决沒没沖冲況况泝溯洩泄洶汹涼凉淒凄淚泪淨净\
淩凌淪沦淵渊淺浅渙涣減减渦涡測测渾浑湊凑湧涌湯汤準准溝沟溫温溼湿滄沧滅灭滌涤滙汇滬沪滯滞滲渗滷卤滾滚滿满漁渔漚沤漢汉漣涟漬渍漲涨漸渐漿浆潑泼潔洁潛潜潤润潰溃澀涩\
澆浇澇涝澗涧澤泽澱淀濁浊濃浓濕湿濘泞濛蒙濟济濤涛濫滥濰潍濱滨濺溅濾滤瀉泻瀋沈瀕濒瀝沥瀰弥瀾澜灑洒灕漓灘滩灣湾灤滦災灾為为烏乌烴烃無无煉炼煙烟煥焕煩烦熒荧熱热熾炽\
燈灯燒烧燙烫營营燦灿燬毁燭烛燴烩燻熏燼烬爍烁爐炉爛烂爭争爲为爺爷爾尔牀床牆墙牴抵牽牵犢犊犧牺狀状狹狭狽狈猙狰猶犹獃呆獄狱獅狮獎奖獨独獰狞獲获獵猎獸兽獺獭獻献現现\
琱雕琺珐瑣琐瑤瑶瑩莹瑪玛環环瓊琼甕瓮產产産产畝亩畢毕畫画異异畵画當当疇畴疊叠痙痉痠酸瘋疯瘍疡瘓痪瘡疮瘧疟療疗癒愈癟瘪癡痴癢痒癥症癬癣癰痈癱瘫發发皁皂皚皑皺皱盃杯\
盜盗盞盏盡尽監监盤盘盧卢盪荡眞真眾众睏困睜睁瞞瞒矇蒙矚瞩矯矫硃朱硯砚碩硕確确碼码磚砖礎础礙碍礦矿礫砾礬矾祕秘祿禄禍祸禦御禮礼禱祷禿秃稅税稈秆稜棱種种稱称穀谷積积\
穎颖穢秽穩稳穫获窩窝窪洼窮穷窯窑窺窥竄窜竅窍竈灶竊窃竪竖競竞筆笔筍笋箇个箋笺箚札節节範范築筑篩筛簍篓簑蓑簡简簽签簾帘籃篮籌筹籠笼籤签籬篱籮箩籲吁粵粤糞粪糧粮糰团\
糾纠紀纪約约紅红紉纫紋纹納纳紐纽純纯紗纱紙纸級级紛纷紡纺紮扎細细紳绅紹绍終终絃弦組组絆绊結结絕绝絛绦絞绞絡络絢绚給给絨绒統统絲丝絶绝絹绢綁绑綉绣綏绥綑捆經经綜综\
綠绿綢绸綫线維维綱纲網网綳绷綴缀綵彩綸纶綻绽綽绰綿绵緊紧緑绿緒绪緘缄線线緝缉緞缎締缔緣缘編编緩缓緬缅緯纬練练緻致縛缚縣县縧绦縫缝縮缩縱纵縴纤縷缕總总績绩繃绷織织\
繕缮繞绕繡绣繩绳繪绘繫系繭茧繳缴繹绎繼继續续纍累纏缠纓缨纔才纖纤纜缆缽钵罈坛罎坛罰罚罵骂罷罢羅罗羣群羨羡義义習习翫玩翹翘聖圣聞闻聯联聰聪聲声聳耸聶聂職职聽听聾聋\
肅肃脅胁脈脉脣唇脩修脫脱脹胀腎肾腦脑腫肿腳脚腸肠膚肤膠胶膩腻膽胆膿脓臉脸臍脐臘腊臟脏臥卧臨临臺台與与興兴舉举舊旧舖铺舘馆艙舱艦舰艱艰艷艳茲兹荊荆莊庄莖茎莢荚華华\
萊莱萬万葉叶葦苇葯药葷荤蒐搜蒼苍蓆席蓋盖蓮莲蔔卜蔘参蔣蒋蔥葱蔭荫蕩荡蕪芜蕭萧薊蓟薑姜薔蔷薦荐薩萨藍蓝藝艺藥药藴蕴藹蔼蘆芦蘇苏蘊蕴蘋苹蘭兰蘿萝處处虛虚虜虏號号虧亏\
蛻蜕蝕蚀蝦虾蝨虱蝸蜗螞蚂螢萤蟄蛰蟬蝉蟲虫蟻蚁蠅蝇蠍蝎蠟蜡蠱蛊蠶蚕蠻蛮衆众衊蔑術术衕同衚胡衛卫衝冲裏里補补裝装裡里製制複复褲裤襖袄襪袜襬摆襯衬襲袭覈核見见規规覓觅\
視视親亲覺觉覽览觀观觸触訂订訃讣計计訊讯討讨訓训訖讫託托記记訛讹訝讶訟讼訣诀訪访設设許许訴诉診诊註注証证詐诈評评詛诅詞词詠咏詢询詣诣試试詩诗詫诧詭诡話话該该詳详\
誅诛誇夸誌志認认誕诞誘诱語语誠诚誡诫誣诬誤误誦诵誨诲說说説说誰谁課课誹诽誼谊調调諄谆談谈請请諒谅論论諜谍諧谐諮咨諱讳諷讽諸诸諺谚諾诺謀谋謂谓謄誊謅诌謊谎謎谜謗谤\
謙谦講讲謝谢謠谣謡谣謬谬謹谨謾谩譁哗證证譏讥識识譚谭譜谱譟噪譭毁譯译議议譴谴護护譽誉讀读變变讒谗讓让讕谰讚赞谿溪豈岂豎竖豐丰豔艳豬猪貍狸貓猫貝贝貞贞負负財财貢贡\
貧贫貨货販贩貪贪貫贯責责貯贮貳贰貴贵貶贬買买貸贷費费貼贴貿贸賀贺賂赂賃赁賄贿資资賈贾賊贼賒赊賓宾賜赐賞赏賠赔賢贤賣卖賤贱賦赋質质賬账賭赌賴赖賺赚購购賽赛贅赘贈赠\
贊赞贍赡贏赢贓赃贖赎贛赣贜赃趕赶趙赵趨趋跡迹踐践踰逾踴踊蹟迹蹤踪躊踌躍跃躥蹿軀躯車车軋轧軌轨軍军軒轩軟软軸轴較较載载輓挽輔辅輕轻輛辆輝辉輥辊輩辈輪轮輯辑輸输輻辐\
輾辗輿舆轄辖轅辕轉转轍辙轎轿轟轰辦办辭辞辮辫辯辩農农迴回逕径這这連连週周進进遊游運运過过達达違违遙遥遜逊遞递遠远遡溯適适遲迟遶绕遷迁選选遺遗遼辽邁迈還还邊边邏逻\
郵邮鄉乡鄒邹鄖郧鄧邓鄭郑鄰邻鄲郸醖酝醜丑醞酝醫医醬酱釀酿釁衅釋释釐厘釘钉針针釣钓釦扣釩钒釺钎鈅钥鈉钠鈍钝鈎钩鈔钞鈕钮鈞钧鈡钟鈣钙鈴铃鈾铀鉀钾鉅巨鉆钻鉑铂鉗钳鉚铆\
鉛铅鉢钵鉤钩鉸铰鉻铬銀银銅铜銑铣銘铭銜衔銥铱銳锐銷销銹锈銻锑鋁铝鋅锌鋇钡鋒锋鋤锄鋪铺鋭锐鋸锯鋼钢錄录錐锥錘锤錠锭錢钱錦锦錨锚錫锡錯错録录錳锰錶表鍁锨鍊炼鍋锅鍍镀\
鍘铡鍛锻鍬锹鍵键鍺锗鍼针鍾钟鎂镁鎊镑鎌镰鎖锁鎚锤鎢钨鎬镐鎭镇鎮镇鎳镍鏇旋鏈链鏟铲鏡镜鏽锈鐐镣鐘钟鐮镰鐳镭鐵铁鑄铸鑑鉴鑒鉴鑰钥鑲镶鑷镊鑼锣鑽钻鑿凿長长門门閃闪閉闭\
開开閏闰閑闲閒闲間间閘闸閡阂閣阁閤合閥阀閨闺閩闽閱阅閲阅閹阉閻阎闆板闇暗闊阔闌阑闖闯關关闡阐闢辟陝陕陞升陣阵陰阴陳陈陸陆陽阳隊队階阶隕陨際际隨随險险隱隐隴陇隸隶\
隻只雖虽雙双雛雏雜杂雞鸡離离難难雲云電电霑沾霧雾靈灵靜静鞏巩鞦秋韆千韋韦韌韧韓韩韻韵響响頁页頂顶頃顷項项順顺須须頌颂預预頑顽頒颁頓顿頗颇領领頤颐頭头頰颊頸颈頹颓\
頻频頽颓顆颗題题額额顏颜顔颜願愿顛颠類类顧顾顫颤顯显顱颅顴颧風风颱台颳刮飄飘飛飞飢饥飯饭飲饮飼饲飽饱飾饰餃饺餅饼養养餌饵餒馁餓饿餘余餞饯餡馅館馆餬糊餵喂餾馏饅馒\
饋馈饑饥饒饶饞馋馬马馭驭馮冯馱驮馳驰馴驯駁驳駐驻駒驹駕驾駛驶駝驼駡骂駭骇駱骆駿骏騁骋騎骑騙骗騰腾騷骚騾骡驅驱驕骄驗验驚惊驟骤驢驴骯肮髒脏體体髮发鬆松鬍胡鬚须鬥斗\
鬧闹鬨哄鬱郁魚鱼魯鲁鮑鲍鮮鲜鯉鲤鯨鲸鰓鳃鱉鳖鱗鳞鳥鸟鳳凤鳴鸣鴉鸦鴕鸵鴛鸳鴦鸯鴨鸭鴻鸿鴿鸽鵑鹃鵝鹅鵬鹏鵰雕鵲鹊鶴鹤鷄鸡鷗鸥鷹鹰鹵卤鹹咸鹼碱鹽盐麗丽麥麦麪面麫面麯曲\
麵面麼么黃黄點点黨党黴霉鼕冬齊齐齋斋齒齿齡龄齣出齧啮齲龋龍龙龐庞龔龚龜龟\
";

/// The characters that the table spans.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// For every character from [`FIRST`] on the distance of its simplified one from [`FIRST`] and one more; 0 for none.
static TABLE: [u16; (LAST - FIRST + 1) as usize] = table();

/// The simplified character of a traditional one; None for any other.
///
/// ```
/// use gongwen::grammar::traditional::simplified;
/// assert_eq!(simplified('關'), Some('关'));
/// assert_eq!(simplified('关'), None);
/// ```
pub fn simplified(c: char) -> Option<char> {
    match c as u32 {
        code @ FIRST..=LAST => match TABLE[(code - FIRST) as usize] {
            0 => None,
            place => char::from_u32(FIRST + u32::from(place) - 1),
        },
        _ => None,
    }
}

/// Does a character of three bytes have a simplified one.
pub(super) fn is_traditional(bytes: [u8; 3]) -> bool {
    TABLE.get((code(bytes) - FIRST) as usize).is_some_and(|&place| place > 0)
}

/// The code of a character of three bytes in UTF-8.
const fn code(bytes: [u8; 3]) -> u32 {
    ((bytes[0] as u32 & 0xf) << 12) | ((bytes[1] as u32 & 0x3f) << 6) | (bytes[2] as u32 & 0x3f)
}

const fn table() -> [u16; (LAST - FIRST + 1) as usize] {
    let bytes = PAIRS.as_bytes();
    let mut table = [0; (LAST - FIRST + 1) as usize];
    let mut at = 0;
    while at + 5 < bytes.len() {
        let from = code([bytes[at], bytes[at + 1], bytes[at + 2]]);
        let to = code([bytes[at + 3], bytes[at + 4], bytes[at + 5]]);
        table[(from - FIRST) as usize] = (to - FIRST + 1) as u16;
        at += 6;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_in_order_and_lead_to_characters_that_have_none() {
        let chars: Vec<char> = PAIRS.chars().collect();
        assert!(chars.len() > 3000 && chars.len().is_multiple_of(2));
        assert!(chars.chunks(2).map(|pair| pair[0]).is_sorted());
        for pair in chars.chunks(2) {
            assert_eq!(simplified(pair[0]), Some(pair[1]));
            assert_eq!(simplified(pair[1]), None, "{}", pair[1]);
        }
    }

    #[test]
    fn simplified_texts_hold_no_traditional_character() {
        for c in "关于印发市人民政府办公室后于干重点任务责任单位完成时限年底前".chars() {
            assert_eq!(simplified(c), None, "{c}");
        }
        let text: String = "關於下達責任單位後".chars().map(|c| simplified(c).unwrap_or(c)).collect();
        assert_eq!(text, "关于下达责任单位后");
    }
}
