package people_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		k.add(t, "off", access.Agent)
		off, err := k.ByAddress(t.Context(), k.db.Read(), "off@desk.example.com")
		must(t, err)
		must(t, k.Deactivate(as(t, ana), off.ID))
		k.contact(t, "Dana", "dana@customer.example")
		gone := k.add(t, "gone", access.Agent)
		must(t, k.SetRole(as(t, ana), gone.ID, access.EndUser))

		if u, err := k.SignIn(t.Context(), " ANA@desk.example.com ", password); err != nil || u.ID != ana.ID {
			t.Errorf("the right password: %v, %v", u.ID, err)
		}
		var sentences []string
		for _, c := range []struct{ address, password string }{
			{"ana@desk.example.com", "wrong"}, {"nobody@desk.example.com", password}, {"", ""},
			{"dana@customer.example", ""}, {"off@desk.example.com", "wrong"},
		} {
			_, err := k.SignIn(t.Context(), c.address, c.password)
			wantKind(t, err, fault.Invalid, "")
			sentence, _ := fault.Public(err)
			sentences = append(sentences, sentence)
		}
		for _, s := range sentences {
			if s != sentences[0] {
				t.Errorf("failures can be told apart: %q and %q", s, sentences[0])
			}
		}
		_, err = k.SignIn(t.Context(), "off@desk.example.com", password)
		wantSentence(t, err, "switched off")
		if u, err := k.SignIn(t.Context(), "gone@desk.example.com", password); err != nil || u.Role != access.EndUser {
			t.Errorf("a customer with a password: %v, %v", u.Role, err)
		}
	})
}

func wantSentence(t *testing.T, err error, part string) {
	t.Helper()
	if sentence, _ := fault.Public(err); err == nil || !strings.Contains(sentence, part) {
		t.Errorf("got %q (%v), want words about %q", sentence, err, part)
	}
}

func TestIdentify(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		p, u, err := k.Identify(t.Context(), bo.ID, bo.PasswordAt)
		if err != nil || u.ID != bo.ID || !cmp.Equal(p, access.Principal{UserID: bo.ID, Name: "bo", Role: access.Agent, Via: "web"}) {
			t.Errorf("got %+v, %v", p, err)
		}
		_, _, err = k.Identify(t.Context(), bo.ID, bo.PasswordAt.Truncate(time.Second)) // as a session notes it
		must(t, err)
		for name, began := range map[string]time.Time{"before the password": bo.PasswordAt.Add(-2 * time.Second), "never": {}} {
			_, _, err := k.Identify(t.Context(), bo.ID, began)
			if !fault.Is(err, fault.Unauthorized) {
				t.Errorf("a session begun %s: %v", name, err)
			}
		}
		must(t, k.Deactivate(as(t, ana), bo.ID))
		if p, _, err := k.Identify(t.Context(), k.contact(t, "D", "d@c.example").ID, ana.PasswordAt); err != nil ||
			p.Role != access.EndUser || p.Via != "portal" {
			t.Errorf("a customer: %+v, %v", p, err)
		}
		for name, id := range map[string]int64{"switched off": bo.ID, "unknown": 999} {
			_, _, err := k.Identify(t.Context(), id, ana.PasswordAt.Add(time.Hour))
			if !fault.Is(err, fault.Unauthorized) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// store keeps sessions whose data is the user's number.
func (k *desk) store() *people.Sessions {
	return people.NewSessions(k.db, func(data []byte) (id int64, err error) { return id, json.Unmarshal(data, &id) })
}

func (k *desk) begin(t *testing.T, token string, u people.User, expiry time.Time) {
	t.Helper()
	data, err := json.Marshal(u.ID)
	must(t, err)
	must(t, k.store().CommitCtx(t.Context(), token, data, expiry))
}

func (k *desk) open(t *testing.T, token string) bool {
	t.Helper()
	_, found, err := k.store().FindCtx(t.Context(), token)
	must(t, err)
	return found
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		later := k.db.Now(t.Context()).Add(time.Hour)
		for name, end := range map[string]func() error{
			"deactivate":      func() error { return k.Deactivate(as(t, ana), bo.ID) },
			"reactivate":      func() error { return k.Reactivate(as(t, ana), bo.ID) },
			"role":            func() error { return k.SetRole(as(t, ana), bo.ID, access.Lead) },
			"operator":        func() error { return k.SetPassword(system(t), "bo@desk.example.com", "another long word") },
			"change password": func() error { return k.ChangePassword(as(t, bo), "another long word", password) },
			"end sessions":    func() error { return k.EndSessions(as(t, ana), bo.ID) },
		} {
			if name == "reactivate" {
				must(t, k.Deactivate(as(t, ana), bo.ID))
			}
			if name == "change password" {
				must(t, k.SetPassword(system(t), "bo@desk.example.com", "another long word"))
			}
			k.begin(t, "bo's", bo, later)
			k.begin(t, "ana's", ana, later)
			told, deaf := k.store().Ended()
			must(t, end())
			deaf()
			select {
			case <-told:
			default:
				t.Errorf("%s tells nobody that sessions ended", name)
			}
			if k.open(t, "bo's") {
				t.Errorf("%s leaves a session open", name)
			}
			if !k.open(t, "ana's") {
				t.Errorf("%s ends another user's session", name)
			}
		}
	})
}

