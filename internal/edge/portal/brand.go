package portal

import (
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Brand is how a desk looks to its customers. What is empty is as shipped.
type Brand struct {
	Name       string            `json:"name" about:"What customers call the desk; none: as its mails do"`
	Accent     string            `json:"accent" about:"The colour of links and buttons on light paper, #rrggbb; none: as shipped"`
	AccentDark string            `json:"accent_dark" about:"The same on dark paper; none: made from accent"`
	Links      []Link            `json:"links" about:"The links at the foot of every page"`
	Welcome    map[string]string `json:"welcome" about:"A few words above the tickets and at the door, by language: en, de"`
}

// Link is a link at the foot of every page.
type Link struct {
	Label string `json:"label" about:"Its words"`
	URL   string `json:"url" about:"Where it leads: https or mailto"`
}

// BrandKey is the setting of Brand.
var BrandKey = settings.Key[Brand]{Name: "portal.brand", Check: Brand.check, Default: Brand{Links: []Link{}, Welcome: map[string]string{}}}

const (
	longestName    = 60
	longestLabel   = 40
	longestWelcome = 600
	mostLinks      = 6
)

// check refuses what could not be read, and links that lead nowhere.
func (b Brand) check() error {
	if n := utf8.RuneCountInString(b.Name); n > longestName {
		return fault.Field("name", "This name has %d characters; %d stand in the head of a page on a phone", n, longestName)
	}
	if err := checkAccent("accent", b.Accent, lightTheme); err != nil {
		return err
	}
	if err := checkAccent("accent_dark", b.AccentDark, darkTheme); err != nil {
		return err
	}
	if len(b.Links) > mostLinks {
		return fault.Field("links", "These are %d links; %d at most stand at the foot of a page", len(b.Links), mostLinks)
	}
	for _, l := range b.Links {
		if err := l.check(); err != nil {
			return err
		}
	}
	for language, text := range b.Welcome {
		if n := utf8.RuneCountInString(text); n > longestWelcome {
			return fault.Field("welcome-"+language, "This text has %d characters; %d are read before somebody looks for their ticket", n, longestWelcome)
		}
	}
	return nil
}

// checkAccent refuses a colour in which text could not be read, with the figures and the nearest that can.
func checkAccent(field, text string, t theme) error {
	if text == "" {
		return nil
	}
	c, ok := parseColour(text)
	if !ok {
		return fault.Field(field, "“%s” is no colour. Write it like #1d4ed8", fault.Clip(text, 20))
	}
	if worst := t.worst(c); worst < enough {
		near := t.nearest(c)
		return fault.Field(field,
			"%s on the paper of the %s theme has a contrast of %.1f:1; text needs %.1f:1 (WCAG 2.2 AA). The nearest that can be read is %s, with %.1f:1",
			text, t.name, worst, enough, near, t.worst(near))
	}
	return nil
}

func (l Link) check() error {
	u, err := url.Parse(l.URL)
	switch {
	case strings.TrimSpace(l.Label) == "":
		return fault.Field("links", "The link to %s has no words. Write them before it: Terms | https://example.com/terms", fault.Clip(l.URL, 60))
	case utf8.RuneCountInString(l.Label) > longestLabel:
		return fault.Field("links", "“%s” is longer than the %d characters that a link at the foot has room for", fault.Clip(l.Label, 60), longestLabel)
	case err != nil || u.Scheme != "mailto" && (u.Scheme != "https" || u.Host == ""):
		return fault.Field("links", "“%s” leads nowhere. Write an address like https://example.com/terms or mailto:help@example.com", fault.Clip(l.URL, 60))
	}
	return nil
}

// accents are the two colours of a brand; shipped is true where it has none of its own.
func (b Brand) accents() (light, dark colour, shipped bool) {
	light, ok := parseColour(b.Accent)
	if !ok {
		return colour{}, colour{}, true
	}
	if dark, ok = parseColour(b.AccentDark); !ok {
		dark = darkTheme.nearest(light)
	}
	return light, dark, false
}

// brand gives how the desk looks. A page without its colours is still a page.
func (p *Portal) brand(ctx context.Context) Brand {
	b, err := BrandKey.Get(ctx, p.DB.Read())
	if err != nil {
		return BrandKey.Default
	}
	return b
}

// welcomeIn gives the words for who reads a language: those of another one are better than none.
func (b Brand) welcomeIn(language string) string {
	if text := strings.TrimSpace(b.Welcome[language]); text != "" {
		return text
	}
	return strings.TrimSpace(b.Welcome["en"])
}
