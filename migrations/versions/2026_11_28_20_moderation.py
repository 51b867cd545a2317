"""Reports, rulings, appeals, the library of reasons; limits of what people write."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
SUBJECTS = "subject_kind IN ('idea', 'comment', 'person')"
AGAINST = "act IN ('refuse', 'hide', 'remove', 'spam', 'warn', 'slow', 'suspend')"


def upgrade() -> None:
    op.add_column("people", sa.Column("suspended_until", AT, nullable=True))
    op.add_column("people", sa.Column("slowed_until", AT, nullable=True))
    _rulings()
    _reports()
    _appeals()
    _reasons()
    append_only("rulings")


def downgrade() -> None:
    drop_append_only("rulings")
    for table in ("ruling_reasons", "appeals", "reports", "ruling_things", "rulings"):
        op.drop_table(table)
    op.drop_column("people", "slowed_until")
    op.drop_column("people", "suspended_until")


def _rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", INT, nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", INT, nullable=False),
        sa.Column("space_id", INT, nullable=True),
        sa.Column("about_id", INT, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until_at", AT, nullable=True),
        sa.Column("was_hidden", sa.Boolean(), nullable=False),
        sa.Column("undo_of_id", INT, nullable=True),
        sa.Column("by_id", INT, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.CheckConstraint(SUBJECTS, name=op.f("ck_rulings_subject_kind")),
        sa.CheckConstraint(
            "act IN ('publish', 'ask_fixes', 'refuse', 'keep', 'hide', 'remove', "
            "'spam', 'warn', 'slow', 'suspend', 'undo')",
            name=op.f("ck_rulings_act"),
        ),
        sa.CheckConstraint("by_id <> about_id", name=op.f("ck_rulings_own_matter")),
        sa.CheckConstraint(
            f"NOT ({AGAINST}) OR code <> '' OR text <> ''",
            name=op.f("ck_rulings_reasoned"),
        ),
        sa.CheckConstraint(
            "NOT (act IN ('spam', 'slow', 'suspend')) OR until_at IS NOT NULL",
            name=op.f("ck_rulings_timed"),
        ),
        sa.CheckConstraint(
            "(act = 'undo') = (undo_of_id IS NOT NULL)", name=op.f("ck_rulings_undo")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["people.id"], name=op.f("fk_rulings_about_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_rulings_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_rulings_space_id")
        ),
        sa.ForeignKeyConstraint(
            ["undo_of_id"], ["rulings.id"], name=op.f("fk_rulings_undo_of_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
        sa.UniqueConstraint("undo_of_id", name=op.f("uq_rulings_undo_of_id")),
    )
    op.create_index(
        "ix_rulings_subject", "rulings", ["subject_kind", "subject_id", "id"]
    )
    op.create_index("ix_rulings_about", "rulings", ["about_id", "id"])
    op.create_index("ix_rulings_by", "rulings", ["by_id", "id"])
    op.create_table(
        "ruling_things",
        sa.Column("id", INT, nullable=False),
        sa.Column("ruling_id", INT, nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", INT, nullable=False),
        sa.CheckConstraint(SUBJECTS, name=op.f("ck_ruling_things_subject_kind")),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["rulings.id"], name=op.f("fk_ruling_things_ruling_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling_things")),
        sa.UniqueConstraint(
            "ruling_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_ruling_things_ruling_id_subject_kind_subject_id"),
        ),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", INT, nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", INT, nullable=False),
        sa.Column("by_id", INT, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("ruling_id", INT, nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.CheckConstraint(SUBJECTS, name=op.f("ck_reports_subject_kind")),
        sa.CheckConstraint(
            "code IN ('spam', 'insult', 'danger', 'private', 'rights', 'other')",
            name=op.f("ck_reports_code"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_reports_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["rulings.id"], name=op.f("fk_reports_ruling_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "by_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_reports_by_id_subject_kind_subject_id"),
        ),
    )
    op.create_index(
        "ix_reports_subject", "reports", ["subject_kind", "subject_id", "ruling_id"]
    )
    op.create_index(op.f("ix_reports_ruling_id"), "reports", ["ruling_id"])


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", INT, nullable=False),
        sa.Column("ruling_id", INT, nullable=False),
        sa.Column("by_id", INT, nullable=False),
        sa.Column("first_by_id", INT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", INT, nullable=True),
        sa.Column("answered_at", AT, nullable=True),
        sa.Column("solo_at", AT, nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_appeals_text")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('upheld', 'dismissed')",
            name=op.f("ck_appeals_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_by_id IS NULL) AND "
            "(outcome IS NULL) = (answered_at IS NULL) AND "
            "(outcome IS NULL OR answer <> '')",
            name=op.f("ck_appeals_answered"),
        ),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> first_by_id "
            "OR solo_at IS NOT NULL",
            name=op.f("ck_appeals_other_moderator"),
        ),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> by_id",
            name=op.f("ck_appeals_own_matter"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["people.id"], name=op.f(f"fk_appeals_{column}")
            )
            for column in ("by_id", "first_by_id", "answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["rulings.id"], name=op.f("fk_appeals_ruling_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("ruling_id", name=op.f("uq_appeals_ruling_id")),
    )
    op.create_index("ix_appeals_by", "appeals", ["by_id", "id"])


def _reasons() -> None:
    table = op.create_table(
        "ruling_reasons",
        sa.Column("id", INT, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("changed_by_id", INT, nullable=True),
        sa.CheckConstraint(
            "use IN ('refusal', 'ruling', 'fix')", name=op.f("ck_ruling_reasons_use")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_ruling_reasons_text")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["people.id"],
            name=op.f("fk_ruling_reasons_changed_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling_reasons")),
        sa.UniqueConstraint("code", "lang", name=op.f("uq_ruling_reasons_code_lang")),
    )
    at = datetime(2026, 11, 28, tzinfo=UTC)
    rows = [
        {"code": code, "lang": lang, "use": use, "text": words, "changed_at": at}
        for code, use, texts in LIBRARY
        for lang, words in zip(LANGS, texts, strict=True)
    ]
    op.bulk_insert(table, rows)


LANGS = ("en", "zh_Hans", "zh_Hant", "ja")
LIBRARY = (
    (
        "not_own_work",
        "refusal",
        (
            "Words or pictures here were made by somebody else, and nothing says that "
            "they agreed. Only your own work can be published, because it may become a "
            "product that pays its makers. Send it again with your own drawing or text.",
            "这里的文字或图片出自他人之手，也没有说明对方已经同意。点子可能成为让创作者获得收益的产品，"
            "所以我们只能发布你自己的作品。请换成自己的图或文字再提交一次。",
            "這裡的文字或圖片出自他人之手，也沒有說明對方已經同意。點子可能成為讓創作者獲得收益的產品，"
            "所以我們只能發布你自己的作品。請換成自己的圖或文字再提交一次。",
            "ここにある文章または画像はほかの人が作ったもので、その人の同意が示されていません。アイデアは"
            "作り手に収益が届く製品になりうるため、公開できるのはご自身の作品だけです。ご自身の絵や文章に"
            "差し替えて、もう一度お送りください。",
        ),
    ),
    (
        "offensive",
        "refusal",
        (
            "This text attacks or mocks people. Criticise things as sharply as you like, "
            "but not persons or groups. Say what is wrong with the thing and what would "
            "be better, and we gladly look at it again.",
            "这段文字攻击或嘲讽了他人。对事物可以尽情批评，对个人和群体不可以。"
            "请说明东西哪里不好、怎样会更好，我们很乐意再看一次。",
            "這段文字攻擊或嘲諷了他人。對事物可以盡情批評，對個人和群體不可以。"
            "請說明東西哪裡不好、怎樣會更好，我們很樂意再看一次。",
            "この文章は人を攻撃したり、からかったりしています。物への批判はいくら厳しくてもかまいませんが、"
            "個人や集団への攻撃はできません。何が問題で、どうすれば良くなるのかを書いてくだされば、"
            "喜んでもう一度拝見します。",
        ),
    ),
    (
        "dangerous",
        "refusal",
        (
            "What is proposed here could hurt somebody or is against the law where we "
            "sell, so we cannot make it and do not publish it. If a safe form of it "
            "solves your problem too, send that one.",
            "这个提议可能伤害到人，或者违反我们销售地区的法律，因此我们不能制作，也不能发布。"
            "如果换一种安全的做法也能解决你的问题，请提交那一种。",
            "這個提議可能傷害到人，或者違反我們銷售地區的法律，因此我們不能製作，也不能發布。"
            "如果換一種安全的做法也能解決你的問題，請提交那一種。",
            "この提案は人を傷つけるおそれがあるか、販売地域の法律に反するため、作ることも公開することも"
            "できません。安全な形でも問題が解決するなら、そちらをお送りください。",
        ),
    ),
    (
        "advertising",
        "refusal",
        (
            "This reads as an advertisement: it sends people to something on sale "
            "elsewhere instead of proposing what we could make. Describe the idea itself, "
            "without prices, shops or links, and it has a place here.",
            "这更像一则广告：它把人引向别处出售的商品，而不是提出我们可以做的东西。"
            "请只写点子本身，不写价格、店铺和链接，这里就有它的位置。",
            "這更像一則廣告：它把人引向別處出售的商品，而不是提出我們可以做的東西。"
            "請只寫點子本身，不寫價格、店鋪和連結，這裡就有它的位置。",
            "これは広告のように読めます。私たちが作れるものの提案ではなく、ほかで売られているものへ人を"
            "誘導しています。価格、店、リンクを除き、アイデアそのものを書いてくだされば掲載できます。",
        ),
    ),
    (
        "known_product",
        "refusal",
        (
            "We already sell this, so there is nothing left to decide by support. If "
            "something about it should be better, send that as an improvement and name "
            "the product; such ideas are very welcome.",
            "这个产品我们已经在售，不需要再靠支持来决定。如果它有什么地方应该更好，"
            "请作为改进提交，并写明是哪个产品，我们非常欢迎。",
            "這個產品我們已經在售，不需要再靠支持來決定。如果它有什麼地方應該更好，"
            "請作為改進提交，並寫明是哪個產品，我們非常歡迎。",
            "これはすでに販売しているため、応援で決めることが残っていません。良くしたい点があれば、"
            "製品名を添えて改善としてお送りください。大歓迎です。",
        ),
    ),
    (
        "off_topic",
        "refusal",
        (
            "This is not about anything that we make or could make, so nobody here could "
            "ever answer it well. The page of each space says what it is for; choose the "
            "one that fits, or tell us there what is missing.",
            "这与我们正在做或能够做的东西无关，这里没有人能给出好的答复。每个版块的页面都写明了用途；"
            "请选择合适的版块，或在那里告诉我们缺了什么。",
            "這與我們正在做或能夠做的東西無關，這裡沒有人能給出好的答覆。每個版塊的頁面都寫明了用途；"
            "請選擇合適的版塊，或在那裡告訴我們缺了什麼。",
            "これは私たちが作っているもの、作れるものと関係がなく、きちんとお答えできる人がここにいません。"
            "各スペースのページに用途が書いてあります。合う場所を選ぶか、足りないものをそこで教えてください。",
        ),
    ),
    (
        "insult",
        "ruling",
        (
            "This attacks people instead of speaking about a thing, and nobody can go on "
            "talking beside it. You may say the same about the matter itself.",
            "这是在攻击人，而不是讨论事情，会让大家无法继续交流。同样的意见，请就事论事地说。",
            "這是在攻擊人，而不是討論事情，會讓大家無法繼續交流。同樣的意見，請就事論事地說。",
            "物ではなく人を攻撃していて、みんなが話を続けられなくなります。"
            "同じことを、事柄についてなら書いていただけます。",
        ),
    ),
    (
        "spam",
        "ruling",
        (
            "This is advertising, or the same text in many places. It helps nobody here to "
            "make or choose a product.",
            "这是广告，或在多处重复的内容，不能帮助任何人制作或选择产品。",
            "這是廣告，或在多處重複的內容，不能幫助任何人製作或選擇產品。",
            "広告、または多くの場所への同じ投稿で、製品を作ったり選んだりする助けになりません。",
        ),
    ),
    (
        "private_data",
        "ruling",
        (
            "This shows somebody's private data, such as an address, a number or a face, "
            "without their consent, and may harm them. Write it without those details and "
            "it can stay.",
            "这里公开了他人的私人信息，例如地址、号码或面容，未经本人同意，可能伤害到当事人。"
            "去掉这些细节后就可以保留。",
            "這裡公開了他人的私人資訊，例如地址、號碼或面容，未經本人同意，可能傷害到當事人。"
            "去掉這些細節後就可以保留。",
            "住所、番号、顔など、ほかの人の個人情報が本人の同意なく示されていて、その人を傷つけるおそれが"
            "あります。詳細を除いて書けば掲載できます。",
        ),
    ),
    (
        "rights",
        "ruling",
        (
            "Somebody told us that this uses their work without permission, and what they "
            "showed us supports it. It stays hidden until both agree or you show that it "
            "is yours.",
            "有人告知我们，这里未经许可使用了他的作品，而且对方提供的材料支持这一点。"
            "在双方达成一致或你证明作品属于你之前，它将保持隐藏。",
            "有人告知我們，這裡未經許可使用了他的作品，而且對方提供的材料支持這一點。"
            "在雙方達成一致或你證明作品屬於你之前，它將保持隱藏。",
            "許可なく自分の作品が使われているとの申し出があり、示された資料もそれを裏づけています。"
            "双方が合意するか、ご自身の作品だと示されるまで非表示のままにします。",
        ),
    ),
    (
        "who_for",
        "fix",
        (
            "Say in one line who it is for and in which moment.",
            "请用一句话说明它给谁用、在什么时候用。",
            "請用一句話說明它給誰用、在什麼時候用。",
            "だれが、どんなときに使うのかを一行で書いてください。",
        ),
    ),
    (
        "one_need",
        "fix",
        (
            "This holds several ideas. Keep one, and send the others apart.",
            "这里包含了好几个点子。请只保留一个，其他的分开提交。",
            "這裡包含了好幾個點子。請只保留一個，其他的分開提交。",
            "いくつかのアイデアが入っています。一つに絞り、ほかは別にお送りください。",
        ),
    ),
    (
        "own_picture",
        "fix",
        (
            "Use a picture that you made yourself; a drawing by hand is fine.",
            "请使用自己制作的图片，手绘也可以。",
            "請使用自己製作的圖片，手繪也可以。",
            "ご自身で作った画像を使ってください。手描きでかまいません。",
        ),
    ),
    (
        "show_size",
        "fix",
        (
            "Show how big it is, for example beside a hand or a coin.",
            "请展示它的大小，例如放在手或硬币旁边。",
            "請展示它的大小，例如放在手或硬幣旁邊。",
            "手や硬貨と並べるなどして、大きさがわかるようにしてください。",
        ),
    ),
)
