package reply

import "testing"

// TestCheck28NothingOfTheAuthorHidden is check 28: evidence that looks like a quote, a signature or a head stays.
// Want is the visible text; empty means all of it.
func TestCheck28NothingOfTheAuthorHidden(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"inline reply between quotes": {
			text: "On Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\n> Which version?\n\n4.2.0\n\n> Which system?\n\nDebian 13",
			want: "> Which version?\n\n4.2.0\n\n> Which system?\n\nDebian 13",
		},
		"inline reply without blank lines": {
			text: "On Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\n> Which version?\n4.2.0\n> Which system?\nDebian 13\n> Thanks\n> Ana",
			want: "> Which version?\n4.2.0\n> Which system?\nDebian 13",
		},
		"bottom posting": {
			text: "On Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\n> Which version?\n> Ana\n\n4.2.0 on Debian 13",
			want: "4.2.0 on Debian 13",
		},
		"bottom posting under a greeting": {
			text: "Hi Ana,\n\nOn Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\n> Which version?\n\n4.2.0 on Debian 13\n\nDana",
			want: "Hi Ana,\n\n4.2.0 on Debian 13\n\nDana",
		},
		"fenced code with quote marks": {
			text: "This fails:\n\n```\n> SELECT 1;\n> SELECT nope;\nERROR\n```",
		},
		"prompts at the end": {
			text: "I typed this:\n\n> db.users.find()\n> db.users.count()",
		},
		"prompts after a quote was answered above them": {
			text: "See:\n\n```\n> a\n> b\n```\n\nOn Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\n> Which version?",
			want: "See:\n\n```\n> a\n> b\n```",
		},
		"dashes within a stack trace": {
			text: "It died:\n\nException in thread \"main\" java.lang.IllegalStateException: closed\n\tat com.example.Pool.get(Pool.java:12)\n--\n\tat com.example.Main.main(Main.java:40)\nCaused by: java.io.IOException: reset",
		},
		"dashes between grep hits": {
			text: "grep says\n\n2026-11-02 10:00:01 ERROR pool closed\n--\n2026-11-02 10:07:44 ERROR pool closed\n--\n2026-11-02 10:09:12 ERROR pool closed",
		},
		"dashes between two cases, prose": {
			text: "First case: the upload stops at 40 % whatever the browser and the size of the file we choose to send.\n--\nSecond case: the upload ends, but the file in the bucket has zero bytes and the event log shows nothing at all.",
		},
		"dashes before an afterthought": {
			text: "The pool closes.\n--\nIt happens on Mondays only.",
		},
		"dashes before a question": {
			text: "The pool closes.\n--\nIs that known?",
		},
		"log that begins with From": {
			text: "The relay logs this:\n\nFrom: 10.0.0.1:5432\nTo: 10.0.0.2:8080\nSubject: handshake\nDate: 2026-11-02\n\nWhy does it retry?",
		},
		"log that begins with From, no colon before it": {
			text: "I see in the trace\n\nFrom: 10.0.0.1:5432\nTo: 10.0.0.2:8080\nStatus: reset by peer\nRetry: 3\n\nWhy does it retry?",
		},
		"source of a mail": {
			text: "This one bounced\n\nReturn-Path: <a@example.com>\nReceived: from mx by mx2\nFrom: a@example.com\nTo: b@example.com\nSubject: hello\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.com>\n\nWhat is wrong with it?",
		},
		"log announced with wrote": {
			text: "On 2026-11-02 at 10:12 the daemon wrote:\n\n2026-11-02 10:12:01 ERROR pool closed\n2026-11-02 10:12:02 ERROR pool closed\n\nand then it stopped.",
		},
		"table with rules": {
			text: "Counts:\n\n+------+-----+\n| host | n   |\n+------+-----+\n| a    | 3   |\n+------+-----+",
		},
		"markdown rules": {
			text: "Before\n\n----\n\nAfter the rule comes the second half of what I have to say.",
		},
		"names of devices in a sentence": {
			text: "Sent from our gateway, the payload is empty.\nSent from the phone it is not.\n\nWhy?",
		},
		"yaml with a from field": {
			text: "The rule is\n\nfrom: internal\nto: external\naction: drop\n\nand it never matches.",
		},
		"diff": {
			text: "This patch fixes it:\n\n--- a/pool.go\n+++ b/pool.go\n@@ -1,2 +1,2 @@\n-old\n+new\n",
		},
		"quote of a manual": {
			text: "The manual says\n\n> Set pool.size to the number of cores.\n\nand that is wrong.",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = New(tt.text, nil)
			}
			if got := New(tt.text, Fold(tt.text, nil)); got != want {
				t.Errorf("visible:\n%s\n\nwant:\n%s", got, want)
			}
		})
	}
}
