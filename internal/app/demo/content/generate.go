package content

import "time"

const (
	defaultEngineers   = 27
	defaultCustomers   = 40
	defaultTickets     = 2000
	defaultFirstNumber = 46213
)

// Generate makes the world of seed as it stands at now. Equal arguments give equal worlds, byte for
// byte. It panics if an embedded scenario file is malformed, which the package's tests rule out.
func Generate(seed uint64, now time.Time, size Size) World {
	size = size.withDefaults()
	w := World{Now: now.UTC(), Regions: regions(), Groups: groups()}
	return w
}

func (s Size) withDefaults() Size {
	if s.Engineers == 0 {
		s.Engineers = defaultEngineers
	}
	if s.Customers == 0 {
		s.Customers = defaultCustomers
	}
	if s.Tickets == 0 {
		s.Tickets = defaultTickets
	}
	if s.FirstNumber == 0 {
		s.FirstNumber = defaultFirstNumber
	}
	return s
}
