# Completion of quotewatch for bash. Verbs, words and options come from the program's own help, so they are never stale.
_quotewatch() {
  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} known
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    known=$(quotewatch --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p')
  elif [[ $word == -* ]]; then
    known=$(quotewatch "$verb" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*' | sort -u)" --json --help"
  elif [ "$COMP_CWORD" -eq 2 ]; then
    known=$(quotewatch "$verb" --help 2>/dev/null |
      sed -nE "s/^(usage:)? *quotewatch $verb ([a-z][a-z|-]*).*/\2/p" | tr '|' '\n' | sort -u)
  fi
  # shellcheck disable=SC2207 # words of the help hold no blanks
  COMPREPLY=($(compgen -W "$known" -- "$word"))
}
complete -o default -F _quotewatch quotewatch
