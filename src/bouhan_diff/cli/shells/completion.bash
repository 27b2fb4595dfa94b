# Completion of bouhan-diff for bash 4.4 and later; the file is read in ~/.bashrc.
_bouhan_diff_completion() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$(printf '%q' "$candidate")")
    done < <(_BOUHAN_DIFF_COMPLETE=bash "$1" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -o nosort -F _bouhan_diff_completion bouhan-diff
