package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// SessionStore keeps sessions as rows (token, data, expiry). Tokens arrive hashed, so a stolen table opens
// no session; SessionUser reads from data whose session it is, so that a user's sessions can be ended.
type SessionStore = scs.CtxStore

// The keys of a session's values.
const (
	keyUser   = "user"  // decimal id; absent for nobody
	keySince  = "since" // when the user signed in
	keySeen   = "seen"  // when the session was last used, to within touchEvery
	keyKeep   = "keep"  // "1": the user asked to stay signed in
	keyFlash  = "flash" // JSON of []Flash
	timeStyle = time.RFC3339
)

// touchEvery bounds how often use is written down: a row per request would make every read a write.
const touchEvery = 5 * time.Minute

type sessions struct {
	scs        *scs.SessionManager
	now        func() time.Time
	find       func(context.Context, int64) (context.Context, error)
	ended      func() (<-chan struct{}, func())
	idle, life time.Duration
	name       string // of the cookie
	secure     bool
}

type sessionKey struct{}

func newSessions(cfg Config) *sessions {
	// scs.New would begin with a store of its own, whose sweeper nobody ever stops.
	m := &scs.SessionManager{Store: cfg.Sessions, Codec: sessionCodec{}, Lifetime: cfg.Lifetime, HashTokenInStore: true}
	name := "daywatch"
	if cfg.Secure {
		name = "__Host-daywatch" // RFC 6265bis §4.1.3.2
	}
	return &sessions{scs: m, now: cfg.Now, find: cfg.Identify, ended: cfg.Ended, idle: cfg.Idle, life: cfg.Lifetime, name: name, secure: cfg.Secure}
}

func sessionOf(ctx context.Context) *sessions {
	s, _ := ctx.Value(sessionKey{}).(*sessions)
	return s
}

// around loads the session, identifies its user, runs the handler and saves what changed. What takes its time ends with the
// session.
func (s *sessions) around(w http.ResponseWriter, r *http.Request, m *Mux, rt route, h Handler) {
	w.Header().Add("Vary", "Cookie")
	came := r
	ctx, err := s.load(r)
	if err != nil {
		m.fail(w, r, fault.Wrap(fault.Unavailable, err,
			"Daywatch can't reach its database, so it doesn't know who you are. Nothing was changed; try again in a moment."))
		return
	}
	r = r.WithContext(ctx)
	sw := &sessionWriter{ResponseWriter: w, save: func() error { return s.save(w, r) }}
	if ctx, err = s.identify(ctx); err != nil {
		m.fail(sw, r, err)
		return
	}
	if rt.deadline == 0 && UserID(ctx) != 0 {
		var end context.CancelFunc
		ctx, end = s.whileStands(ctx, came)
		defer end()
	}
	m.finish(sw, r.WithContext(ctx), h)
	if sw.err == nil {
		sw.err = sw.saveOnce()
	}
	if sw.err != nil {
		m.fail(w, r, fault.Wrap(fault.Unavailable, sw.err, "Daywatch can't reach its database, so your sign-in was not kept. Try again in a moment."))
	}
}

func (s *sessions) load(r *http.Request) (context.Context, error) {
	var token string
	if c, err := r.Cookie(s.name); err == nil {
		token = c.Value
	}
	ctx, err := s.scs.Load(r.Context(), token)
	if err != nil {
		return nil, err
	}
	ctx = context.WithValue(ctx, sessionKey{}, s)
	if s.expired(ctx) {
		return ctx, s.scs.Destroy(ctx)
	}
	return ctx, nil
}

func (s *sessions) expired(ctx context.Context) bool {
	if UserID(ctx) == 0 {
		return false
	}
	now := s.now()
	if s.scs.Deadline(ctx).Before(now) {
		return true
	}
	seen := s.time(ctx, keySeen)
	return s.scs.GetString(ctx, keyKeep) == "" && now.Sub(seen) > s.idle
}

