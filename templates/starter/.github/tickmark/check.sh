#!/usr/bin/env bash
# Runs tickmark in a job: `check` on a pull request, `lint` elsewhere. Writes annotations, the job's summary and a
# Markdown report for the comment. Everything it needs comes through the environment:
#
#   TICKMARK_BASE, TICKMARK_HEAD   the two ends of a pull request; without a base, the whole repository is linted
#   TICKMARK_FAIL_ON               error, warning, note or never; without it, what program.yaml says
#   TICKMARK_REQUIRE_APPROVAL      true: owners must have approved what asks for less
#   TICKMARK_SARIF                 where to write SARIF, if anywhere
set -uo pipefail

finish() {
  if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "exit-code=$1" >>"$GITHUB_OUTPUT"; fi
  exit "$1"
}

if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  echo "::error title=tickmark::The history is the evidence, and this checkout has none. Set fetch-depth: 0 on actions/checkout."
  finish 3
fi

report="${RUNNER_TEMP:-/tmp}/tickmark.md"
rm -f -- "$report"
if [ -n "${TICKMARK_BASE:-}" ]; then
  args=(check --base "$TICKMARK_BASE" --head "${TICKMARK_HEAD:-HEAD}")
  if [ "${TICKMARK_REQUIRE_APPROVAL:-false}" = true ]; then args+=(--require-approval); fi
else
  args=(lint --strict)
fi
if [ -n "${TICKMARK_FAIL_ON:-}" ]; then args+=(--fail-on "$TICKMARK_FAIL_ON"); fi
if [ -n "${TICKMARK_SARIF:-}" ]; then args+=(--output "sarif:$TICKMARK_SARIF"); fi

tickmark "${args[@]}" --format github --output "markdown:$report"
code=$?
if [ -f "$report" ]; then
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat -- "$report" >>"$GITHUB_STEP_SUMMARY"; fi
  if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "markdown=$report" >>"$GITHUB_OUTPUT"; fi
else
  # Without a report there is nothing that could look like a pass.
  echo "::error title=tickmark::tickmark ended with $code and wrote no report."
  if [ "$code" = 0 ]; then code=3; fi
fi
finish "$code"
