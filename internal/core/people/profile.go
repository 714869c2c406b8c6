package people

import (
	"context"
	"regexp"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Profile is what people say of themselves.
type Profile struct {
	Name   string
	Zone   string // IANA name; empty for the desk's
	Locale string // BCP 47; empty for the browser's
}

// Me gives the signed-in user.
func (s *Service) Me(ctx context.Context) (User, error) { return s.self(ctx) }

// SaveProfile changes the signed-in user's own name, zone and language.
func (s *Service) SaveProfile(ctx context.Context, p Profile) error {
	return s.changeSelf(ctx, func(u *User) (err error) {
		if u.Name, err = typedName("A person", p.Name); err != nil {
			return err
		}
		if u.Zone, u.Locale = p.Zone, p.Locale; checkZone(p.Zone) != nil {
			return checkZone(p.Zone)
		}
		return checkLocale(p.Locale)
	})
}

// SaveSignature changes the Markdown under the signed-in user's public replies.
func (s *Service) SaveSignature(ctx context.Context, markdown string) error {
	return s.changeSelf(ctx, func(u *User) (err error) {
		u.Signature, err = typedText("signature", markdown)
		return err
	})
}

// Mute sets which kinds of notifications the signed-in user does not want; others are wanted.
func (s *Service) Mute(ctx context.Context, kinds []string) error {
	return s.changeSelf(ctx, func(u *User) error {
		u.Muted = nil
		for _, k := range NotifyKinds() {
			if slices.Contains(kinds, k) {
				u.Muted = append(u.Muted, k)
			}
		}
		return nil
	})
}

func (s *Service) changeSelf(ctx context.Context, edit func(*User) error) error {
	me, err := s.self(ctx)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		before, err := lockUser(ctx, tx, me.ID)
		if err != nil {
			return err
		}
		after := before
		if err := edit(&after); err != nil {
			return err
		}
		return s.change(ctx, tx, before, after)
	})
}

// checkZone takes "" and the names of the IANA database; "Local" would be the server's.
func checkZone(zone string) error {
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return fault.Field("zone", "“%s” is not a time zone. Choose one such as Europe/Amsterdam", fault.Clip(zone, 60))
	}
	return nil
}

// localeShape is the part of BCP 47 that catalogues are named by: language, script, region.
var localeShape = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$`)

func checkLocale(locale string) error {
	if locale != "" && !localeShape.MatchString(locale) {
		return fault.Field("locale", "“%s” is not a language. Choose one of the list", fault.Clip(locale, 60))
	}
	return nil
}
