# Completion of bouhan-diff for fish; the file goes to ~/.config/fish/completions/bouhan-diff.fish.
function __bouhan_diff_candidates
    set -l words (commandline -opc) (commandline -ct)
    _BOUHAN_DIFF_COMPLETE=fish $words[1] $words[2..-1] 2>/dev/null
end
complete --command bouhan-diff --arguments "(__bouhan_diff_candidates)"
