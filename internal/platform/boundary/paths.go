package boundary

import "strings"

// homes are the folders below which systems keep what belongs to a user.
var homes = []string{"/home/", "/users/", "/documents and settings/"}

// findPaths takes a path up to the user's name: /home/jdoe, C:\Users\jdoe, ~jdoe. What follows tells of no user.
func (m *matcher) findPaths(v *view, found []Finding) []Finding {
	if !strings.ContainsAny(v.text, "/\\~") {
		return found
	}
	text := strings.ReplaceAll(v.text, "\\", "/")
	for _, home := range homes {
		for from := 0; ; {
			i := strings.Index(text[from:], home)
			if i < 0 {
				break
			}
			i += from
			start := i + len(home)
			for start < len(text) && text[start] == '/' { // C:\\Users\\jdoe, as JSON writes it
				start++
			}
			from = userEnd(text, start)
			if user := text[start:from]; user != "" && !accounts[user] {
				found = append(found, v.finding(i, from, Path))
			}
		}
	}
	for i := 1; i+1 < len(text); i++ {
		if text[i] == '~' && strings.IndexByte(" \t\n\"'=(:/", text[i-1]) >= 0 && 'a' <= text[i+1] && text[i+1] <= 'z' {
			if j := userEnd(text, i+1); !accounts[text[i+1:j]] && j < len(text) && text[j] == '/' {
				found = append(found, v.finding(i, j, Path))
			}
		}
	}
	return found
}

func userEnd(text string, i int) int {
	for i < len(text) && hostByte(text[i]) {
		i++
	}
	return i
}

// accounts are users that programs make for themselves.
var accounts = set("git gitlab gitlab-runner root runner ubuntu debian centos ec2-user vagrant public default all shared app user users www-data nobody postgres redis node jenkins")
