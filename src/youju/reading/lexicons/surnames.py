"""How a person's name begins: the hundred commonest surnames and those of two characters.

Source: Ministry of Public Security, report on names of 2020. Behind a word that says what somebody is (村民, 养殖户) rarer ones
count too, by the list of four hundred of 2013, without those that are commoner as words (单, 关, 时, 水, 安).
"""

from __future__ import annotations

from typing import Final

SURNAME: Final = (
    "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤包纪宁季栾佟初盖])"
)
RARER: Final = "[施裴乔聂苗鲁庄翟殷詹申耿焦倪洪邢芦岳梅滕柴甘柯祝涂阮柳褚俞尤毕葛岑蓝舒屈樊鲍霍喻辛祁凌冉姬娄饶穆隋卞苟普左游骆晏冼鄢麦冀戚卓仇巩蒲虞窦应敖瞿桂曲闵胥靳伍甄迟巫粟糜仲兰丛刁朴玄]"
