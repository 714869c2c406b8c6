// Package content invents the world of the demo desk: regions, engineers, customers and some two thousand
// tickets with their threads. It is pure: the same seed, time and size give the same bytes, and it
// reads nothing but the text files embedded beside it. Another package writes the result into a desk.
//
// The companies, people, addresses and log lines are inventions; addresses lie under the reserved
// names of RFC 2606.
package content

import "time"

// Size says how much world to make. A zero field takes the default.
type Size struct {
	Engineers   int // staff beside the admin, default 27
	Customers   int // customer organizations, default 40
	Tickets     int // default 2000
	FirstNumber int // number of the oldest ticket, default 46213; texts refer to tickets by number
}

// World is everything the demo desk starts with. Keys are unique over the world and stable for a
// seed; every reference between its parts is by key.
type World struct {
	Now          time.Time // the moment of the picture, UTC; nothing in it is later
	Regions      []Region
	Groups       []Group
	Staff        []Person // the admin first
	Orgs         []Org
	Contacts     []Person // the customers' people; Person.Org is set
	Tickets      []Ticket // by CreatedAt, Number ascending
	SavedReplies []SavedReply
	Views        []View
	Mails        []RawMail // by At; mail that is not a ticket or should be held back
}

// Region is a part of the day that one team covers.
type Region struct {
	Key   string // apac, emea, amer
	Name  string
	Zone  string // IANA name the region's hours are told in
	Hours Hours
}

// Hours are a daily stretch of work on certain weekdays, in the zone of whoever owns them.
type Hours struct {
	From, To int // minutes after local midnight, From < To
	Days     Weekdays
}

// Weekdays is a set of days, bit n for time.Weekday n.
type Weekdays uint8

// Has reports whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// Group is a team that tickets can be routed to.
type Group struct {
	Key    string
	Name   string
	Region string // Region.Key, empty for a global group
}

// Role is what a person may do on the desk.
type Role string

// The roles in the demo world.
const (
	Admin      Role = "admin"
	Lead       Role = "lead"
	Agent      Role = "agent"
	LightAgent Role = "light agent"
	EndUser    Role = "end user"
)

// Person is an engineer, or someone at a customer.
type Person struct {
	Key        string
	Name       string
	NativeName string // in its own script, 森 遥; empty where Name is that
	Email      string
	Role       Role
	Title      string // "Senior Support Engineer", "Platform Lead"; may be empty
	Zone       string // IANA name
	Language   string // ISO 639-1 of what they write: en, de, fr, ja, es, pt
	Hours      Hours  // in Zone
	Region     string // Region.Key
	Group      string // Group.Key, staff only
	Org        string // Org.Key, contacts only
	Signature  string // Markdown or plain text, may be empty
}

// Org is a customer.
type Org struct {
	Key        string
	Name       string
	Plan       string // Ultimate, Premium, Starter, Trial, Community
	Region     string // preferred Region.Key
	Zone       string // IANA name of the head office
	Deployment string // self-managed or SaaS
	Version    string // of the platform, "18.5.2"; empty for SaaS
	Seats      int
	Notes      string // Markdown, for engineers only
}

// Status is where a ticket stands.
type Status string

// The statuses, in the order of a ticket's life.
const (
	New     Status = "new"
	Open    Status = "open"
	Pending Status = "pending"
	Hold    Status = "hold"
	Solved  Status = "solved"
	Closed  Status = "closed"
)

// Ticket is one case with everything that was said and done in it.
type Ticket struct {
	Number     int
	Subject    string
	Requester  string   // Person.Key of a contact, or of staff for internal requests
	CCs        []string // Person.Keys of the same Org
	Org        string   // Org.Key, empty for staff's own requests
	Group      string   // Group.Key
	Assignee   string   // Person.Key or empty
	Status     Status
	Severity   int    // what the customer chose: 1 (emergency) to 4 (question)
	Priority   string // urgent, high, normal, low: what the desk works by
	Type       string // question, incident, problem, task
	Tags       []string
	Channel    Channel
	Region     string // preferred Region.Key
	CreatedAt  time.Time
	UpdatedAt  time.Time // of the last comment or change
	Comments   []Comment // by At, the first is the request itself, at CreatedAt
	Changes    []Change  // by At
	Scenario   string    // name of the text file it came from
	IsFeatured bool      // among the hand-written ones at the top of the live queue
}

// Channel is the way a comment came in.
type Channel string

// The channels.
const (
	ByEmail  Channel = "email"
	ByPortal Channel = "portal"
	ByAPI    Channel = "api"
	ByDesk   Channel = "desk" // written in the workspace by staff
)

// Comment is a public reply or an internal note. Its text is Markdown where IsMarkdown is set, else plain
// text as mail carries it.
type Comment struct {
	Author      string // Person.Key
	IsPublic    bool
	IsMarkdown  bool
	Body        string
	At          time.Time
	Channel     Channel
	Quoted      string // the earlier mail that stood below Body, every line with "> "; empty mostly
	Attachments []Attachment
}

// Attachment is a small file made in code.
type Attachment struct {
	Name        string
	ContentType string
	Bytes       []byte
}

// Change is one change of a ticket's field. The fields are status, assignee, group and priority.
type Change struct {
	At       time.Time
	Actor    string // Person.Key, empty for the desk itself
	Field    string
	From, To string // values as the Ticket holds them; empty for nobody
}

// SavedReply is a text an engineer inserts with the macro key. Its placeholders are in Liquid form and
// stay unresolved here.
type SavedReply struct {
	Name   string // "General::First reply"
	Body   string // Markdown
	Public bool
	Status Status // set on use, empty to leave it
	Tags   []string
}

// View is a list in the queue's sidebar.
type View struct {
	Name  string
	Query string // in the desk's search syntax
	Sort  string
}

// RawMail is a mail as it came over the wire.
type RawMail struct {
	At       time.Time
	From, To string // envelope; From is empty for the null sender
	Raw      []byte // RFC 5322, CRLF line ends
	Want     string // what a mail log should say of it: filed, auto-reply, auto-generated, bounce, loop, list, spam, blocked, own-mail, dead
}
