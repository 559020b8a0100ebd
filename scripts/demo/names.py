"""Vocabulary of the demo company: people, firms, job titles, industries, words.

All firms are invented; their domains carry ``-demo`` so that none of them is real.
"""

import random

OWN_DOMAIN = "kaede-cloudworks-demo.co.jp"
COMPETITOR_DOMAINS = ("rival-suite-demo.com", "tsubame-platform-demo.co.jp")
DISPOSABLE_DOMAINS = ("sutemail-demo.com", "tenmin-mail-demo.com")
TEST_DOMAINS = ("qa-check-demo.jp",)
FREE_MAIL_DOMAINS = ("gmail.com", "yahoo.co.jp", "outlook.jp")

FAMILY_NAMES = (
    ("佐藤", "sato"),
    ("鈴木", "suzuki"),
    ("高橋", "takahashi"),
    ("田中", "tanaka"),
    ("伊藤", "ito"),
    ("渡辺", "watanabe"),
    ("山本", "yamamoto"),
    ("中村", "nakamura"),
    ("小林", "kobayashi"),
    ("加藤", "kato"),
    ("吉田", "yoshida"),
    ("山田", "yamada"),
    ("佐々木", "sasaki"),
    ("松本", "matsumoto"),
    ("井上", "inoue"),
    ("木村", "kimura"),
    ("林", "hayashi"),
    ("清水", "shimizu"),
    ("山崎", "yamazaki"),
    ("森", "mori"),
    ("池田", "ikeda"),
    ("橋本", "hashimoto"),
    ("阿部", "abe"),
    ("石川", "ishikawa"),
    ("前田", "maeda"),
    ("藤田", "fujita"),
    ("後藤", "goto"),
    ("岡田", "okada"),
    ("長谷川", "hasegawa"),
    ("村上", "murakami"),
    ("近藤", "kondo"),
    ("坂本", "sakamoto"),
    ("遠藤", "endo"),
    ("青木", "aoki"),
    ("西村", "nishimura"),
    ("福田", "fukuda"),
    ("三浦", "miura"),
    ("岡本", "okamoto"),
    ("松田", "matsuda"),
    ("中島", "nakajima"),
)
GIVEN_NAMES = (
    ("健", "ken"),
    ("翔太", "shota"),
    ("大輔", "daisuke"),
    ("直樹", "naoki"),
    ("誠", "makoto"),
    ("陽子", "yoko"),
    ("美咲", "misaki"),
    ("裕子", "yuko"),
    ("恵", "megumi"),
    ("拓也", "takuya"),
    ("健太郎", "kentaro"),
    ("由美", "yumi"),
    ("浩", "hiroshi"),
    ("智子", "tomoko"),
    ("達也", "tatsuya"),
    ("亮", "ryo"),
    ("彩", "aya"),
    ("真由美", "mayumi"),
    ("隆", "takashi"),
    ("和也", "kazuya"),
    ("千尋", "chihiro"),
    ("優", "yu"),
    ("修", "osamu"),
    ("奈々", "nana"),
    ("蓮", "ren"),
    ("悠斗", "yuto"),
    ("美穂", "miho"),
    ("剛", "tsuyoshi"),
    ("香織", "kaori"),
    ("洋平", "yohei"),
)
FIRM_STEMS = (
    ("青葉", "aoba"),
    ("東陽", "toyo"),
    ("若草", "wakakusa"),
    ("白峰", "shiramine"),
    ("海音", "kaion"),
    ("北斗星", "hokutosei"),
    ("瑞雲", "zuiun"),
    ("千歳川", "chitosegawa"),
    ("桜台", "sakuradai"),
    ("銀嶺", "ginrei"),
    ("春日野", "kasugano"),
    ("常盤木", "tokiwagi"),
    ("朝凪", "asanagi"),
    ("紅葉", "momiji"),
    ("清流", "seiryu"),
    ("新星", "shinsei"),
    ("大和路", "yamatoji"),
    ("雪代", "yukishiro"),
    ("松風", "matsukaze"),
    ("明光", "meiko"),
    ("双葉", "futaba"),
    ("鶴見野", "tsurumino"),
    ("黒潮", "kuroshio"),
    ("蒼天", "soten"),
    ("光陽", "koyo"),
    ("三珠", "mitama"),
    ("若鷹", "wakataka"),
    ("星川", "hoshikawa"),
    ("藤波", "fujinami"),
    ("山吹", "yamabuki"),
    ("翠嵐", "suiran"),
    ("飛鳥路", "asukaji"),
    ("響", "hibiki"),
    ("月見", "tsukimi"),
    ("初音", "hatsune"),
    ("富士見", "fujimi"),
    ("若水", "wakamizu"),
    ("風見", "kazami"),
    ("緑風", "ryokufu"),
    ("陽明", "yomei"),
)
# canonical industry -> (weight, spellings as they land, name endings of firms)
INDUSTRIES: dict[str, tuple[int, tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "manufacturing": (
        24,
        ("製造", "製造業", "Manufacturing"),
        (("精機", "seiki"), ("工業", "kogyo"), ("製作所", "seisakusho")),
    ),
    "information_technology": (
        20,
        ("IT", "情報通信", "Technology"),
        (("システム", "system"), ("ソフト", "soft"), ("データ", "data")),
    ),
    "finance": (
        9,
        ("金融", "Finance", "Financial Services"),
        (("信用", "shinyo"), ("キャピタル", "capital"), ("リース", "lease")),
    ),
    "retail": (
        11,
        ("小売", "小売業", "Retail"),
        (("商店", "shoten"), ("マート", "mart"), ("百貨", "hyakka")),
    ),
    "healthcare": (
        9,
        ("医療", "Healthcare", "医療・福祉"),
        (("メディカル", "medical"), ("薬品", "yakuhin"), ("ケア", "care")),
    ),
    "construction": (
        8,
        ("建設", "建設業", "Construction"),
        (("建設", "kensetsu"), ("組", "gumi"), ("設計", "sekkei")),
    ),
    "logistics": (
        7,
        ("物流", "運輸", "Logistics"),
        (("運輸", "unyu"), ("物流", "butsuryu"), ("倉庫", "soko")),
    ),
    "public_sector": (
        2,
        ("官公庁", "Government"),
        (("公社", "kosha"), ("事業団", "jigyodan"), ("振興会", "shinkokai")),
    ),
    "education": (
        4,
        ("教育", "Education"),
        (("学院", "gakuin"), ("教育社", "kyoikusha"), ("ゼミ", "semi")),
    ),
    "services": (
        5,
        ("サービス", "サービス業", "Services"),
        (("サービス", "service"), ("企画", "kikaku"), ("パートナーズ", "partners")),
    ),
    "other": (
        1,
        ("その他", "Other"),
        (("総業", "sogyo"), ("ホールディングス", "hd"), ("興産", "kosan")),
    ),
}
TARGET_INDUSTRIES = (
    "manufacturing",
    "information_technology",
    "finance",
    "healthcare",
    "logistics",
)
REGIONS = (
    ("関東", 45),
    ("関西", 20),
    ("中部", 14),
    ("九州", 8),
    ("東北", 5),
    ("北海道", 4),
    ("中国地方", 3),
    ("四国", 1),
)
JOB_TITLES = (
    ("担当", 30),
    ("主任", 12),
    ("課長", 18),
    ("部長", 14),
    ("Manager", 9),
    ("取締役", 6),
    ("本部長", 4),
    ("CTO", 3),
    ("代表取締役社長", 2),
    ("Director", 2),
)
PRODUCTS = (
    ("楓クラウド スタンダード", "SaaS"),
    ("楓クラウド エンタープライズ", "SaaS"),
    ("導入支援パック", "導入支援"),
    ("運用トレーニング", "導入支援"),
    ("エッジ端末", "ハードウェア"),
)
DISQUALIFY_REASONS = ("予算なし", "時期尚早", "競合", "連絡不可", "対象外")

CHANNEL_WEIGHTS = {
    "paid_search": 16,
    "paid_social": 8,
    "display": 4,
    "organic_search": 17,
    "organic_social": 3,
    "email": 5,
    "direct": 7,
    "referral": 4,
    "event": 12,
    "webinar": 9,
    "partner": 5,
    "outbound": 7,
    "existing_customer": 3,
}
NON_MARKETING = ("partner", "outbound", "existing_customer")
SOURCE_WORDS: dict[str, tuple[str, ...]] = {
    "paid_search": ("Paid Search", "リスティング広告"),
    "paid_social": ("Paid Social",),
    "display": ("Display",),
    "organic_search": ("Organic Search", "自然検索"),
    "organic_social": ("Organic Social",),
    "email": ("Email", "メルマガ"),
    "direct": ("Web", "Direct"),
    "referral": ("Referral",),
    "event": ("Trade Show", "展示会"),
    "webinar": ("Webinar", "ウェビナー"),
    "partner": ("Partner", "パートナー紹介"),
    "outbound": ("Outbound", "アウトバウンド", "テレアポ"),
    "existing_customer": ("Existing Customer", "既存顧客"),
}
WORD_CHANNEL = {word: channel for channel, words in SOURCE_WORDS.items() for word in words}


def weighted(rng: random.Random, pairs: tuple[tuple[str, int], ...]) -> str:
    """Draw one word by its weight."""
    return rng.choices([pair[0] for pair in pairs], [pair[1] for pair in pairs])[0]


def is_marketing(channel: str) -> bool:
    """Say whether a channel is known to be marketing's."""
    return channel in SOURCE_WORDS and channel not in NON_MARKETING


def excluded_domains() -> list[tuple[str, str, str]]:
    """List the e-mail domains whose people are no valid leads, with type and reason."""
    rows = [(OWN_DOMAIN, "own", "自社ドメイン")]
    rows += [(domain, "competitor", "競合他社") for domain in COMPETITOR_DOMAINS]
    rows += [(domain, "disposable", "使い捨てメール") for domain in DISPOSABLE_DOMAINS]
    rows += [(domain, "test", "動作確認用") for domain in TEST_DOMAINS]
    return rows
