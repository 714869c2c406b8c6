package people

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// User is a person: a customer's contact or one of the staff.
type User struct {
	ID             int64
	Name           string
	Email          string // the primary address, lower case; empty when there is none
	Role           access.Role
	OrganizationID int64  // 0: none
	Organization   string // its name, read along
	Zone           string // IANA name; empty means the desk's
	Locale         string // BCP 47; empty means the desk's
	Region         string // key of a region of the desk
	Signature      string // Markdown
	Notes          string
	Muted          []string // notifications switched off: see NotifyKinds
	Active         bool     // false: cannot sign in, gets no notifications
	MailFails      bool     // a hard bounce came back from the primary address
	HasPassword    bool
	PasswordAt     time.Time // sessions that began earlier are void; zero when never set
	LastSeenAt     time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Work           // of staff
}

// Location is the person's zone, UTC where none is known.
func (u User) Location() *time.Location {
	zone, err := time.LoadLocation(u.Zone)
	if err != nil || u.Zone == "Local" {
		return time.UTC
	}
	return zone
}

// NotifyKinds are the notifications an engineer may switch off, per way: "assigned.mail", "assigned.page".
func NotifyKinds() []string {
	return []string{"assigned.page", "assigned.mail", "replied.page", "replied.mail", "mentioned.page", "mentioned.mail",
		"due_soon.page", "due_soon.mail", "due_late.page", "due_late.mail"}
}

// Wants reports whether u is to get a notification of a kind: one of the active staff who did not switch
// it off.
func (u User) Wants(kind string) bool {
	return u.Active && u.Role.Staff() && !slices.Contains(u.Muted, kind)
}

// Principal makes u the actor of what follows; via says how the act came in.
func (u User) Principal(via string) access.Principal {
	return access.Principal{UserID: u.ID, Name: u.Name, Role: u.Role, Via: via}
}

func subject(userID int64) event.Subject { return event.Subject{Type: "user", ID: userID} }
