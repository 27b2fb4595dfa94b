#compdef bouhan-diff
# Completion of bouhan-diff for zsh; the file is read in ~/.zshrc after compinit.
_bouhan_diff() {
    local -a candidates
    candidates=("${(@f)$(_BOUHAN_DIFF_COMPLETE=zsh "${words[1]}" "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    candidates=("${(@)candidates:#}")
    if (( ${#candidates} )); then
        compadd -V bouhan-diff -- "${candidates[@]}"
    else
        _files
    fi
}
compdef _bouhan_diff bouhan-diff
