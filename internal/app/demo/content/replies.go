package content

import "strings"

// savedReplies reads text/replies.txt: each begins with "=== name", then "key: value" lines of status, tags
// and internal, then its body.
func savedReplies() []SavedReply {
	var out []SavedReply
	for _, block := range strings.Split(read("replies.txt"), turnMark)[1:] {
		name, rest, _ := strings.Cut(block, "\n")
		r := SavedReply{Name: name, Public: true}
		for {
			line, after, _ := strings.Cut(rest, "\n")
			key, value, _ := strings.Cut(line, ": ")
			if !r.option(key, value) {
				break
			}
			rest = after
		}
		r.Body = strings.TrimSpace(rest)
		out = append(out, r)
	}
	return out
}

// option reports whether key was one, and keeps its value.
func (r *SavedReply) option(key, value string) bool {
	switch key {
	case "status":
		r.Status = Status(value)
	case "tags":
		r.Tags = strings.Fields(value)
	case "internal":
		r.Public = false
	default:
		return false
	}
	return true
}

// views are the lists a fresh desk shows in its sidebar.
func views() []View {
	return []View{
		{"My tickets", "assignee:me status<solved", "due"},
		{"Unassigned", "assignee:none status<solved", "due"},
		{"First reply", "status:new", "due"},
		{"Next reply", "status:open", "due"},
		{"Emergencies", "priority:urgent status<solved", "created"},
		{"Waiting for the customer", "status:pending", "updated"},
		{"On hold", "status:hold", "updated"},
		{"Support APAC", "group:\"Support APAC\" status<solved", "due"},
		{"Support EMEA", "group:\"Support EMEA\" status<solved", "due"},
		{"Support AMER", "group:\"Support AMER\" status<solved", "due"},
		{"Licensing & Renewals", "group:\"Licensing & Renewals\" status<solved", "due"},
		{"Rehome", "tag:rehome_initiated status<solved", "updated"},
		{"Recently solved", "status:solved", "-updated"},
	}
}
