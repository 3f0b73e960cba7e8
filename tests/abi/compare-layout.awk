# compare-layout.awk <golden> <now>: exit 1 on any change but an append (docs/contract.md, V1 to V3).
function red(text) {
  print "  " text
  broken = 1
}
FNR == 1 { ++side }
side == 1 {
  golden[$1, $2] = $3 " " $4
  if ($2 == "-") old_size[$1] = $3
  if ($2 == "struct_size") grows[$1] = 1
  order[++count] = $1 SUBSEP $2
  next
}
{
  now[$1, $2] = $3 " " $4
  if ($2 == "-" || !($1 in old_size) || ($1, $2) in golden) next
  if (!($1 in grows)) red("struct " $1 " is frozen for ever (V1), but got a member " $2)
  else if ($3 < old_size[$1]) red("struct " $1 ": the new member " $2 " lies at " $3 ", inside the old " old_size[$1] " bytes (V3)")
}
END {
  for (i = 1; i <= count; ++i) {
    split(order[i], key, SUBSEP)
    before = golden[order[i]]
    if (!(order[i] in now)) red("struct " key[1] (key[2] == "-" ? "" : ", member " key[2]) " is gone (V2)")
    else if (key[2] == "-") {
      if (now[order[i]] + 0 < before + 0 || (now[order[i]] + 0 > before + 0 && !(key[1] in grows)))
        red("struct " key[1] ": its size was " before "and is " now[order[i]])
    } else if (now[order[i]] != before)
      red("struct " key[1] ", member " key[2] ": offset and size were " before " and are " now[order[i]] " (V2)")
  }
  exit broken
}
