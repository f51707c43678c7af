#!/usr/bin/env bash
# Keeps one issue that says what is overdue and due: found by its marker among those that a bot opened, then changed,
# begun when there is something to do, closed when there is nothing left.
#
#   GH_TOKEN, GH_REPO   which repository
set -euo pipefail

marker='<!-- tickmark:due -->'
title='Compliance: due and overdue'
body="${RUNNER_TEMP:-/tmp}/tickmark-due.md"
open=$(tickmark status --format tsv | tail -n +2 | wc -l)
{
  printf '%s\n' "$marker"
  tickmark status --format markdown
} >"$body"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat -- "$body" >>"$GITHUB_STEP_SUMMARY"; fi

mine="[.[] | select((.pull_request | not) and .user.type == \"Bot\" and ((.body // \"\") | startswith(\"$marker\"))) | .number] | .[]"
ids=$(gh api --paginate "repos/$GH_REPO/issues?state=open&per_page=100" --jq "$mine")
id=${ids%%$'\n'*}
if [ -n "$id" ] && [ "$open" -gt 0 ]; then
  gh api --silent --method PATCH "repos/$GH_REPO/issues/$id" --field "body=@$body"
elif [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GH_REPO/issues/$id" --field "body=@$body" --field state=closed
elif [ "$open" -gt 0 ]; then
  gh api --silent --method POST "repos/$GH_REPO/issues" --field "title=$title" --field "body=@$body"
fi
