package story

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
)

// visitor is a person at the pages, without a script: links, forms, cookies.
type visitor struct {
	base   string
	client http.Client
}

func newVisitor(base string) (*visitor, error) {
	jar, err := cookiejar.New(nil)
	return &visitor{base: base, client: http.Client{Jar: jar}}, err
}

// open gives a page's text as it was sent.
func (v *visitor) open(ctx context.Context, path string) (string, error) {
	return v.do(ctx, http.MethodGet, path, "", nil)
}

// send posts a form and gives the page that it leads to.
func (v *visitor) send(ctx context.Context, path string, fields url.Values) (string, error) {
	return v.do(ctx, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

// sendParts posts a form as the composer does.
func (v *visitor) sendParts(ctx context.Context, path string, fields url.Values) (string, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, value := range values {
			if err := w.WriteField(name, value); err != nil {
				return "", err
			}
		}
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return v.do(ctx, http.MethodPost, path, w.FormDataContentType(), &body)
}

func (v *visitor) do(ctx context.Context, method, path, contentType string, body io.Reader) (string, error) {
	status, page, err := v.ask(ctx, method, path, contentType, body)
	if err == nil && status != http.StatusOK {
		return "", fmt.Errorf("%s %s answers %d %s", method, path, status, http.StatusText(status))
	}
	return page, err
}

// look gives a page whatever its status is.
func (v *visitor) look(ctx context.Context, path string) (string, error) {
	_, page, err := v.ask(ctx, http.MethodGet, path, "", nil)
	return page, err
}

func (v *visitor) ask(ctx context.Context, method, path, contentType string, body io.Reader) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, method, v.base+path, body)
	if err != nil {
		return 0, "", err
	}
	if body != nil {
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("Origin", v.base)
	}
	res, err := v.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	return res.StatusCode, string(page), err
}

var seenField = regexp.MustCompile(`name="seen" value="(\d+)"`)

// answer writes a public reply into the composer of a ticket's page.
func (v *visitor) answer(ctx context.Context, ticket int64, text string) error {
	path := fmt.Sprint("/tickets/", ticket)
	page, err := v.open(ctx, path)
	if err != nil {
		return err
	}
	seen := seenField.FindStringSubmatch(page)
	if seen == nil {
		return fmt.Errorf("the page %s has no composer", path)
	}
	_, err = v.sendParts(ctx, path+"/reply", url.Values{"mode": {"public"}, "body": {text}, "status": {"pending"}, "seen": {seen[1]}})
	return err
}
