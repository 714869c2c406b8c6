package statusui

import (
	"context"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// mostNews is how many words a feed has.
const mostNews = 50

func (u *UI) getAtom(w http.ResponseWriter, r *http.Request) error {
	return u.feed(w, r, "application/atom+xml; charset=utf-8", u.atom)
}

func (u *UI) getRSS(w http.ResponseWriter, r *http.Request) error {
	return u.feed(w, r, "application/rss+xml; charset=utf-8", u.rss)
}

func (u *UI) feed(w http.ResponseWriter, r *http.Request, contentType string, make func(context.Context, incident.View) ([]byte, error)) error {
	v, err := u.Incidents.View(r.Context())
	if err != nil {
		return err
	}
	body, err := make(r.Context(), v)
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept-Language")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	return public(w, r, contentType, body)
}

// atomFeed is an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published"`
	Link      atomLink `xml:"link"`
	Content   struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	} `xml:"content"`
}

// atom has an entry for each public word, so that a reader shows every update.
func (u *UI) atom(ctx context.Context, v incident.View) ([]byte, error) {
	f := u.frameOf(ctx, site{}, v.Page, "")
	title := i18n.T(ctx, "statuspage.of", "Name", f.name)
	feed := atomFeed{ID: u.Link(home), Title: title, Updated: v.Updated.UTC().Format(time.RFC3339), Author: atomAuthor{f.name}, Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: u.Link(home + "history.atom")}, {Rel: "alternate", Type: "text/html", Href: u.Link(home)}}}
	for _, word := range v.Latest(mostNews) {
		at := word.Update.PublishedAt.UTC().Format(time.RFC3339)
		e := atomEntry{ID: u.Link(word.PublicPath()) + "#" + word.Update.Code, Title: headline(ctx, word), Updated: at, Published: at,
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: u.Link(word.PublicPath())}}
		e.Content.Type, e.Content.Text = "text", told(ctx, word, titles(v.Components))
		feed.Entries = append(feed.Entries, e)
	}
	return document(feed)
}

// rssFeed is an RSS 2.0 feed (https://www.rssboard.org/rss-specification).
type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Built       string    `xml:"lastBuildDate"`
	Items       []rssItem `xml:"item"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	Description string  `xml:"description"`
	Date        string  `xml:"pubDate"`
	ID          rssGUID `xml:"guid"`
}

type rssGUID struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	Text      string `xml:",chardata"`
}

// rssTime is RFC 822's form with a zone in numbers, which all readers take for what it is.
const rssTime = "Mon, 02 Jan 2006 15:04:05 -0700"

func (u *UI) rss(ctx context.Context, v incident.View) ([]byte, error) {
	f := u.frameOf(ctx, site{}, v.Page, "")
	title := i18n.T(ctx, "statuspage.of", "Name", f.name)
	feed := rssFeed{Version: "2.0", Channel: rssChannel{Title: title, Link: u.Link(home), Description: title, Built: v.Updated.UTC().Format(rssTime)}}
	for _, word := range v.Latest(mostNews) {
		feed.Channel.Items = append(feed.Channel.Items,
			rssItem{Title: headline(ctx, word), Link: u.Link(word.PublicPath()), Date: word.Update.PublishedAt.UTC().Format(rssTime),
				Description: told(ctx, word, titles(v.Components)), ID: rssGUID{Text: u.Link(word.PublicPath()) + "#" + word.Update.Code}})
	}
	return document(feed)
}

func headline(ctx context.Context, w incident.Word) string {
	return i18n.T(ctx, "statuspage.status."+string(w.Update.Status)) + ": " + w.Title
}

// told is a word with what it says of components.
func told(ctx context.Context, w incident.Word, names map[int64]string) string {
	var hurt []string
	for _, c := range w.Update.Changes {
		if names[c.Component] != "" {
			hurt = append(hurt, names[c.Component]+": "+i18n.T(ctx, "statuspage.health."+string(c.To)))
		}
	}
	if len(hurt) == 0 {
		return w.Update.Body
	}
	return w.Update.Body + "\n" + strings.Join(hurt, "; ")
}

func document(feed any) ([]byte, error) {
	body, err := xml.MarshalIndent(feed, "", " ")
	return append([]byte(xml.Header), body...), err
}
