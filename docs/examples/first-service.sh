#!/usr/bin/env bash
# From an empty folder to a service that keeps its state through kill -9: what docs/first-service.md
# shows, run and timed. Everything it starts listens on 127.0.0.1 and ends with it.
#
#   docs/examples/first-service.sh node|python|java
#
#   HOLDFAST  the program, if it is not the launcher beside these docs
set -euo pipefail

language=${1:?node, python or java}
holdfast=${HOLDFAST:-$(cd "$(dirname "$0")/../.." && pwd)/holdfast}
work=$(mktemp -d)
log=$work/dev.log
launcher=
begun=$(date +%s%N)

holdfast() { "$holdfast" "$@"; }

# What listens: the launcher has become it, or, when it records a first start, has started it.
node_of() { pgrep -P "$launcher" java || echo "$launcher"; }

finish() {
  if [ -n "$launcher" ] && kill -0 "$launcher" 2>/dev/null; then
    kill "$(node_of)" 2>/dev/null || true
    wait "$launcher" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

seconds() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }
millis() { echo $((($(date +%s%N) - $1) / 1000000)); }

# Shows a command, runs it, and says how long it took.
run() {
  local from
  from=$(date +%s%N)
  printf '$ %s\n' "$*"
  "$@"
  printf '# %s s\n' "$(seconds "$(millis "$from")")"
}

# Waits until the log of dev, from a line on, says it.
says() {
  local words=$1 after=$2 from
  from=$(date +%s%N)
  until tail -n "+$((after + 1))" "$log" | grep -q -- "$words"; do
    if [ "$(millis "$from")" -gt 60000 ] || ! kill -0 "$launcher" 2>/dev/null; then
      echo "dev did not say: $words" >&2
      cat "$log" >&2
      exit 1
    fi
    sleep 0.02
  done
}

lines() { wc -l <"$log"; }

dev() {
  : >"$log"
  "$holdfast" dev counter --port 0 >>"$log" 2>&1 &
  launcher=$!
  says 'listening at' 0
  url=$(sed -n 's/.*listening at \([^;]*\);.*/\1/p' "$log" | head -n 1)/v1/services/counter/first
  grep -v '^20' "$log"
}

call() {
  if [ $# -eq 2 ]; then
    curl -sS --max-time 20 -H 'Content-Type: application/json' -d "$2" "$url/$1"
  else
    curl -sS --max-time 20 "$url/$1"
  fi
  echo
}

expect() {
  [ "$1" = "$2" ] || {
    echo "expected $2, but it answered: $1" >&2
    cat "$log" >&2
    exit 1
  }
}

# What an author would type: another query, which prints something.
edit() {
  case $language in
    node)
      sed -i 's|queries: { value: state => state.value }|queries: {\
    value: state => state.value,\
    twice: state => {\
      console.log("twice of", state.value)\
      return 2 * state.value\
    },\
  }|' counter/index.mjs
      ;;
    python)
      sed -i 's|    def apply|    @query\
    def twice(self) -> int:\
        print("twice of", self.total)\
        return 2 * self.total\
\
    def apply|' counter/service.py
      ;;
    java)
      sed -i 's|  @Override|  @Query\
  int twice() {\
    System.out.println("twice of " + value);\
    return 2 * value;\
  }\
\
  @Override|' counter/Counter.java
      ;;
  esac
}

code() {
  case $language in
    node) echo counter/index.mjs ;;
    python) echo counter/service.py ;;
    java) echo counter/Counter.java ;;
  esac
}

cd "$work"
run holdfast new --lang "$language" counter
run holdfast test counter
echo '$ holdfast dev counter &'
from=$(date +%s%N)
dev
printf '# %s s\n' "$(seconds "$(millis "$from")")"
run call add 5
expect "$(call value)" 5

echo "# An edit: a query that answers twice the value, and prints it."
from=$(date +%s%N)
edit
until [ "$(call twice 2>/dev/null)" = 10 ]; do
  [ "$(millis "$from")" -lt 20000 ] || { cat "$log" >&2; exit 1; }
  sleep 0.02
done
live=$(millis "$from")
echo "# It is live $live ms after it was saved, and the state is there: 10."
says 'twice of 5' 0
grep 'twice of 5' "$log" | head -n 1
run call add 1

echo "# A mistake is told, and the version before keeps running."
before=$(lines)
cp "$(code)" good
echo '!!! no code' >>"$(code)"
says 'keeps running' "$before"
says "$(basename "$(code)").*[:e ]$(grep -n '!!! no code' "$(code)" | cut -d : -f 1)" "$((before + 1))"
sleep 0.2
tail -n "+$((before + 1))" "$log" | grep -v '^20' | sed "s|$work/||g" | head -n 8
run call twice
expect "$(call twice)" 12
before=$(lines)
cp good "$(code)"
says 'reloaded in' "$before"

node=$(node_of)
echo '$ kill -9 the node, and start it again'
kill -9 "$node"
wait "$launcher" 2>/dev/null || true
from=$(date +%s%N)
dev
run call value
expect "$(call value)" 6
printf '# %s s from kill -9 to the answer\n' "$(seconds "$(millis "$from")")"
total=$(millis "$begun")
printf '# In all: %s s\n' "$(seconds "$total")"
[ "$total" -le 120000 ] || { echo 'more than two minutes' >&2; exit 1; }
[ "$live" -le "${LIVE_MILLIS:-1000}" ] || { echo "live only after $live ms" >&2; exit 1; }
