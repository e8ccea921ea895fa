set -eu

processors() {
  if [ -r /proc/cpuinfo ]; then
    awk -F ': *' '
      /^processor/ { count++ }
      /^model name/ { model = $2 }
      END { print count " logical processors" (model == "" ? "" : ", " model) }' /proc/cpuinfo
  else
    echo "$(sysctl -n hw.ncpu) logical processors, $(sysctl -n machdep.cpu.brand_string)"
  fi
}

memory() {
  if [ -r /proc/meminfo ]; then
    awk '/^Mem(Total|Available):/ { printf "%s %.1f GiB\n", $1, $2 / 1048576 }' /proc/meminfo
  else
    sysctl -n hw.memsize | awk '{ printf "MemTotal: %.1f GiB\n", $1 / 1073741824 }'
  fi
}

{
  echo "# Inventory of $(uname -n)"
  echo
  echo "## System"
  uname -s -r -m
  echo
  echo "## Processors"
  processors
  echo
  echo "## Memory"
  memory
  echo
  echo "## Tools"
  for tool in git python3 java node docker make gcc rsync curl; do
    if command -v "$tool" > /dev/null; then echo "- $tool: $(command -v "$tool")"; fi
  done
} > inventory.md

cat inventory.md
cp inventory.md "$GODMODE_RESULT"
