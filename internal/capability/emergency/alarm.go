package emergency

// Alarm is a page about a ticket's emergency.
type Alarm struct {
	Key      string // the same for the same matter
	TicketID int64
	Title    string
	Policy   string  // by its title
	Except   []int64 // who is not asked
}
