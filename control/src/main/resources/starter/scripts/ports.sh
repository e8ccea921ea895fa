set -eu

# One line for each listening TCP socket: address, a space, port.
listening() {
  if [ -r /proc/net/tcp ]; then
    cat /proc/net/tcp /proc/net/tcp6 2> /dev/null | awk '
      function number(hex,   i, n) {
        for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
        return n
      }
      function octet(hex, place) { return number(substr(hex, place, 2)) }
      function address(hex) {
        if (hex ~ /^0+$/) return "*"
        if (length(hex) == 8)
          return octet(hex, 7) "." octet(hex, 5) "." octet(hex, 3) "." octet(hex, 1)
        return hex == "00000000000000000000000001000000" ? "::1" : "ipv6:" hex
      }
      $4 == "0A" { split($2, local, ":"); print address(local[1]), number(local[2]) }'
  else
    netstat -an -p tcp | awk '$6 == "LISTEN" { port = $4; sub(/.*\./, "", port)
      address = $4; sub(/\.[^.]*$/, "", address); print address, port }'
  fi
}

listening | sort -u -k 2,2n -k 1,1 > sockets.txt
total=$(awk 'END { print NR }' sockets.txt)
open=$(awk '$1 == "*" { open++ } END { print open + 0 }' sockets.txt)

{
  echo "# Listening TCP ports of $(uname -n)"
  echo
  echo "$total listen, $open of them on every interface."
  echo
  echo "| port | address | who can reach it |"
  echo "| --- | --- | --- |"
  awk '{
    who = $1 == "*" ? "EVERYONE: bind it to one address" : $1 ~ /^(127\.|::1$)/ ? "this machine" : "its network"
    print "| " $2 " | " $1 " | " who " |"
  }' sockets.txt
} > ports.md

cat ports.md
cp ports.md "$GODMODE_RESULT"
