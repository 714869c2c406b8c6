package ticketui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// A file is its uploader's until it is sent; whatever it is, nothing in it runs here.
func TestAttachment(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		id := s.upload("evil page.html:<script>alert(1)</script>")
		at := fmt.Sprintf("/attachments/%d/any", id)
		s.ben.Get(at).Shows(http.StatusNotFound)
		s.stranger.Get(at).Shows(http.StatusUnauthorized)
		a := s.ana.Get(at).Shows(http.StatusOK, "<script>")
		for name, want := range map[string]string{"Content-Disposition": `attachment; filename="evil page.html"`, "X-Content-Type-Options": "nosniff"} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if got := a.Header.Get("Content-Security-Policy"); !strings.Contains(got, "sandbox") || !strings.Contains(got, "default-src 'none'") {
			t.Errorf("policy %q", got)
		}
		s.ana.Send(path(tk.ID, "/reply"), "mode", "internal", "body", "see", "attachment", fmt.Sprint(id)).Leads(path(tk.ID, ""))
		s.ben.Get(at).Shows(http.StatusOK, "<script>")
	})
}

const pixel = "\x89PNG\r\n\x1a\n"

// mailed is a comment that came as formatted mail with a picture inside.
func (s *site) mailed() (ticket.Ticket, ticket.Comment) {
	s.T.Helper()
	tk := s.open(ticket.NewComment{Format: ticket.Text, Body: "See the graph",
		Files: []ticket.NewAttachment{s.file("graph.png", "image/png", pixel, "g1@mail")},
		HTML:  `<p onclick="x()">See <img src="cid:g1@mail"><img src="https://spy.example/p.gif"><script>alert(1)</script></p>`})
	return tk, s.thread(tk.ID).Comments[0]
}

// file stores bytes as intake does.
func (s *site) file(name, contentType, content, cid string) ticket.NewAttachment {
	s.T.Helper()
	a, err := s.Tickets.Upload(s.ana.Context(), name, contentType, strings.NewReader(content))
	if err != nil {
		s.T.Fatal(err)
	}
	return ticket.NewAttachment{Name: name, ContentType: contentType, Size: a.Size, Hash: a.Hash, ContentID: cid, Inline: cid != ""}
}

func TestMailInTheSandbox(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk, c := s.mailed()
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, fmt.Sprintf(`src="/comments/%d/mail"`, c.ID), "As plain text")
		a := s.ana.Get(fmt.Sprintf("/comments/%d/mail", c.ID)).Shows(http.StatusOK, "One picture of another server is not fetched",
			fmt.Sprintf("/inline/%d/", c.Attachments[0].ID))
		a.Hides("<script", "onclick", "spy.example")
		policy := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "sandbox allow-popups") || strings.Contains(policy, "allow-scripts") {
			t.Errorf("policy %q", policy)
		}
		s.stranger.Get(fmt.Sprintf("/comments/%d/mail", c.ID)).Shows(http.StatusUnauthorized)
		_, after, _ := strings.Cut(a.Text, "/inline/")
		picture, _, _ := strings.Cut(after, `"`)
		got := s.stranger.Get("/inline/" + picture) // the sandbox has no cookies
		got.Shows(http.StatusOK, pixel)
		if got.Header.Get("Content-Type") != "image/png" {
			t.Errorf("picture as %q", got.Header.Get("Content-Type"))
		}
		forged := picture[:len(picture)-1] + map[bool]string{true: "1", false: "0"}[picture[len(picture)-1] == '0']
		s.stranger.Get("/inline/" + forged).Shows(http.StatusNotFound)
	})
}

const inner = "From: Lee <lee@example.com>\r\nTo: dana@example.com\r\nSubject: The inner matter\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\nInner words\r\n" +
	"--i\r\nContent-Type: text/plain; name=a.log\r\nContent-Disposition: attachment; filename=a.log\r\n\r\nlog line\r\n--i--\r\n"

// A mail in a mail in a mail can be read, and what hangs on it downloaded.
func TestNestedMail(t *testing.T) {
	outer := "From: Dana <dana@example.com>\r\nSubject: The outer matter\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n" +
		"--o\r\nContent-Type: text/html\r\n\r\n<p>Outer words</p>\r\n--o\r\nContent-Type: message/rfc822\r\n" +
		"Content-Disposition: attachment; filename=inner.eml\r\n\r\n" + inner + "\r\n--o--\r\n"
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "see", Files: []ticket.NewAttachment{s.file("outer.eml", "message/rfc822", outer, ""),
			s.file("x.txt", "text/plain", "x", "")}})
		files := s.thread(tk.ID).Comments[0].Attachments
		at := fmt.Sprintf("/attachments/%d/mail", files[0].ID)
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, at)
		s.ana.Get(at).Shows(http.StatusOK, "The outer matter", "Dana <dana@example.com>", "Outer words", at+"?in=0")
		s.ana.Get(at+"/html").Shows(http.StatusOK, "Outer words")
		s.ana.Get(at+"?in=0").Shows(http.StatusOK, "The inner matter", "Inner words", "a.log")
		file := s.ana.Get(at+"/file?in=0&part=0").Shows(http.StatusOK, "log line")
		if got := file.Header.Get("Content-Disposition"); got != "attachment; filename=a.log" {
			t.Errorf("disposition %q", got)
		}
		for _, wrong := range []string{at + "?in=7", at + "?in=x", at + "?in=0&in=0", at + "/file?part=9", at + "/picture/forged?part=0",
			fmt.Sprintf("/attachments/%d/mail", files[1].ID)} {
			s.ana.Get(wrong).Shows(http.StatusNotFound)
		}
	})
}
