@echo off
chcp 65001 >nul
rem 前年度の資料と今年度の資料を一緒にこのアイコンへドロップすると、変わったことをブラウザーに表示します。
if "%~1"=="" (
  echo 比べる二つの資料を、一緒にこのアイコンへドロップしてください。
  pause
  exit /b 2
)
where bouhan-diff >nul 2>nul
if errorlevel 1 (
  py -X utf8 -m bouhan_diff compare --by-year --open %*
) else (
  bouhan-diff compare --by-year --open %*
)
if errorlevel 1 pause
