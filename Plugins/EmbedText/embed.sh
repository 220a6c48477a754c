#!/bin/sh
# usage: embed.sh ROOT OUTPUT FILE...
# Writes OUTPUT, a Swift file with the text of every FILE as a raw string literal under its path below ROOT.
set -eu
root=$1 output=$2
shift 2
{
    echo "/// Path below the folder of the target and text of every embedded file, sorted by path."
    echo 'let embeddedFiles: [(path: String, text: String)] = ['
    for file in "$@"; do
        if grep -q '"""###' "$file"; then
            echo "$file holds the end of a raw string literal" >&2
            exit 1
        fi
        printf '    (\n        "%s",\n###"""\n' "${file#"$root"/}"
        cat "$file"
        printf '\n"""###\n    ),\n'
    done
    echo ']'
} >"$output.new"
mv "$output.new" "$output"
