"""What a sentence may do with the words a pattern matched, and what a reader says of it."""

from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    DEMANDS = "要求"
    FORBIDS = "禁止采购方这样要求"
    QUOTES = "引用法规或编制说明"
    WAIVES = "免除或不作要求"
    HARMLESS = "写明不作为资格、评审或否决依据"
    BLANK = "待填写的空白"
    UNTICKED = "未勾选的选项"
    SUPERSEDED = "更正前的内容"
    ASKED = "质疑或提问中的转述"


@dataclass(frozen=True, slots=True)
class Reading:
    """The stance of one match; `words` are the words that show it (empty for a plain demand)."""

    stance: Stance
    words: str = ""

    @property
    def operative(self) -> bool:
        return self.stance is Stance.DEMANDS
