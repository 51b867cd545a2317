"""What the team owes a report, how large a log may be, and what raises an alarm."""

from dataclasses import dataclass

from app.kernel import rules


@rules.section("bugs")
@dataclass(frozen=True, slots=True)
class BugRules:
    """How reports are answered; a log of 0 kilobytes is none at all."""

    reply_business_days: int = 1
    state_days: int = 7
    log_kilobytes: int = 1_000
    alarm_times: int = 5
    alarm_least: int = 5


# Words of lost data, as people write them: folded, Latin ones whole, others anywhere.
DATA_LOSS_WORDS = (
    "data loss",
    "lost data",
    "lost all",
    "lost my",
    "lost everything",
    "data is gone",
    "data are gone",
    "everything is gone",
    "all gone",
    "wiped",
    "erased my",
    "erased all",
    "deleted my",
    "deleted all",
    "deleted itself",
    "corrupted",
    "overwrote",
    "overwritten",
    "数据丢失",
    "丢失数据",
    "数据没了",
    "全没了",
    "都没了",
    "被清空",
    "清空了",
    "被删除",
    "误删",
    "文件损坏",
    "数据损坏",
    "被覆盖",
    "資料遺失",
    "遺失資料",
    "資料不見",
    "全不見",
    "都不見",
    "全沒了",
    "都沒了",
    "被清空",
    "被刪除",
    "誤刪",
    "檔案損毀",
    "資料損毀",
    "被覆蓋",
    "データが消え",
    "データ消失",
    "データ損失",
    "データを失",
    "全部消え",
    "全て消え",
    "すべて消え",
    "勝手に削除",
    "破損",
    "上書きされ",
)
