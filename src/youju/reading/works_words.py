"""The words by which works are told: heads of their names, what is done to them, and what says that a phrase names none."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.alternatives import either
from youju.reading.lexicons.heads import FACILITIES, PROJECTS
from youju.reading.lexicons.heads import GENERIC as DESCRIBING

HEAD: Final = re.compile(rf"(?:{either([*PROJECTS, *FACILITIES])})(?:[一二三四]期)?(?:建设|工程|项目)?$")
GENERIC: Final = re.compile(either(DESCRIBING))
FACILITY_IN: Final = re.compile(rf"(?:{either(FACILITIES)})|古[道镇村城街]|老街|故居|遗址|小区")
PUBLIC_WORKS: Final = re.compile(
    r"管网|道路|公路|铁路|高速|高铁|线路|管道|航道|码头|机场|隧道|[江河湖库渠](?:段)?.{0,6}(?:治理|整治)|段治理|除险加固|桥|水库|基础设施|大坝|防洪|供水|供热|改造|扩建|新建|迁建|安置|综合治理|灌区|电网|通道|护岸|堤防|中水|污水|引水|调水|输水|改线|供暖|供气|燃气|灌溉|节水|生态保护|生态修复|防护林|扩能|技改|搬迁|[一二三]期"
)
BUILDS_AFTER: Final = re.compile(
    r"^[”\"]?(?:[一二三]期)?(?:项目|工程)?(?:同步|同时|相继|双双|提前\d{1,3}(?:天|个月)|(?:主体|土建|附属|配套|辅助)工程|站房)*(?:、[^，,。；;]{2,40}?)?(?:等)?(?:已经?|正|将|年内|全面|顺利|如期|正式|基本|即将|正在|主体|全线|对外|全部|加快|加紧|抓紧|提前|早日|部分|一期|均|刚刚?|预计|于?\d{1,2}月(?:\d{1,2}日|[底初份])?)*"
    r"(?:建设(?:工作|完成|进展|顺利|步伐)?|开工|竣工|投产|投入使用|投入运营|投入运行|进入[^，,。；;]{0,8}(?:调试|收尾|冲刺|施工|试运行|验收)|建成|完工|通车|开放|启用|奠基|封顶|落地|贯通|合龙|揭牌|揭幕|投运|并网|达产|开业|试运行|运营|营业|前期工作|施工|复工|投用|交付|动工|安装|吊装|布展|装修|拆除重建|重建|开门迎客|滞后|进展缓慢|完成(?:前期|改造|主体|安装)|已?达)"
)
COUNT_BEFORE: Final = re.compile(r"\d[余多]?[个项批]$|[一二三四五六七八九十几两多]个$|批$|各$|等$")
NO_WORKS: Final = re.compile(
    r"一批|多个|若干|哪些|实事|责任|清单|服务|政策|包保|管理|评价|审批|考核|推进$|工作$|科目|比赛|体育|收费|检查|一切|[着们]|领导|(?:[开复竣]|[(（][开复竣][)）])+工$"
)
AND_SUCH: Final = re.compile(
    r"等(?:\d+[余多]?[个项]|[一二两三四五六七八九十]{1,3}[个项]|一大?批)?[一-鿿]{0,8}?(?:项目|工程)$"
)
