# Completion of quotewatch for fish; the words come from the program's own help.
function __quotewatch_verbs
    quotewatch --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  *\(.*\)/\1\t\2/p'
end
function __quotewatch_options
    set -l verb (commandline -opc)[2]
    quotewatch $verb --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*' | sort -u
end
function __quotewatch_words
    set -l verb (commandline -opc)[2]
    quotewatch $verb --help 2>/dev/null | sed -nE "s/^(usage:)? *quotewatch $verb ([a-z][a-z|-]*).*/\2/p" | tr '|' '\n' | sort -u
end
complete -c quotewatch -n 'test (count (commandline -opc)) -eq 1' -f -a '(__quotewatch_verbs)'
complete -c quotewatch -n 'test (count (commandline -opc)) -eq 2' -a '(__quotewatch_words)'
complete -c quotewatch -n 'test (count (commandline -opc)) -ge 2; and string match -q -- "-*" (commandline -ct)' -a '(__quotewatch_options)'
