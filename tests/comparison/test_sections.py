"""A column of one document that makes the sections of the other."""

from collections.abc import Mapping

from bouhan_diff.comparison.compare import compare_documents
from bouhan_diff.comparison.table import ComparisonTable, RowKind
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, FieldValue, Initiative, Plan, Section

R6, R7 = Edition(2024), Edition(2025)


def listed(goals: Mapping[str, FieldValue], heading: str = "基本目標") -> Plan:
    """A plan of R6 in one section, with each initiative's goal as a field."""
    rows = tuple(
        Initiative(n, name, {R6: f"{name}を行う。"}, fields={heading: goal} if goal else {})
        for n, (name, goal) in enumerate(goals.items(), 1)
    )
    columns = (Column(heading, ColumnType.TEXT),)
    return Plan("施策一覧", {R6: ""}, (Section(1, "施策一覧", rows),), columns=columns)


def parted(sections: Mapping[str, tuple[str, ...]]) -> Plan:
    """A plan of R7 with the same goals as its sections."""
    return Plan(
        "施策一覧",
        {R7: ""},
        tuple(
            Section(
                at,
                title,
                tuple(Initiative(n, one, {R7: f"{one}を行う。"}) for n, one in enumerate(names, 1)),
            )
            for at, (title, names) in enumerate(sections.items(), 1)
        ),
    )


SECTIONS = {"支え合う": ("見守り", "朝市"), "学び育つ": ("図書の貸出し", "花壇の手入れ")}


def kinds(table: ComparisonTable) -> dict[str, RowKind]:
    """The kind of each row by its name."""
    return {row.name: row.kind for row in table.all_rows()}


def test_a_column_is_compared_with_the_sections_that_it_makes_next_year() -> None:
    """基本目標１　支え合う is the section 支え合う: nothing changed, and all is compared."""
    old = listed({"見守り": "基本目標１　支え合う", "図書の貸出し": "基本目標２　学び育つ"})
    table = compare_documents(old, parted(SECTIONS))
    assert table.not_compared == ()
    assert kinds(table) == {
        "見守り": RowKind.UNCHANGED,
        "朝市": RowKind.ADDED,
        "図書の貸出し": RowKind.UNCHANGED,
        "花壇の手入れ": RowKind.ADDED,
    }


def test_an_initiative_that_moved_to_another_goal_is_seen() -> None:
    """朝市 was of 学び育つ, and is in the section 支え合う now."""
    goals = {"見守り": "支え合う", "図書の貸出し": "学び育つ", "朝市": "学び育つ"}
    table = compare_documents(listed(goals), parted(SECTIONS))
    assert kinds(table)["朝市"] is RowKind.SUBSTANCE
    assert kinds(table)["見守り"] is RowKind.UNCHANGED


def test_it_is_so_the_other_way_round() -> None:
    """A document whose sections become a column loses none of them."""
    old, new = parted(SECTIONS), listed({"見守り": "支え合う", "図書の貸出し": "学び育つ"})
    table = compare_documents(old, new)
    assert table.not_compared == ()
    assert kinds(table)["朝市"] is RowKind.REMOVED


def test_a_goal_without_section_keeps_its_words() -> None:
    """What the other document has no section for is a section by itself."""
    goals = {"見守り": "支え合う", "図書の貸出し": "学び育つ", "河川の点検": "備え守る"}
    table = compare_documents(listed(goals), parted(SECTIONS))
    (gone,) = (row for row in table.all_rows() if row.kind is RowKind.REMOVED)
    assert gone.section.title == "備え守る"


def test_a_column_of_other_words_stays_a_field() -> None:
    """A 区分 of 新規 and 継続 makes no section; nor does a goal that a row lacks or has by year."""
    several: tuple[Mapping[str, FieldValue], ...] = (
        {"見守り": "新規", "図書の貸出し": "継続"},
        {"見守り": "支え合う", "図書の貸出し": ""},
        {"見守り": {R6: "支え合う"}, "図書の貸出し": {R6: "学び育つ"}},
    )
    for goals in several:
        table = compare_documents(listed(goals), parted(SECTIONS))
        assert [(one.heading, one.why) for one in table.not_compared] == [("基本目標", "only-old")]


