"""The words of an account: what is left, what came and went, what was there and what is there."""

from __future__ import annotations

import re

LEFT = re.compile(
    "[余剩缺欠未尚撂弃趴隔漏亏盈死损砍挤另]|其他|[只仅]有|多[出花支收完超]|因此|由此|[落降减压]到|最后|请假|折合|节[约下支]|结转"
    "|(?<!罚)没(?!收)|仍(?![是为按定保])|提前(?![下批拨])|推迟|延长|耗(?!材)|闲(?!聊)|[缺相还]差|差[额距了]|差#|差$|(?<![全本该各外我两])省(?![级内市外直])|少(?![儿年先数])|超(?![市声高])|退(?!休)"
    "|空(?![气调间军管])|挂(?![牌职])|短(?![信期视])|净(?![水化])|不(?![同断仅])|(?<![接招期优])待(?!遇)|停(?!车)|废(?!弃)|荒(?!山)|还(?!款)"
    "|[比较](?![例赛重])"
)
"""Words of what is left, missing or saved, of a result, of a difference."""
AIM = re.compile(
    "派遣|编外|临聘|聘用|借[调用]|返聘|标准|[年期月]初|每|均|不[超低高多少]|以[上下内]|控制|目标值"
)
EACH = re.compile("每|均|单价")
CLOSES = re.compile(
    "实际|[余剩空缺欠差未尚仍还省净]|结转|[年期月季]末|年底|现|目前|得$|应为|[降减增升变][至到为]|回落|后$|[结库实留]存|实有|滚存"
)
CAME = re.compile(
    "[入进添增加购补捐赠招产盈赚新来返]|(?<!验)收|拨款|下达|到账|[收找追]回|翻出|认定|发展|交纳|投放|考录|受理"
)
WENT = re.compile(
    "(?<![录聘招任可备])用|[掉走销支退故死亡扣耗废剔损还缴领毁亏减]|出(?![生现])|结(?![转存余])|核[减销]|取消|接种|交回|下拨|发[放给]|拨付|放水|蒸发|渗"
    "|兑付|毕业|流失|办|消|转走|建成|竣工|完工|验收"
)
FROM = re.compile("[由从][^，。；：]{0,8}$")
NET = re.compile("净|[比较]|[大小高低多少]于|超[过出]|相[差抵]|差额")
OPENED = re.compile(
    "计划|[年期月季]初|[上去][年月期季]|清理前|调整前|[原旧]|开年|(?:19|20)\\d{2}年[末底]|结转|[账结库留]存|在[册编库]"
)
STANDS = re.compile(
    "实际|结转|[年期月季]末|年底|现|目前|得$|应为|[降减增升变][至到为]|回落|(?:清理|调整|增减|相抵)后|[结库实留]存|实有|滚存"
)
SINCE = re.compile(
    r"同比|环比|追加|[比较与同].{0,12}(?:[上去]年|上[届期轮次月季]|同期|年初|(?:19|20)\d{2}年)"
)
"""比上年增加: the base is told as a change, and need not be told itself."""
PARTLY = re.compile("主要|其中|等")
TOTAL = re.compile("共|合计|总|两|累计")
PENDING = re.compile(r"[^，。；、\d]{0,6}(?:尚未|暂未|还未|未|待)(?:入|到|办|登|列|纳|计)")
GAIN, LOSS = re.compile("[盈赚]"), re.compile("[亏赔]")
STRICT = re.compile("剩|余|空|缺|欠|差|净|未|没|省")


def way(words: str) -> int:
    """1 for what came, -1 for what went, 0 where the words say neither: the last decides."""
    came = max((m.end() for m in CAME.finditer(words)), default=0)
    went = max((m.end() for m in WENT.finditer(words)), default=0)
    return (came > went) - (went > came)
