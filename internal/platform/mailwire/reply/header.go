package reply

import "strings"

// markHeaders finds the heads that Outlook and its kin put over the old mail: at least three known fields in
// one block, the sender among them. The source of a mail is not such a head, and neither is a block that the
// author announces with a colon.
func markHeaders(lines []line) {
	for i := 0; i < len(lines); i++ {
		if roleOf(lines[i]) == noRole {
			continue
		}
		end := headEnd(lines, i)
		if isHead(lines, i, end) {
			for j := i; j < end; j++ {
				lines[j].is = header
			}
		}
		i = end - 1
	}
}

func roleOf(l line) role {
	if l.is != text {
		return noRole
	}
	return fieldRole(l.body)
}

func fieldRole(body string) role {
	key, _, ok := strings.Cut(strings.Replace(clip(body), "：", ":", 1), ":")
	if !ok || len(key) > 40 {
		return noRole
	}
	key = strings.ToLower(strings.Trim(key, "*_ \t\u00a0"))
	if strings.HasPrefix(key, "x-") {
		return roleRaw
	}
	return fields[key]
}

const wrappedField = 2 // lines a long field may run on

// headEnd gives the end of the block of fields that begins at i.
func headEnd(lines []line, i int) int {
	end := i + 1
	for j := end; j < len(lines) && j-end <= wrappedField && lines[j].is == text; j++ {
		if roleOf(lines[j]) != noRole {
			end = j + 1
		}
	}
	return end
}

func isHead(lines []line, start, end int) bool {
	var seen [roleRaw + 1]int
	for _, l := range lines[start:end] {
		seen[roleOf(l)]++
	}
	known := end - start - seen[noRole]
	before := previous(lines, start)
	marked := before >= 0 && (lines[before].is == original || lines[before].is == forwarded)
	switch {
	case marked:
		return seen[roleFrom] > 0 && known >= 2
	case seen[roleRaw] > 0 || nextIsRaw(lines, end):
		return false
	case before >= 0 && lines[before].is == text && strings.HasSuffix(lines[before].body, ":"):
		return false
	}
	return seen[roleFrom] > 0 && known >= 3 && seen[roleDate]+seen[roleSubject] > 0
}

func nextIsRaw(lines []line, i int) bool {
	return i < len(lines) && fieldRole(lines[i].body) == roleRaw
}

// previous gives the last line before i that is not empty, -1 if there is none.
func previous(lines []line, i int) int {
	for i--; i >= 0 && lines[i].is == empty; i-- {
	}
	return i
}