// identify asks the desk who the user is. A user who is gone or shut out is signed out, not shown an error:
// the page then treats them as anyone who is not signed in.
func (s *sessions) identify(ctx context.Context) (context.Context, error) {
	id := UserID(ctx)
	if id == 0 || s.find == nil {
		return ctx, nil
	}
	known, err := s.find(ctx, id)
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Forbidden, fault.Unauthorized:
		return ctx, SignOut(ctx)
	}
	if err != nil {
		return ctx, err
	}
	if now := s.now(); now.Sub(s.time(ctx, keySeen)) >= touchEvery {
		s.scs.Put(ctx, keySeen, now.UTC().Format(timeStyle))
	}
	return known, nil
}

// save writes the session and its cookie if either changed.
func (s *sessions) save(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	switch s.scs.Status(ctx) {
	case scs.Modified:
		if c, err := r.Cookie(s.name); err == nil && s.scs.Token(ctx) == c.Value {
			ctx = context.WithValue(ctx, continuesKey{}, true)
		}
		if s.scs.Token(ctx) == "" { // scs stamps new sessions by the machine's clock; the desk's counts
			s.scs.SetDeadline(ctx, s.now().Add(s.life))
		}
		token, expiry, err := s.scs.Commit(ctx)
		if err != nil {
			return err
		}
		s.setCookie(w, token, expiry, s.scs.GetString(ctx, keyKeep) != "")
	case scs.Destroyed:
		s.setCookie(w, "", time.Time{}, false)
	}
	return nil
}

// setCookie does what scs would, by the desk's clock: Max-Age counts from when the browser gets it.
func (s *sessions) setCookie(w http.ResponseWriter, token string, expiry time.Time, keep bool) {
	c := http.Cookie{Name: s.name, Value: token, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode}
	switch {
	case token == "":
		c.MaxAge = -1
	case keep:
		c.MaxAge = max(1, int(expiry.Sub(s.now())/time.Second))
	}
	http.SetCookie(w, &c)
}

func (s *sessions) time(ctx context.Context, key string) time.Time {
	t, _ := time.Parse(timeStyle, s.scs.GetString(ctx, key)) // absent reads as the zero time
	return t
}

// UserID gives the signed-in user of ctx, 0 for nobody.
func UserID(ctx context.Context) int64 {
	s := sessionOf(ctx)
	if s == nil {
		return 0
	}
	id, _ := strconv.ParseInt(s.scs.GetString(ctx, keyUser), 10, 64) // absent reads as nobody
	return id
}

// SignedInAt says when the user of ctx signed in; zero for nobody. Sessions older than a password change
// are refused by comparing this in Config.Identify.
func SignedInAt(ctx context.Context) time.Time {
	if s := sessionOf(ctx); s != nil {
		return s.time(ctx, keySince)
	}
	return time.Time{}
}

// SignIn makes userID the user of this browser, under a new token so that one planted before is worthless.
func SignIn(ctx context.Context, userID int64) error {
	s := sessionOf(ctx)
	if s == nil {
		return fault.New(fault.Internal, "This page can't sign anyone in.")
	}
	if err := s.scs.RenewToken(ctx); err != nil {
		return err
	}
	now := s.now().UTC()
	s.scs.SetDeadline(ctx, now.Add(s.life))
	s.scs.Put(ctx, keyUser, strconv.FormatInt(userID, 10))
	s.scs.Put(ctx, keySince, now.Format(timeStyle))
	s.scs.Put(ctx, keySeen, now.Format(timeStyle))
	return nil
}

// Remember keeps the sign-in of ctx when the browser closes and past the idle time, until Lifetime.
func Remember(ctx context.Context, keep bool) {
	s := sessionOf(ctx)
	if s == nil {
		return
	}
	if keep {
		s.scs.Put(ctx, keyKeep, "1")
	} else {
		s.scs.Remove(ctx, keyKeep)
	}
}

// SignOut ends the session of ctx here and in the store.
func SignOut(ctx context.Context) error {
	if s := sessionOf(ctx); s != nil {
		return s.scs.Destroy(ctx)
	}
	return nil
}
