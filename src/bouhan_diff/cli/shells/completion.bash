# Completion of bouhan-diff for bash 4.4 and later; the file is read in ~/.bashrc.
_bouhan_diff_completion() {
    local piece word candidate sign
    local -a words=()
    COMPREPLY=()
    # bash ends a word at each colon.
    for piece in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ ${#words[@]} -gt 0 && $COMP_LINE == *"${words[-1]}$piece"* ]] &&
            [[ $piece == :* || ${words[-1]} == *: ]]; then
            words[-1]+=$piece
        else
            words+=("$piece")
        fi
    done
    while IFS= read -r candidate; do
        word=${words[-1]}
        case $word in
            \'*) candidate=${candidate//\'/\'\\\'\'} ;;
            \"*) for sign in \\ \" \$ \`; do candidate=${candidate//"$sign"/"\\$sign"}; done ;;
            *)
                printf -v candidate '%q' "$candidate"
                while [[ $word == *:* ]]; do
                    word=${word#*:} candidate=${candidate#*:}
                done
                ;;
        esac
        COMPREPLY+=("$candidate")
    done < <(_BOUHAN_DIFF_COMPLETE=bash "$1" "${words[@]}" 2>/dev/null)
}
complete -o default -o nosort -F _bouhan_diff_completion bouhan-diff