def test_each_level_of_sections_has_its_column() -> None:
    """款 and 項 are 土木費　河川費 together; 款 alone is not."""
    sections = {"土木費　河川費": ("河川の点検", "見守り"), "教育費　小学校費": ("朝市", "花壇")}
    both = listed({"河川の点検": "土木費", "朝市": "教育費"}, "款")
    (section,) = both.sections
    items = iter(("河川費", "小学校費"))
    rows = tuple(
        Initiative(one.number, one.name, one.summaries, fields={**one.fields, "項": next(items)})
        for one in section.initiatives
    )
    whole = Plan(
        both.title,
        both.editions,
        (Section(1, section.title, rows),),
        columns=(*both.columns, Column("項", ColumnType.TEXT)),
    )
    assert compare_documents(whole, parted(sections)).not_compared == ()
    assert [one.heading for one in compare_documents(both, parted(sections)).not_compared] == ["款"]


def test_a_section_called_like_its_document_is_the_other_document_s() -> None:
    """Rows outside all chapters did not move where the document alone has another title."""

    def plan(title: str, edition: Edition) -> Plan:
        sections = (
            Section(1, title, (Initiative(1, "通則", {edition: "全体に当てはまる。"}),)),
            Section(2, "支え合う", (Initiative(1, "見守り", {edition: "声をかける。"}),)),
        )
        return Plan(title, {edition: ""}, sections)

    table = compare_documents(plan("地域の施策", R6), plan("地域福祉の施策一覧", R7))
    assert kinds(table) == {"通則": RowKind.UNCHANGED, "見守り": RowKind.UNCHANGED}


def test_an_item_dropped_from_the_debts_is_not_listed_under_those_added() -> None:
    """Of 債務負担行為補正 the one page is of 廃止, the other of 追加; no row moves between them."""

    def plan(act: str, name: str, edition: Edition) -> Plan:
        row = Initiative(1, name, {edition: f"{name}を行う。"})
        return Plan("債務負担行為補正", {edition: ""}, (Section(1, act, (row,)),))

    table = compare_documents(plan("1　廃止", "橋の建築", R6), plan("1　追加", "計画の策定", R7))
    assert [(row.name, row.section.title) for row in table.all_rows()] == [
        ("計画の策定", "1　追加"),
        ("橋の建築", "1　廃止"),
    ]


def test_the_name_of_a_sheet_is_no_part_of_the_section_that_moved_to_one_list() -> None:
    """支え合う on the sheet 福祉 is 支え合う on a sheet with all sections; 朝市 went elsewhere."""

    def plan(sheets: Mapping[str, str], edition: Edition, moved: str) -> Plan:
        titles = ("支え合う", "学び育つ")
        rows = {"支え合う": ["見守り", "会食"], "学び育つ": ["図書の貸出し"]}
        rows[moved].append("朝市")
        return Plan(
            "施策一覧",
            {edition: ""},
            tuple(
                Section(
                    at,
                    f"{sheets[title]}　{title}" if sheets[title] != "一覧" else title,
                    tuple(
                        Initiative(n, one, {edition: f"{one}を行う。"}, at=f"{sheets[title]}!{n}")
                        for n, one in enumerate(rows[title], 1)
                    ),
                )
                for at, title in enumerate(titles, 1)
            ),
        )

    sheets, alone = (
        {"支え合う": "福祉", "学び育つ": "教育"},
        {"支え合う": "一覧", "学び育つ": "一覧"},
    )
    for olds, news in ((sheets, alone), (alone, sheets)):
        table = compare_documents(plan(olds, R6, "支え合う"), plan(news, R7, "学び育つ"))
        assert kinds(table) == {
            "見守り": RowKind.UNCHANGED,
            "会食": RowKind.UNCHANGED,
            "図書の貸出し": RowKind.UNCHANGED,
            "朝市": RowKind.SUBSTANCE,
        }
