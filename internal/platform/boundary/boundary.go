// Package boundary says what may enter and what may leave a restricted desk (architecture B.0). It is pure: it judges texts
// and holds the desk's policy; those who move things across ask it first.
package boundary

// Policy is what a desk's place in the configuration file makes of it. It is no setting: nobody inside the desk can lift it.
type Policy struct {
	// Restricted desks let in only people with a verified clearance, and nothing out but what this package lets through.
	Restricted bool
	// Hosts are the host names of the restricted desks of this installation: what points to them is shown as a bare
	// reference elsewhere.
	Hosts []string
}
