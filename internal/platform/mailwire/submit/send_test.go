package submit

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/daywatch/daywatch/test/rig"
)

const letter = "From: desk@desk.test\r\nMessage-ID: <t1.a2.x@desk.test>\r\n\r\n.It is on its way.\r\n"

func write(w io.Writer) error {
	_, err := io.WriteString(w, letter)
	return err
}

func relayTo(p *rig.Peer) Relay {
	return Relay{Host: "127.0.0.1", Port: p.Port, Security: Plain, LocalName: "desk.test"}
}

func TestEveryRecipientGetsHisOutcome(t *testing.T) {
	three := []string{"ada@a.test", "ben@b.test", "cy@c.test"}
	tests := []struct {
		name    string
		manners rig.Manners
		want    []Recipient // without addresses; a single one stands for all three
		kept    int
		lost    bool // Send tells an error
	}{
		{name: "all is well",
			want: []Recipient{{Outcome: Sent, Code: 250, Enhanced: "2.0.0", Text: "Ok: queued as P1"}}, kept: 1},
		{name: "sent, then the connection is reset", manners: rig.Manners{Reset: true},
			want: []Recipient{{Outcome: Sent, Code: 250, Enhanced: "2.0.0", Text: "Ok: queued as P1"}}, kept: 1},
		{name: "one of three unknown there", manners: rig.Manners{Rcpt: map[string]string{"ben@b.test": "550 5.1.1 No such user"}},
			want: []Recipient{
				{Outcome: Sent, Code: 250, Enhanced: "2.0.0", Text: "Ok: queued as P1"},
				{Outcome: Failed, Code: 550, Enhanced: "5.1.1", Text: "No such user", BeforeData: true},
				{Outcome: Sent, Code: 250, Enhanced: "2.0.0", Text: "Ok: queued as P1"},
			}, kept: 1},
		{name: "one of three put off", manners: rig.Manners{Rcpt: map[string]string{"ada@a.test": "451 4.7.1 Greylisted"}},
			want: []Recipient{
				{Outcome: Deferred, Code: 451, Enhanced: "4.7.1", Text: "Greylisted", BeforeData: true},
				{Outcome: Sent, Code: 250, Enhanced: "2.0.0", Text: "Ok: queued as P1"},
				{Outcome: Sent, Code: 250, Enhanced: "2.0.0", Text: "Ok: queued as P1"},
			}, kept: 1},
		{name: "sender refused", manners: rig.Manners{Mail: "553 5.7.1 Not yours"},
			want: []Recipient{{Outcome: Failed, Code: 553, Enhanced: "5.7.1", Text: "Not yours", BeforeData: true}}},
		{name: "password wanted", manners: rig.Manners{Mail: "530 5.7.0 Sign in first"},
			want: []Recipient{{Outcome: Deferred, Code: 530, Enhanced: "5.7.0", Text: "Sign in first", BeforeData: true}}},
		{name: "too large at DATA", manners: rig.Manners{Data: "552 5.3.4 Too large"},
			want: []Recipient{{Outcome: Failed, Code: 552, Enhanced: "5.3.4", Text: "Too large", BeforeData: true}}},
		{name: "put off after the final dot", manners: rig.Manners{Final: []string{"451 4.3.0 Disk full"}},
			want: []Recipient{{Outcome: Deferred, Code: 451, Enhanced: "4.3.0", Text: "Disk full"}}},
		{name: "refused after the final dot", manners: rig.Manners{Final: []string{"554 5.7.1 Spam"}},
			want: []Recipient{{Outcome: Failed, Code: 554, Enhanced: "5.7.1", Text: "Spam"}}},
		{name: "no answer after the final dot", manners: rig.Manners{Final: []string{rig.Drop}},
			want: []Recipient{{Outcome: Unknown, Text: "EOF"}}, kept: 1, lost: true},
		{name: "lost at the greeting", manners: rig.Manners{Greeting: rig.Drop},
			want: []Recipient{{Outcome: Deferred, Text: "The mail server 127.0.0.1 does not greet: EOF", BeforeData: true}}, lost: true},
		{name: "turned away at the greeting", manners: rig.Manners{Greeting: "554 5.7.1 Not from your address"},
			want: []Recipient{{Outcome: Deferred, Text: "The mail server 127.0.0.1 does not greet: SMTP error 554: Not from your address",
				BeforeData: true}}, lost: true},
		{name: "lost at the sender", manners: rig.Manners{Mail: rig.Drop},
			want: []Recipient{{Outcome: Deferred, Text: "EOF", BeforeData: true}}, lost: true},
		{name: "lost at the second recipient", manners: rig.Manners{Rcpt: map[string]string{"ben@b.test": rig.Drop}},
			want: []Recipient{{Outcome: Deferred, Text: "EOF", BeforeData: true}}, lost: true},
		{name: "lost at DATA", manners: rig.Manners{Data: rig.Drop},
			want: []Recipient{{Outcome: Deferred, Text: "EOF", BeforeData: true}}, lost: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			peer := rig.StartPeer(t, tt.manners)
			got, err := Send(t.Context(), relayTo(peer), Envelope{From: "desk@desk.test", To: three}, write)
			if (err != nil) != tt.lost {
				t.Errorf("error %v, want one: %v", err, tt.lost)
			}
			for i, r := range got {
				if r.Address != three[i] {
					t.Errorf("result %d is of %s", i, r.Address)
				}
				if diff := cmp.Diff(tt.want[i%len(tt.want)], r, cmpopts.IgnoreFields(Recipient{}, "Address")); diff != "" {
					t.Errorf("%s (-want +got):\n%s", r.Address, diff)
				}
			}
			checkKept(t, peer, tt.kept)
		})
	}
}

