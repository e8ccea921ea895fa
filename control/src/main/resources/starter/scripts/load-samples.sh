set -eu

load() {
  if [ -r /proc/loadavg ]; then
    awk '{ print $1 }' /proc/loadavg
  else
    sysctl -n vm.loadavg | awk '{ print $2 }'
  fi
}

# Three samples more with each attempt: the first one has too few for its check.
wanted=$((GODMODE_ATTEMPT * 3))
: > samples.txt
while [ "$(awk 'END { print NR }' samples.txt)" -lt "$wanted" ]; do
  load >> samples.txt
  sleep 0.2
done

awk '
  NR == 1 || $1 > most { most = $1 }
  { sum += $1 }
  END { printf "# Load\n\n%d samples: mean %.2f, most %.2f\n", NR, sum / NR, most }' samples.txt > load.md

cat load.md
cp load.md "$GODMODE_RESULT"
