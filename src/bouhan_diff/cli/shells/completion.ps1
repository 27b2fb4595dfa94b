# Completion of bouhan-diff for PowerShell; the file is read in $PROFILE.
Register-ArgumentCompleter -Native -CommandName bouhan-diff -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.ToString() }
    })
    if ($wordToComplete -eq '') { $words += '' }
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    $env:_BOUHAN_DIFF_COMPLETE = 'powershell'
    try { $candidates = @(& bouhan-diff @words 2>$null) }
    finally {
        Remove-Item Env:_BOUHAN_DIFF_COMPLETE
        [Console]::OutputEncoding = $encoding
    }
    $candidates | ForEach-Object {
        $text = if ($_ -match '[\s''"`$(){};,|&<>@#]') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
