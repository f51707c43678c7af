#!/usr/bin/env bash
# Keeps one comment on a pull request: found by its marker among those that a bot wrote, then changed, else begun.
# `gh pr comment --edit-last` would edit the last comment of the same bot, which may be another action's.
#
#   GH_TOKEN, GH_REPO, PR   which pull request;  BODY   the file that holds the comment
set -euo pipefail

marker='<!-- tickmark:report -->'
if [ "$(head -n 1 -- "$BODY")" != "$marker" ]; then
  echo "$BODY does not begin with $marker" >&2
  exit 1
fi
mine="[.[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id] | .[]"
ids=$(gh api --paginate "repos/$GH_REPO/issues/$PR/comments?per_page=100" --jq "$mine")
id=${ids%%$'\n'*}
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GH_REPO/issues/comments/$id" --field "body=@$BODY"
else
  gh api --silent --method POST "repos/$GH_REPO/issues/$PR/comments" --field "body=@$BODY"
fi
