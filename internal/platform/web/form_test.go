package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestFormKeepsAndExplains(t *testing.T) {
	r := httptest.NewRequest("POST", "/?q=1", strings.NewReader("name=+Ana+&body=a%0D%0Ab&n=12&bad=1x&tick=on&off=0&tag=a&tag=b"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f, err := Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(f.Get("name"), "|", f.Text("body"), "|", f.Int64("n"), f.Int64("none"), f.Int64("bad"), f.Bool("tick"), f.Bool("off"),
		f.Bool("none"), f.All("tag"), f.Get("q"))
	if want := "Ana|a\nb|12 0 0 true false false [a b]1"; got != want {
		t.Error(cmp.Diff(want, got))
	}
	f.Reject("bad", "second sentence")
	if f.OK() || !strings.Contains(f.Error("bad"), "“1x”") {
		t.Errorf("errors %v", f.Errors)
	}
}

func TestFormAbsorbs(t *testing.T) {
	for _, c := range []struct {
		err   error
		took  bool
		field string
	}{
		{nil, false, ""}, {errors.New("ours"), false, ""}, {fault.New(fault.Forbidden, "no"), false, ""},
		{fault.Field("email", "bad"), true, "email"}, {fault.New(fault.Conflict, "moved on"), true, ""},
		{fmt.Errorf("while adding: %w", fault.Field("email", "bad")), true, "email"},
	} {
		f := NewForm()
		if took := f.Absorb(c.err); took != c.took || took && f.Error(c.field) == "" || !took && !f.OK() {
			t.Errorf("%v: took %v, errors %v", c.err, took, f.Errors)
		}
	}
}

// multi makes a multipart body: "name=text" is a field, "name:file=bytes" a file.
func multi(t *testing.T, parts ...string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, p := range parts {
		head, text, _ := strings.Cut(p, "=")
		name, file, isFile := strings.Cut(head, ":")
		part, err := w.CreateFormField(name)
		if isFile {
			part, err = w.CreateFormFile(name, file)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(part, text)
	}
	_ = w.Close()
	r := httptest.NewRequest("POST", "/", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func TestUploadsArriveOneByOne(t *testing.T) {
	var got []string
	form, err := Uploads(multi(t, "mode=public", "file:../../etc/log.txt=one", "body=hi", "file:b.png=two", "file:skip="), func(f *Form, u Upload) error {
		data, err := io.ReadAll(u.Body)
		got = append(got, fmt.Sprintf("%s %s %q mode=%s", u.Field, u.Name, data, f.Get("mode")))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`file log.txt "one" mode=public`, `file b.png "two" mode=public`, `file skip "" mode=public`}
	if diff := cmp.Diff(want, got); diff != "" || form.Get("body") != "hi" {
		t.Errorf("%s body %q", diff, form.Get("body"))
	}
}

func TestUploadsRefuse(t *testing.T) {
	full := errors.New("disk full")
	if _, err := Uploads(multi(t, "file:a=x"), func(*Form, Upload) error { return full }); !errors.Is(err, full) {
		t.Errorf("the callback's error is lost: %v", err)
	}
	many := make([]string, maxParts+1)
	for i := range many {
		many[i] = "a=b"
	}
	cut := httptest.NewRequest("POST", "/", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhal"))
	cut.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	for name, c := range map[string]struct {
		r    *http.Request
		kind fault.Kind
	}{
		"many parts": {multi(t, many...), fault.TooLarge},
		"long field": {multi(t, "a="+strings.Repeat("x", maxFieldBytes+1)), fault.TooLarge},
		"cut short":  {cut, fault.Invalid},
		"no form":    {httptest.NewRequest("POST", "/", nil), fault.Invalid},
	} {
		if _, err := Uploads(c.r, nil); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want kind %d", name, err, c.kind)
		}
	}
	// The sum counts, not each field alone.
	if _, err := Decode(multi(t, "a="+strings.Repeat("x", maxFieldBytes/2+1), "b="+strings.Repeat("x", maxFieldBytes/2))); !fault.Is(err, fault.TooLarge) {
		t.Errorf("two fields over the limit together: %v", err)
	}
}

func FuzzUploads(f *testing.F) {
	f.Add([]byte("--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nhi\r\n--x--\r\n"))
	f.Add([]byte("--x--"))
	f.Add([]byte("--x\r\n\r\n\r\n--x\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		form, err := Uploads(r, func(_ *Form, u Upload) error {
			if strings.ContainsAny(u.Name, "/") {
				t.Errorf("a name with folders: %q", u.Name)
			}
			_, err := io.Copy(io.Discard, u.Body)
			return err
		})
		if form == nil && err == nil {
			t.Error("neither form nor error")
		}
	})
}