// TestSessionEndsUnderARequest is of a request under way when its session is ended: keeping what it changed must not begin the
// session again.
func TestSessionEndsUnderARequest(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		mux := web.NewMux(web.Config{Sessions: people.NewSessions(k.db, web.SessionUser), Now: func() time.Time { return k.db.Now(t.Context()) }})
		mux.Handle("POST /in", func(_ http.ResponseWriter, r *http.Request) error { return web.SignIn(r.Context(), ana.ID) })
		mux.Handle("POST /note", func(_ http.ResponseWriter, r *http.Request) error {
			if r.URL.Query().Has("ended") {
				must(t, k.EndSessions(as(t, ana), ana.ID))
			}
			web.AddFlash(r.Context(), web.Flash{Text: "kept"})
			return nil
		})
		var cookie *http.Cookie
		ask := func(path string) (rows int) {
			w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, nil)
			if cookie != nil {
				r.AddCookie(cookie)
			}
			mux.ServeHTTP(w, r)
			cookie = w.Result().Cookies()[0]
			must(t, k.db.Read().QueryRow(t.Context(), "SELECT count(*) FROM sessions").Scan(&rows))
			return rows
		}
		if ask("/in") != 1 || ask("/note") != 1 {
			t.Error("a session that stands is not kept")
		}
		if ask("/note?ended") != 0 {
			t.Error("a session that was ended began again")
		}
	})
}

func TestSessionsExpire(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		now := k.db.Now(t.Context())
		k.begin(t, "old", ana, now.Add(-time.Second))
		k.begin(t, "new", ana, now.Add(time.Hour))
		if k.open(t, "old") || !k.open(t, "new") {
			t.Error("expiry is not kept to")
		}
		k.run(t, "people.sweep", "null")
		var left int
		must(t, k.db.Read().QueryRow(t.Context(), "SELECT count(*) FROM sessions").Scan(&left))
		if left != 1 {
			t.Errorf("%d rows after the sweep, want 1", left)
		}
		must(t, k.store().Delete("new"))
		if k.open(t, "new") {
			t.Error("a deleted session is open")
		}
		seen, err := k.User(as(t, ana), ana.ID)
		must(t, err)
		if seen.LastSeenAt.Before(now) {
			t.Errorf("last seen %v, want after %v", seen.LastSeenAt, now)
		}
	})
}

func TestChangePassword(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		wantKind(t, k.ChangePassword(t.Context(), password, "another long word"), fault.Unauthorized, "")
		wantKind(t, k.ChangePassword(as(t, ana), "wrong", "another long word"), fault.Invalid, "current")
		wantKind(t, k.ChangePassword(as(t, ana), password, "short"), fault.Invalid, "password")
		must(t, k.ChangePassword(as(t, ana), password, "another long word"))
		if _, err := k.SignIn(t.Context(), "ana@desk.example.com", password); err == nil {
			t.Error("the old password still opens")
		}
		_, err := k.SignIn(t.Context(), "ana@desk.example.com", "another long word")
		must(t, err)
		facts := k.facts(t, "user", ana.ID)
		if last := string(facts[len(facts)-1].Data); !strings.Contains(last, `"***"`) || strings.Contains(last, "argon2") {
			t.Errorf("the fact reads %s", last)
		}
	})
}

func TestNoPrincipalNoAccess(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.LightAgent)
		for name, call := range guarded(k, ana.ID) {
			if err := call(t.Context()); !fault.Is(err, fault.Unauthorized) {
				t.Errorf("%s without a principal: %v", name, err)
			}
			if err := call(as(t, bo)); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s by a light agent: %v", name, err)
			}
		}
	})
}
