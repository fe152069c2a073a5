"""Raw text -> normalised text with one raw offset per character.

Normalised text has no white space between Chinese characters, Chinese punctuation in full width (so that brackets in patterns
are literal), digits and Latin letters in half width and upper case, thousands separators removed, one glyph per tick mark, and
`_` for any blank to be filled in. Offsets never decrease, so a match maps back by looking up, never by searching again.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

BLANK = "_"
_FULL = str.maketrans("(),:;?!|<>[]", "（），：；？！|＜＞【】")
_SAME = {
    **dict.fromkeys('“”„‟"「」『』＂', '"'),
    **dict.fromkeys("‘’‛＇", "'"),
    **dict.fromkeys("—–－−‐‑―─", "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("☐▢▯◻❑❏□", "□"),
    **dict.fromkeys("☑🗹✅", "☑"),
    **dict.fromkeys("✓✔√", "√"),
    **dict.fromkeys("▇◼■", "■"),
    **dict.fromkeys("★⭐", "★"),
    **dict.fromkeys("〔［[﹝", "【"),
    **dict.fromkeys("〕］]﹞", "】"),
    **dict.fromkeys("＿_﹏", BLANK),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("·•∙", "·"),
    **dict(zip("帐圓圎⺠⻓⻋⻔⻚⻢⻰⻛⻝⻩⻅⺫⻄⻆⻬⻥⻘⻉⻣⻮", "账圆圆民长车门页马龙风食黄见目西角齐鱼青贝骨齿")),
}
_OLD_FORMS = str.maketrans(
    "営経検釆東於業務應須產國資營獨權標採購項條證書單為與個從來該時間後無過這還進達適選遞電開關閉門閱際險陳陸陽階隊隨離難雙"
    "雖類頁頂預領頭題額顧願風養館驗點龍齊貨費貿買賣質賬賠賴贊贈責負財貸貼貴軍車軟較載輔輕輪輸轉辦農運違遠遲遷遺郵鄉醫"
    "釋鋼錄錢錯鍵鎮鐵鑒長併並係價億優償備傳債傷僅僱儲內兩冊別則剛創劃劉動勞勢勵區協參員問啟圖團園圍場執報壞壓處夠奪奬"
    "獎媽學實審寫寬專將對導屆層屬島師帶廠廢廣廳強彈徑復複徵態慣憑憲戶戰據損換擔擴擬擇擁攜敗數斷曆歷會朧柵構樣機檔檢歐"
    "歸殘殺氣決況涼淨減測準溝滅滿漢潔灣熱爭牆狀獲現環療發盜監盤眾碼確禮種稱積穩競筆節範築簡簽籌糧紀約級納紙純細終組結"
    "給統經綜綠維網緊線編練縣總績織繪繳繼續罰聯聽職肅舉舊莊華萬藝藥蘇號蟲術衛補裝裏裡製見規視覽觀訂計訊託記訓設許訴診"
    "註評詢試話詳認語誠誤說課請論識譯議護變讓貢賓賞躍軌辭邊邏鄰鑑閃閥闆閘陣隱隸雜雞靈靜韓響頒頓順頻顏顯飛飲飯飼餘駐駕"
    "騎騙驟體髮魚鮮鹽麥麵黨齡龐臺爾黃彙匯滙倉僑佈佔侷傢傑儘盡劑卻厲叢吳嚴囑堅塊墊夾婦孫寧寶尋尷嶺幣幫幹庫彌恆懸懷戲拋"
    "挾捨掃掛搶撥擊攝擺攔敵斂暫朮極榮樓樁橋橫檯欄氫汙沖潤濟濕濫瀏煉煙燈爐獻瑪畢畫異當疊痺癥皺盧礦稅穀窮竊籤紅紡紛緣緩"
    "縮纜罷羅羣聖聞聲脫膠臨艙艱苧蒐蓋蔣薦薩虛蝦螞褲襪觸譽讀豐豬貝賀賤贏趕趙跡躉輛輯輿轄轟迴逕連週鄭鄧醬釘針鈔鉛銀銅銘"
    "銷鋁鋪鋰錫鎖鏈鏡鐘鑄鑽閩閣隴韌頸颱飾饋馬馮騰鬆鬥鳥鴨麗",
    "营经检采东于业务应须产国资营独权标采购项条证书单为与个从来该时间后无过这还进达适选递电开关闭门阅际险陈陆阳阶队随离难双"
    "虽类页顶预领头题额顾愿风养馆验点龙齐货费贸买卖质账赔赖赞赠责负财贷贴贵军车软较载辅轻轮输转办农运违远迟迁遗邮乡医"
    "释钢录钱错键镇铁鉴长并并系价亿优偿备传债伤仅雇储内两册别则刚创划刘动劳势励区协参员问启图团园围场执报坏压处够夺奖"
    "奖妈学实审写宽专将对导届层属岛师带厂废广厅强弹径复复征态惯凭宪户战据损换担扩拟择拥携败数断历历会胧栅构样机档检欧"
    "归残杀气决况凉净减测准沟灭满汉洁湾热争墙状获现环疗发盗监盘众码确礼种称积稳竞笔节范筑简签筹粮纪约级纳纸纯细终组结"
    "给统经综绿维网紧线编练县总绩织绘缴继续罚联听职肃举旧庄华万艺药苏号虫术卫补装里里制见规视览观订计讯托记训设许诉诊"
    "注评询试话详认语诚误说课请论识译议护变让贡宾赏跃轨辞边逻邻鉴闪阀板闸阵隐隶杂鸡灵静韩响颁顿顺频颜显飞饮饭饲余驻驾"
    "骑骗骤体发鱼鲜盐麦面党龄庞台尔黄汇汇汇仓侨布占局家杰尽尽剂却厉丛吴严嘱坚块垫夹妇孙宁宝寻尴岭币帮干库弥恒悬怀戏抛"
    "挟舍扫挂抢拨击摄摆拦敌敛暂术极荣楼桩桥横台栏氢污冲润济湿滥浏炼烟灯炉献玛毕画异当叠痹症皱卢矿税谷穷窃签红纺纷缘缓"
    "缩缆罢罗群圣闻声脱胶临舱艰苎搜盖蒋荐萨虚虾蚂裤袜触誉读丰猪贝贺贱赢赶赵迹趸辆辑舆辖轰回径连周郑邓酱钉针钞铅银铜铭"
    "销铝铺锂锡锁链镜钟铸钻闽阁陇韧颈台饰馈马冯腾松斗鸟鸭丽",
)
"""Traditional and variant characters, by choice or by a slip of the input method; one for one, so offsets stand."""
_OLD = re.compile("[" + "".join(map(chr, _OLD_FORMS)) + "]")
_KEEP = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳…℃")
_GAP = r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+"
_WORD = re.compile(r"[A-Za-z0-9]")
_PLAIN = r"\u4e00-\u570d\u570f-\u5712\u5714-\u5e0f\u5e11-\u9fff0-9A-Z、。，：；（）《》./*%+≥≤△×\"\-"
_OTHER = re.compile(rf"(?P<gap>{_GAP})|[^{_PLAIN}]")
"""What does not stand for itself: white space, and characters (the variants 帐 圓 圎 among them) that may have another form."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """`offsets[i]` is where character i of `text` came from, counted in the raw text."""

    text: str
    offsets: array  # type: ignore[type-arg]


@lru_cache(maxsize=65536)
def _fold(char: str) -> str:
    """The normalised form of one visible character; may be several characters, or none."""
    if char in _SAME:
        return _SAME[char]
    if char in _KEEP:
        return char
    if unicodedata.category(char) in ("Cf", "Cc", "Cs"):
        return ""
    wide = unicodedata.normalize("NFKC", char).upper()
    return "".join(_SAME.get(c, c) for c in wide.replace(" ", "")).translate(_FULL)


def _joins(before: str, gap: str, after: str) -> str:
    """What stands for white space between two characters: nothing, a space between Latin words, or a blank."""
    if _WORD.match(before) and _WORD.match(after):
        return " "
    wide = sum(2 if c == "\u3000" else 1 for c in gap if c in " \u3000\u00a0")
    return BLANK if wide >= 4 and "\n" not in gap and "\t" not in gap else ""


def _form(raw: str, token: re.Match[str]) -> str:
    """What stands for a character, or for a run of white space, that does not stand for itself."""
    if token.lastgroup is None:
        return _fold(token.group())
    if "\t" in token.group():
        return "|"
    inside = token.start() > 0 and token.end() < len(raw)
    return _joins(raw[token.start() - 1], token.group(), raw[token.end()]) if inside else ""


def normalise(raw: str, base: int = 0) -> Normalised:
    """`raw` normalised; offsets are counted from `base`. Linear in the length of `raw`."""
    if _OLD.search(raw):
        raw = raw.translate(_OLD_FORMS)
    out: list[str] = []
    offsets = array("I")
    done = 0
    for token in _OTHER.finditer(raw):
        at = token.start()
        if done < at:
            out.append(raw[done:at])
            offsets.extend(range(base + done, base + at))
        done = token.end()
        form = _form(raw, token)
        if form and not (form == BLANK and out and out[-1][-1] == BLANK):
            out.append(form)
            offsets.extend([base + at] * len(form))
    out.append(raw[done:])
    offsets.extend(range(base + done, base + len(raw)))
    return _drop_thousands("".join(out), offsets)


_THOUSANDS = re.compile(r"[，,](?<=\d.)(?=\d{3}(?!\d))")
_SPREAD = re.compile(r"(?<![\dA-Z.] )(?<![\dA-Z.])\d(?: \d){1,5}(?=个?(?:工作日|日历天|日|天|年|月|份|套|元|万|小时|%))")
"""One digit at a time, as justified text has them."""


def _drop_thousands(text: str, offsets: array) -> Normalised:  # type: ignore[type-arg]
    """5，000，000 -> 5000000, 2 0个工作日 -> 20个工作日."""
    gone = {m.start() for m in _THOUSANDS.finditer(text)} if "，" in text else set()
    if " " in text:
        gone.update(at for m in _SPREAD.finditer(text) for at in range(m.start() + 1, m.end(), 2))
    if not gone:
        return Normalised(text, offsets)
    kept = [i for i in range(len(text)) if i not in gone]
    return Normalised("".join(text[i] for i in kept), array("I", (offsets[i] for i in kept)))
