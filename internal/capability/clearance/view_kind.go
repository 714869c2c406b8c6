package clearance

import "strings"

// Seen says what the page of an address shows: pattern is the one of the route, GET /tickets/{id}; value gives what stands
// in its place, such as id. It is false for what shows no record: assets, sign-in, the style page.
func Seen(pattern string, value func(name string) string) (k Kind, record string, ok bool) {
	method, path, _ := strings.Cut(pattern, " ")
	if path == "" || method == "" || harmless(path) {
		return "", "", false
	}
	for _, p := range places {
		if strings.HasPrefix(path, p.prefix) {
			k = p.kind
			break
		}
	}
	switch {
	case k == "":
		k = Other
	case k != Export && k != Search && !strings.Contains(path, "{"):
		k = List
	}
	for _, name := range []string{"id", "ticket", "organization", "user", "name"} {
		if strings.Contains(path, "{"+name+"}") {
			return k, value(name), true
		}
	}
	return k, "", true
}

// places are the beginnings of addresses with what they show; the first that fits counts.
var places = []struct {
	prefix string
	kind   Kind
}{
	{"/tickets/new/people", Search}, {"/tickets", Ticket}, {"/portal/tickets", Ticket}, {"/comments/", Ticket}, {"/emergencies", Ticket},
	{"/today", List}, {"/queue", List},
	{"/views", List}, {"/board", List}, {"/panel", Ticket}, {"/of/", Ticket}, {"/people", Person}, {"/team", Person}, {"/settings/staff", Person},
	{"/organizations", Organization}, {"/accounts", Organization}, {"/escalations", Organization}, {"/environments", Organization},
	{"/attachments/", Attachment},
	{"/portal/attachments/", Attachment}, {"/inline/", Attachment}, {"/mail", Mail}, {"/outbox", Mail}, {"/search", Search}, {"/palette", Search},
	{"/settings/view-log.csv", Export}, {"/settings/export", Export}, {"/api/v2/search", Search}, {"/api/v2/tickets", Ticket},
	{"/api/v2/users", Person}, {"/api/v2/organizations", Organization},
}

// harmless are addresses that show no record, whoever asks. What is not here is logged: a page that is added later is, too.
func harmless(path string) bool {
	for _, prefix := range []string{"/assets/", "/icons/", "/healthz", "/metrics", "/manifest.webmanifest", "/sw.js", "/live", "/band",
		"/sign-in", "/sign-out", "/setup", "/forgot",
		"/style", "/phone", "/status", "/portal/sign-in", "/portal/password", "/portal/enter", "/invite", "/reset", "/notifications/bell"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || strings.HasSuffix(prefix, "/") || rest[0] == '/' || rest[0] == '?') {
			return true
		}
	}
	return false
}
