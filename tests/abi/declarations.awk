# Reads the preprocessed text of the public headers and writes, tab-separated:
#   member <struct> <member> <declaration>      type <declaration>
function trim(text) {
  gsub(/^[ \t]+|[ \t]+$/, "", text)
  return text
}
# Splits at `separator` outside of parentheses, brackets and braces.
function split_flat(text, parts, separator,    i, c, depth, n, part) {
  n = 0
  depth = 0
  part = ""
  for (i = 1; i <= length(text); ++i) {
    c = substr(text, i, 1)
    if (c == "(" || c == "{" || c == "[") ++depth
    if (c == ")" || c == "}" || c == "]") --depth
    if (c == separator && depth == 0) {
      if (trim(part) != "") parts[++n] = trim(part)
      part = ""
    } else {
      part = part c
    }
  }
  if (trim(part) != "") parts[++n] = trim(part)
  return n
}
function name_of(declarator) {
  if (match(declarator, /\(\*[A-Za-z0-9_]+\)/)) return substr(declarator, RSTART + 2, RLENGTH - 3)
  sub(/[ ]*\[.*$/, "", declarator)
  match(declarator, /[A-Za-z0-9_]+$/)
  return substr(declarator, RSTART, RLENGTH)
}
# Everything before the declarator: `const char *a, *b` -> `const char `.
function base_of(declarator,    text) {
  text = declarator
  sub(/[ ]*\[.*$/, "", text)
  sub(/[A-Za-z0-9_]+$/, "", text)
  sub(/[* ]+$/, "", text)
  return text " "
}
function members(owner, prefix, body,    parts, n, i, opened, closed, names, count, j, base) {
  n = split_flat(body, parts, ";")
  for (i = 1; i <= n; ++i) {
    opened = index(parts[i], "{")
    if (opened > 0) { # a struct or union inside
      closed = length(parts[i])
      while (substr(parts[i], closed, 1) != "}") --closed
      base = trim(substr(parts[i], closed + 1))
      print "member\t" owner "\t" prefix base "\t" trim(substr(parts[i], 1, opened - 1)) " " base
      members(owner, prefix base ".", substr(parts[i], opened + 1, closed - opened - 1))
      continue
    }
    count = split_flat(parts[i], names, ",")
    base = count > 1 ? base_of(names[1]) : ""
    for (j = 1; j <= count; ++j)
      print "member\t" owner "\t" prefix name_of(names[j]) "\t" (j == 1 ? names[j] : base names[j])
  }
}
# Line markers say which file the text is from; `keep` is a part of the path, `without` one that rules it out.
/^# / {
  kept = index($0, keep) > 0 && (without == "" || index($0, without) == 0)
  next
}
kept { text = text " " $0 }
END {
  gsub(/[ \t]+/, " ", text)
  n = split_flat(text, declarations, ";")
  for (d = 1; d <= n; ++d) {
    opened = index(declarations[d], "{")
    if (opened == 0) {
      print "type\t" declarations[d]
      continue
    }
    closed = length(declarations[d])
    while (substr(declarations[d], closed, 1) != "}") --closed
    split(substr(declarations[d], 1, opened - 1), words, " ")
    name = words[1] == "typedef" ? words[3] : words[2]
    print "type\t" trim(substr(declarations[d], 1, opened - 1)) " {...}" substr(declarations[d], closed + 1)
    members(name, "", substr(declarations[d], opened + 1, closed - opened - 1))
  }
}
