// Package outbound speaks HTTP to addresses that people gave: webhooks, providers of messages, calendar feeds. It refuses
// the addresses of the machine's own neighbourhood unless the desk allows them, bounds what it reads, and says of every
// failure whether it is worth another try.
package outbound

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Config is how a Client behaves.
type Config struct {
	Agent string // User-Agent
	// Private allows addresses of loopback, link-local and private networks, where a desk's own tools may live.
	Private bool
	Timeout time.Duration // of a whole exchange; 0 is 10 s
	Limit   int64         // bytes of an answer that are read; 0 is 64 KiB
}

// Client sends requests. It follows no redirect: who moved must say so to who configured it.
type Client struct {
	cfg  Config
	http *http.Client
}

// New makes a client.
func New(cfg Config) *Client {
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Second
	}
	if cfg.Limit == 0 {
		cfg.Limit = 64 << 10
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	if !cfg.Private {
		dialer.Control = publicOnly
	}
	transport := &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, MaxIdleConnsPerHost: 4,
		IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{cfg, &http.Client{Transport: transport, CheckRedirect: stay}}
}

// Request is one request. An empty Method is POST with a Body and GET without.
type Request struct {
	Method string
	URL    string
	Header map[string]string
	Body   []byte
	// Key is sent as Idempotency-Key: the same for every try of the same matter.
	Key string
	// User and Password are sent as basic authentication where User is set.
	User, Password string
}

// Answer is what came back with a status below 300.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte // at most the limit of the client
}

// Failure is why a request did not do what it should. It is wrapped in a *fault.Error: of kind Unavailable where another
// try may help (no connection, too slow, 408, 425, 429, 5xx), of kind Invalid where it will not.
type Failure struct {
	Status     int // 0: there was no answer
	Body       []byte
	RetryAfter time.Duration // what the other side asks for; 0: nothing
	Err        error
}

// Error implements error.
func (f *Failure) Error() string {
	if f.Status == 0 {
		return f.Err.Error()
	}
	return "HTTP " + strconv.Itoa(f.Status)
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Do sends a request and reads the answer.
func (c *Client) Do(ctx context.Context, r Request) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	request, err := c.build(ctx, r)
	if err != nil {
		return Answer{}, err
	}
	res, err := c.http.Do(request)
	if err != nil {
		return Answer{}, unreached(request.URL.Host, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, c.cfg.Limit+1))
	if err != nil {
		return Answer{}, unreached(request.URL.Host, err)
	}
	if res.StatusCode >= 300 {
		return Answer{}, refused(request.URL.Host, res, body)
	}
	if int64(len(body)) > c.cfg.Limit {
		return Answer{}, fault.New(fault.Invalid, "%s answers with more than %d bytes", request.URL.Host, c.cfg.Limit)
	}
	return Answer{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

func (c *Client) build(ctx context.Context, r Request) (*http.Request, error) {
	if err := Check(r.URL); err != nil {
		return nil, err
	}
	method := r.Method
	if method == "" {
		method = http.MethodGet
		if r.Body != nil {
			method = http.MethodPost
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The address cannot be used")
	}
	// net/http sends anew, by itself, what has an Idempotency-Key and a body that it can read again. Here who calls counts
	// the tries and writes them down, so each is one.
	request.GetBody = nil
	request.Header.Set("User-Agent", c.cfg.Agent)
	for name, value := range r.Header {
		request.Header.Set(name, value)
	}
	if r.Key != "" {
		request.Header.Set("Idempotency-Key", r.Key)
	}
	if r.User != "" {
		request.SetBasicAuth(r.User, r.Password)
	}
	return request, nil
}

// Check says what is wrong with an address before anything is sent to it: fault.Invalid on the field url.
func Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return fault.Field("url", "%q is no web address. Write it with https:// in front", fault.Clip(address, 80))
	}
	if u.User != nil {
		return fault.Field("url", "The address must not hold a password. Give it in the fields for it")
	}
	return nil
}

func unreached(host string, err error) error {
	f := &Failure{Err: err}
	if errors.Is(err, errPrivate) {
		return fault.Wrap(fault.Invalid, f, "%s is an address inside the desk's own network, which is not allowed (server.private_addresses)", host)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(fault.Unavailable, f, "%s did not answer in time", host)
	}
	return fault.Wrap(fault.Unavailable, f, "%s cannot be reached", host)
}

func refused(host string, res *http.Response, body []byte) error {
	f := &Failure{Status: res.StatusCode, Body: body, Err: errors.New(res.Status)}
	if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && seconds > 0 {
		f.RetryAfter = time.Duration(min(seconds, 3600)) * time.Second
	}
	switch {
	case res.StatusCode >= 500, res.StatusCode == http.StatusRequestTimeout, res.StatusCode == http.StatusTooEarly,
		res.StatusCode == http.StatusTooManyRequests:
		return fault.Wrap(fault.Unavailable, f, "%s answered %s", host, res.Status)
	}
	return fault.Wrap(fault.Invalid, f, "%s refused with %s", host, res.Status)
}

var errPrivate = errors.New("a private address")

// publicOnly looks at the address that is dialled, after names were resolved: a name cannot point inside.
func publicOnly(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := at.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || shared.Contains(ip) {
		return errPrivate
	}
	return nil
}

// shared is the address space between providers and their customers (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")
