# compare-signatures.awk <golden> <now>: exit 1 when a line of the golden text is gone or says something else.
function key(line) {
  if (match(line, /^macro [A-Za-z0-9_]+/)) return substr(line, 1, RLENGTH)
  if (match(line, /^member [^:]+:/)) return substr(line, 1, RLENGTH)
  return line
}
FNR == 1 { ++side }
side == 1 {
  golden[++count] = $0
  next
}
{ now[key($0)] = $0 }
END {
  for (i = 1; i <= count; ++i) {
    k = key(golden[i])
    if (!(k in now)) print "  gone: " golden[i]
    else if (now[k] != golden[i]) print "  was:  " golden[i] "\n  is:   " now[k]
    else continue
    broken = 1
  }
  exit broken
}
