package token

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var (
	deskKey  = []byte("a key that only this desk knows")
	otherKey = []byte("a key of another desk altogether")
)

func TestReplyTokensComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ticket := rapid.Int64Min(1).Draw(t, "ticket")
		local := "desk+" + Reply(deskKey, ticket)
		if len(local) > 64 {
			t.Fatalf("%q is longer than a local part may be", local)
		}
		for _, form := range []string{local, strings.ToUpper(local), Reply(deskKey, ticket), "a+b+" + Reply(deskKey, ticket)} {
			if got, ok, forged := ParseReply(deskKey, form); got != ticket || !ok || forged {
				t.Fatalf("ParseReply(%q) = %d, %v, %v, want %d, true, false", form, got, ok, forged, ticket)
			}
		}
		if got, ok, forged := ParseReply(otherKey, local); got != 0 || ok || !forged {
			t.Fatalf("another desk's key: %d, %v, %v", got, ok, forged)
		}
	})
}

func TestParseReplyRefuses(t *testing.T) {
	good := Reply(deskKey, 42)
	sum := strings.TrimPrefix(good, "t42.")
	tests := []struct {
		name, local string
		forged      bool
	}{
		{"no token", "desk", false},
		{"an ordinary tag", "desk+news", false},
		{"a tag with a dot", "desk+t.shirts", false},
		{"a ticket of somebody else", "desk+t43." + sum, true},
		{"a shortened sum", "desk+" + good[:len(good)-1], true},
		{"a lengthened sum", "desk+" + good + "a", true},
		{"a leading zero", "desk+t042." + sum, false},
		{"a sign", "desk+t+42." + sum, false},
		{"a negative number", "desk+t-42." + sum, false},
		{"a number past int64", "desk+t99999999999999999999." + sum, false},
		{"no sum", "desk+t42.", false},
		{"letters outside base32", "desk+t42.01890189", false},
		{"the sum of a bounce", "desk+t42." + strings.TrimPrefix(Bounce(deskKey, 42), "bounce+42."), true},
		{"empty", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if n, ok, forged := ParseReply(deskKey, tt.local); n != 0 || ok || forged != tt.forged {
				t.Errorf("ParseReply(%q) = %d, %v, %v, want 0, false, %v", tt.local, n, ok, forged, tt.forged)
			}
		})
	}
}

func TestMessageIDsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ticket := rapid.Int64Min(1).Draw(t, "ticket")
		comment := rapid.Int64Min(1).Draw(t, "comment")
		id := MessageID(deskKey, ticket, comment, "desk.example")
		moved := strings.Replace(id, "@desk.example", "@old.example", 1)
		for _, form := range []string{id, strings.Trim(id, "<>"), " " + id + " ", moved} {
			gotT, gotC, ok, forged := ParseMessageID(deskKey, form)
			if gotT != ticket || gotC != comment || !ok || forged {
				t.Fatalf("ParseMessageID(%q) = %d, %d, %v, %v", form, gotT, gotC, ok, forged)
			}
		}
		if _, _, ok, forged := ParseMessageID(otherKey, id); ok || !forged {
			t.Fatalf("another desk's key: ok %v, forged %v", ok, forged)
		}
	})
}

func TestParseMessageIDRefuses(t *testing.T) {
	swapped := strings.Replace(MessageID(deskKey, 4, 2, "h"), "t4.a2", "t2.a4", 1)
	tests := []struct {
		name, id string
		forged   bool
	}{
		{"foreign", "<CAF1234@mail.example.com>", false},
		{"numbers swapped", swapped, true},
		{"no host", "<t4.a2.aaaaaaaaaaaa>", false},
		{"two parts", "<t4.aaaaaaaaaaaa@h>", false},
		{"no comment", "<t4.b2.aaaaaaaaaaaa@h>", false},
		{"made up", "<t4.a2.aaaaaaaaaaaa@h>", true},
		{"empty", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, _, ok, forged := ParseMessageID(deskKey, tt.id); ok || forged != tt.forged {
				t.Errorf("ParseMessageID(%q): ok %v, forged %v, want false, %v", tt.id, ok, forged, tt.forged)
			}
		})
	}
}

func TestBounceAddressesComeBack(t *testing.T) {
	local := Bounce(deskKey, 17)
	if n, ok, forged := ParseBounce(deskKey, strings.ToUpper(local)); n != 17 || !ok || forged {
		t.Errorf("ParseBounce(%q) = %d, %v, %v, want 17, true, false", local, n, ok, forged)
	}
	if n, ok, forged := ParseBounce(deskKey, strings.Replace(local, "17", "18", 1)); n != 0 || ok || !forged {
		t.Errorf("another row: %d, %v, %v, want 0, false, true", n, ok, forged)
	}
	if _, ok, forged := ParseBounce(deskKey, "desk+"+Reply(deskKey, 17)); ok || forged {
		t.Errorf("a reply token: ok %v, forged %v, want neither", ok, forged)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("desk+" + Reply(deskKey, 42))
	f.Add(MessageID(deskKey, 42, 7, "desk.example"))
	f.Add(Bounce(deskKey, 17))
	f.Add("desk+t\xff.\x00")
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok, forged := ParseReply(deskKey, s); ok {
			if forged || !strings.HasSuffix(strings.ToLower(s), Reply(deskKey, n)) {
				t.Errorf("%q passed as a reply token of %d", s, n)
			}
		}
		if n, c, ok, _ := ParseMessageID(deskKey, s); ok {
			own := strings.TrimSuffix(MessageID(deskKey, n, c, ""), ">")
			if bare := strings.TrimPrefix(strings.TrimSpace(s), "<"); !strings.HasPrefix("<"+strings.ToLower(bare), own) {
				t.Errorf("%q passed as our Message-ID %s", s, own)
			}
		}
		if n, ok, _ := ParseBounce(deskKey, s); ok && !strings.EqualFold(s, Bounce(deskKey, n)) {
			t.Errorf("%q passed as a bounce of %d", s, n)
		}
	})
}