func checkKept(t *testing.T, peer *rig.Peer, want int) {
	t.Helper()
	kept := 0
	for _, m := range peer.Mails() {
		if m.Text != letter {
			t.Errorf("the peer got %q, want %q", m.Text, letter)
		}
		if m.Kept {
			kept++
		}
	}
	if kept != want {
		t.Errorf("%d copies kept, want %d", kept, want)
	}
}

// A message that cannot be written to its end must not be delivered as half of itself.
func TestUnwritableMessageIsNotSent(t *testing.T) {
	peer := rig.StartPeer(t, rig.Manners{})
	broken := errors.New("the attachment is gone")
	got, err := Send(t.Context(), relayTo(peer), Envelope{From: "d@d.test", To: []string{"a@a.test"}}, func(w io.Writer) error {
		io.WriteString(w, "Subject: half\r\n\r\n")
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	if got[0].Outcome != Deferred || got[0].BeforeData {
		t.Errorf("got %+v, want deferred within the data", got[0])
	}
	if n := len(peer.Mails()); n != 0 {
		t.Errorf("the peer got %d mails", n)
	}
}

func TestMidDataLossIsADeferral(t *testing.T) {
	peer := rig.StartPeer(t, rig.Manners{MidData: true})
	long := func(w io.Writer) error {
		for {
			// Without an end: only the lost connection stops it.
			if err := write(w); err != nil {
				return err
			}
		}
	}
	got, err := Send(t.Context(), relayTo(peer), Envelope{From: "d@d.test", To: []string{"a@a.test"}}, long)
	if err == nil || got[0].Outcome != Deferred || got[0].BeforeData {
		t.Errorf("got %+v, %v, want deferred within the data", got[0], err)
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	got, err := Send(t.Context(), Relay{Host: "127.0.0.1", Port: port, Security: Plain}, Envelope{To: []string{"a@a.test"}}, write)
	if err == nil || got[0].Outcome != Deferred || !got[0].BeforeData {
		t.Errorf("got %+v, %v, want deferred before the data", got, err)
	}
}

func TestEndOfContextEndsTheWait(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	got, err := Send(ctx, Relay{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: Plain}, Envelope{To: []string{"a@a.test"}}, write)
	if err == nil || got[0].Outcome != Deferred {
		t.Errorf("got %+v, %v, want a deferral", got, err)
	}
}

func TestCheck39InternationalAddresses(t *testing.T) {
	tests := []struct {
		name string
		caps []string
		to   string
		want Outcome
		rcpt string
	}{
		{"a domain needs nothing special", nil, "ada@münchen.test", Sent, "ada@xn--mnchen-3ya.test"},
		{"a name needs the extension", []string{"SMTPUTF8"}, "jürgen@münchen.test", Sent, "jürgen@xn--mnchen-3ya.test"},
		{"a name cannot go without", nil, "jürgen@a.test", Failed, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			peer := rig.StartPeer(t, rig.Manners{Caps: tt.caps})
			got, err := Send(t.Context(), relayTo(peer), Envelope{From: "d@d.test", To: []string{tt.to}}, write)
			if err != nil || got[0].Outcome != tt.want {
				t.Fatalf("got %+v, %v, want %s", got, err, tt.want)
			}
			if mails := peer.Mails(); tt.rcpt != "" && mails[0].To[0] != tt.rcpt {
				t.Errorf("RCPT TO:<%s>, want %s", mails[0].To[0], tt.rcpt)
			}
			if tt.want == Failed && got[0].Enhanced != "5.6.7" {
				t.Errorf("got %+v, want 5.6.7 (RFC 6531 §3.5)", got[0])
			}
		})
	}
}
