package submit

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/daywatch/daywatch/test/rig"
)

// door is a relay that wants a user and a password.
type door struct{ mechanism string }

func (d door) NewSession(*smtp.Conn) (smtp.Session, error) { return &visit{door: d}, nil }

type visit struct {
	door
	in bool
}

func (v *visit) AuthMechanisms() []string { return []string{v.mechanism} }

func (v *visit) Auth(string) (sasl.Server, error) {
	check := func(user, password string) error {
		if user != "desk" || password != "secret" {
			return smtp.ErrAuthFailed
		}
		v.in = true
		return nil
	}
	switch v.mechanism {
	case "LOGIN":
		return &login{check: check}, nil
	case "XOAUTH2":
		return bearer{check}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
}

// login is the server side of LOGIN, which go-sasl lacks.
type login struct {
	check func(user, password string) error
	said  []string
}

func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	if response != nil {
		l.said = append(l.said, string(response))
	}
	switch len(l.said) {
	case 0:
		return []byte("Username:"), false, nil
	case 1:
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.said[0], l.said[1])
}

// bearer is the server side of XOAUTH2. It tells its reason for a refusal, and refuses once that is heard.
type bearer struct {
	check func(user, token string) error
}

func (b bearer) Next(response []byte) (challenge []byte, done bool, err error) {
	user, rest, _ := strings.Cut(strings.TrimPrefix(string(response), "user="), "\x01auth=Bearer ")
	if b.check(user, strings.TrimSuffix(rest, "\x01\x01")) != nil {
		return []byte(`{"status":"401"}`), false, nil
	}
	return nil, true, nil
}

func (v *visit) Mail(string, *smtp.MailOptions) error {
	if !v.in {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Sign in first"}
	}
	return nil
}
func (v *visit) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (v *visit) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}
func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// serve starts a relay and gives its port.
func serve(t *testing.T, mechanism string, cert tls.Certificate, security Security) int {
	t.Helper()
	s := smtp.NewServer(door{mechanism})
	s.Domain, s.AllowInsecureAuth = "relay.test", true
	config := &tls.Config{Certificates: []tls.Certificate{cert}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	switch security {
	case StartTLS:
		s.TLSConfig = config
	case TLS:
		l = tls.NewListener(l, config)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		s.Close()
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	return port
}

func giver(token string, err error) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return token, err }
}

func TestSignInAndSecurity(t *testing.T) {
	cert, pool := rig.Certificate(t)
	trusting := &tls.Config{RootCAs: pool}
	tests := []struct {
		name      string
		mechanism string
		security  Security
		relay     Relay
		want      Outcome
	}{
		{"plain over TLS", "PLAIN", TLS, Relay{Username: "desk", Password: "secret", TLSConfig: trusting}, Sent},
		{"login over TLS", "LOGIN", TLS, Relay{Username: "desk", Password: "secret", TLSConfig: trusting}, Sent},
		{"login by choice", "LOGIN", StartTLS, Relay{Username: "desk", Password: "secret", Auth: AuthLogin, TLSConfig: trusting}, Sent},
		{"plain over STARTTLS", "PLAIN", StartTLS, Relay{Username: "desk", Password: "secret", TLSConfig: trusting}, Sent},
		{"plain on the loopback", "PLAIN", Plain, Relay{Username: "desk", Password: "secret"}, Sent},
		{"a token", "XOAUTH2", TLS, Relay{Username: "desk", Token: giver("secret", nil), TLSConfig: trusting}, Sent},
		{"a token that has expired waits", "XOAUTH2", TLS, Relay{Username: "desk", Token: giver("old", nil), TLSConfig: trusting}, Deferred},
		{"a lost consent waits", "XOAUTH2", TLS, Relay{Username: "desk", Token: giver("", errors.New("invalid_grant")), TLSConfig: trusting}, Deferred},
		{"a wrong password waits", "PLAIN", TLS, Relay{Username: "desk", Password: "old", TLSConfig: trusting}, Deferred},
		{"no password waits", "PLAIN", TLS, Relay{TLSConfig: trusting}, Deferred},
		{"an unknown certificate waits", "PLAIN", TLS, Relay{Username: "desk", Password: "secret"}, Deferred},
		{"no way in common waits", "CRAM-MD5", TLS, Relay{Username: "desk", Password: "secret", TLSConfig: trusting}, Deferred},
		{"no STARTTLS is no fall back to clear text", "PLAIN", Plain, Relay{Security: StartTLS, Username: "desk", Password: "secret"}, Deferred},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			relay := tt.relay
			relay.Host, relay.Port = "127.0.0.1", serve(t, tt.mechanism, cert, tt.security)
			if relay.Security == "" {
				relay.Security = tt.security
			}
			got, err := Send(t.Context(), relay, Envelope{From: "d@d.test", To: []string{"a@a.test"}}, write)
			if got[0].Outcome != tt.want {
				t.Errorf("got %+v, %v, want %s", got[0], err, tt.want)
			}
		})
	}
}
