"""The path of a row: for who asks which step made of it what the plan says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

TABLE = """番号,事業名,担当課,令和６年度,予算額（前年度）
1,見守り,市民課,街頭で見守る。,120（100）
2,講座,市民課,講座を開く。,80（70）
3,街灯,道路課,街灯をつける。,30（20）
"""

PATH = """extract
  table 1 row 2: 1 | 見守り | 市民課 | 街頭で見守る。 | 120（100）
with_bracketed_amounts
  table 1 row 2: 1 | 見守り | 市民課 | 街頭で見守る。 | 120 | 100
header
  番号: number
  事業名: name
  担当課: department
  令和６年度: summary of R6
  予算額: amount
  前年度予算額: amount of R5
initiative 1-1 of 計画
  name: 見守り
  department: 市民課
  summary of R6: 街頭で見守る。
  予算額: 120
  予算額(2) of R5: 100
"""


def test_a_row_is_followed_from_the_file_to_the_plan(tmp_path: Path) -> None:
    """The script names the step that changed the row, what its columns hold, and its initiative."""
    file = tmp_path / "計画.csv"
    file.write_text(TABLE, encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "row.py"), str(file), "見守り"]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert ran.stdout == PATH
